/** Runs a command as people expect one to behave: help on request, sentences instead of stack traces, exit codes. */
import { EXIT_CODES, UsageError } from '../local/arguments.ts';

/** Options of every command on a deployed monitor. */
export const STACK_OPTIONS = {
  stack: { type: 'string' },
  region: { type: 'string' },
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
export function requireStack(stack: string | undefined): string {
  if (stack !== undefined && stack !== '') return stack;
  throw new UsageError('No stack is named: add --stack with its name, such as --stack QoderMonitor-default');
}
