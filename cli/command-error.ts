/** The command could not do what it was asked to: one sentence with the remedy, instead of a stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
