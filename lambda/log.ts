/** Structured log: one JSON object a line, as CloudWatch Logs Insights reads it. Secrets never get through. */
import { createRedact } from './redact.ts';

export type LogFields = Readonly<Record<string, unknown>>;
export type Log = (message: string, fields: LogFields) => void;

/** @param secrets texts that must not appear, such as every token seen; asked anew for each line */
export function createLog(write: (line: string) => void, secrets: () => Iterable<string>): Log {
  const redact = createRedact(secrets);
  return (message, fields) => {
    // Texts are masked one by one: inside JSON, a secret with a quote or a backslash looks different.
    const clean = (_name: string, value: unknown) => {
      const text = value instanceof Error ? describeError(value) : value;
      return typeof text === 'string' ? redact(text) : text;
    };
    write(`${JSON.stringify({ message, ...fields }, clean)}\n`);
  };
}

/** An error with its chain of causes, without stacks: the log is read by people at night. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner =
    error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause];
  const causes = inner.map(describeError).join('; ');
  return `${error.name}: ${error.message}${causes === '' ? '' : ` (${causes})`}`;
}
