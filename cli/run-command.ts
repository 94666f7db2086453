/** Runs a command as people expect one to behave: help on request, sentences instead of stack traces, exit codes. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { UsageError } from './command-error.ts';

export const EXIT_CODES = { done: 0, failed: 1, usage: 2 } as const;

/** Options of every command on a deployed monitor. */
export const STACK_OPTIONS = {
  stack: { type: 'string' },
  region: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Sets the exit code of the process. @param main resolves with the exit code */
export async function runCommand(name: string, main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isUsage = error instanceof UsageError;
    console.error(`${name}: ${message}${isUsage ? '\nRun with --help for the options.' : ''}`);
    process.exitCode = isUsage ? EXIT_CODES.usage : EXIT_CODES.failed;
  }
}

/** @throws {UsageError} */
export function parseOptions<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // The rest of the message is advice for programmers.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw new UsageError(sentence, { cause: error });
  }
}

/** @throws {UsageError} */
export function requireStack(stack: string | undefined): string {
  if (stack !== undefined && stack !== '') return stack;
  throw new UsageError('No stack is named: add --stack with its name, such as --stack QoderMonitor-default');
}
