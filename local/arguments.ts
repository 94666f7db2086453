/** The command line of every command and bench: options as they were given, or one sentence on what is wrong. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { didYouMean } from '../contract/did-you-mean.ts';
import { InvalidInputError } from '../contract/invalid-input.ts';

/** Of every command but `check`, whose exit codes are those of monitoring plugins. */
export const EXIT_CODES = { done: 0, failed: 1, usage: 2 } as const;

/** A command line that cannot be run: nothing was tried. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type ValuesOf<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options }>
>['values'];

/**
 * @returns `help` when the usage is asked for
 * @throws {UsageError} for what is not an option, or an option without its value
 */
export function parseArguments<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
): ValuesOf<Options> | 'help' {
  const known: ParseArgsOptionsConfig = { ...options, help: { type: 'boolean', short: 'h' } };
  // Not strict: what is wrong is said in our own words.
  const { tokens, values } = parseArgs({ args: [...args], options: known, strict: false, tokens: true });
  if (values.help === true) return 'help';
  for (const token of tokens) refuseToken(token, known);
  return parseArgs({ args: [...args], options }).values;
}

type Token = ReturnType<
  typeof parseArgs<{ options: ParseArgsOptionsConfig; strict: false; tokens: true }>
>['tokens'][number];

function refuseToken(token: Token, options: ParseArgsOptionsConfig): void {
  if (token.kind === 'positional') {
    const remedy = didYouMean(token.value, Object.keys(options), (name) => `--${name}`);
    throw new UsageError(
      `Unexpected argument '${token.value}': ${remedy || 'every value belongs to an option, such as --environment env_x'}`,
    );
  }
  if (token.kind !== 'option') return;
  const { rawName, name, value, inlineValue } = token;
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) {
    const meant = didYouMean(name, Object.keys(options), (other) => `--${other}`);
    throw new UsageError(`Unknown option '${rawName}'${meant === '' ? '' : `: ${meant}`}`);
  }
  if (option.type === 'boolean' && value !== undefined) {
    throw new UsageError(`${rawName} takes no value: write ${rawName} alone`);
  }
  // `--stack --region x` is a forgotten name, not a stack called --region.
  if (option.type === 'string' && (value === undefined || (!inlineValue && value.startsWith('-')))) {
    throw new UsageError(`${rawName} has no value: write it after the option, as in ${rawName}=VALUE`);
  }
}

/**
 * Reads what an option holds.
 * @param subject such as `--environment`
 * @throws {UsageError} in one sentence with the value and the remedy
 */
export function readValue<T>(subject: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const [fault] = error.faults;
    throw new UsageError(`${subject} is ${JSON.stringify(fault?.value)}: ${fault?.remedy}`, { cause: error });
  }
}
