/** A command: its options in one table, from which the command line is read and the help is printed. */
import { toCommandLine } from '../contract/commands.ts';
import { EXIT_CODES, parseArguments, UsageError, type ValuesOf } from '../local/arguments.ts';

export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** What its value is called in the help, such as `NAME`; nothing for options without one. */
  readonly value?: string;
  /** Each line of it is a line of the help. */
  readonly help: string;
}

export type CommandOptions = Readonly<Record<string, CommandOption>>;

interface CommandDefinition<Options extends CommandOptions> {
  readonly name: string;
  /** What it does, in a sentence or two. */
  readonly does: string;
  /** What follows the name of the command, and why one would write that. */
  readonly examples: readonly (readonly [args: string, why?: string])[];
  readonly options: Options;
  /** Rights, variables and exit codes. */
  readonly notes: string;
  /** @returns the exit code */
  readonly run: (values: ValuesOf<Options>) => Promise<number>;
  /** @default those of commands */
  readonly exitCodes?: { readonly failed: number; readonly usage: number };
  /** An error for programs, where the command line asks for that. @returns null: as a sentence on stderr */
  readonly describeError?: (error: unknown, args: readonly string[]) => string | null;
}

export interface Command {
  readonly help: string;
  /** Never rejects. @returns the exit code */
  readonly run: (args: readonly string[]) => Promise<number>;
}

export function defineCommand<const Options extends CommandOptions>(
  definition: CommandDefinition<Options>,
): Command {
  const { options, run } = definition;
  const help = toHelp(definition);
  return {
    help,
    run: async (args) => {
      try {
        const values = parseArguments(args, options);
        return values === 'help' ? say(help) : await run(values);
      } catch (error) {
        return tell(error, args, definition);
      }
    },
  };
}

/** Never a stack trace: the reader is a person in a hurry, or a program. */
function tell<Options extends CommandOptions>(
  error: unknown,
  args: readonly string[],
  { name, exitCodes = EXIT_CODES, describeError }: CommandDefinition<Options>,
): number {
  const isUsage = error instanceof UsageError;
  const described = describeError?.(error, args) ?? null;
  if (described !== null) say(described);
  else {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`${name}: ${message}${isUsage ? '\nRun with --help for the options.' : ''}`);
  }
  return isUsage ? exitCodes.usage : exitCodes.failed;
}

/** @returns the exit code of what was done */
export function say(message: string): number {
  console.log(message);
  return EXIT_CODES.done;
}

const HELP: CommandOption = { type: 'boolean', help: 'this text' };

function toHelp({ name, does, examples, options, notes }: CommandDefinition<CommandOptions>): string {
  const toExample = (args: string, why = '') =>
    `  ${toCommandLine(name, args)}${why === '' ? '' : `    # ${why}`}`;
  const rows = Object.entries({ ...options, help: HELP }).map(([option, { value = '', help }]) => ({
    left: `--${option} ${value}`.trimEnd(),
    lines: help.split('\n'),
  }));
  return [
    does,
    ['Examples', ...examples.map(([args, why]) => toExample(args, why))].join('\n'),
    ['Options', ...toColumns(rows)].join('\n'),
    notes,
  ].join('\n\n');
}

/** Two columns, the second of which may go on below. */
export function toColumns(
  rows: readonly { readonly left: string; readonly lines: readonly string[] }[],
): string[] {
  const width = Math.max(...rows.map(({ left }) => left.length));
  return rows.flatMap(({ left, lines }) =>
    lines.map((line, index) => `  ${(index === 0 ? left : '').padEnd(width)}  ${line}`),
  );
}
