/** The command line of every command and bench: options as they were given, or one sentence on what is wrong. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { InvalidInputError } from '../contract/invalid-input.ts';

/** Of every command but `check`, whose exit codes are those of monitoring plugins. */
export const EXIT_CODES = { done: 0, failed: 1, usage: 2 } as const;

/** A command line that cannot be run: nothing was tried. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type ValuesOf<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options }>
>['values'];

/**
 * @returns `help` when the usage is asked for
 * @throws {UsageError}
 */
export function parseArguments<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
): ValuesOf<Options> | 'help' {
  try {
    const withHelp: ParseArgsOptionsConfig = { ...options, help: { type: 'boolean' } };
    if (parseArgs({ args: [...args], options: withHelp }).values.help === true) return 'help';
    // Again, for the types of the options alone.
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // The rest of the message is advice for programmers.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw new UsageError(sentence, { cause: error });
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
