/** What a command tells instead of a stack trace: one sentence with the remedy. */

/** The command could not do what it was asked to. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** A command line that cannot be run. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
