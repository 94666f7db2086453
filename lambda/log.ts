/** Structured log: one JSON object a line, as CloudWatch Logs Insights reads it. Secrets never get through. */

import type { Redact } from './redact.ts';
import { describeError } from './run-errors.ts';

export type LogFields = Readonly<Record<string, unknown>>;
export type Log = (message: string, fields: LogFields) => void;

/** @param redact keeps out what must not appear, such as every token seen */
export function createLog(write: (line: string) => void, redact: Redact): Log {
  return (message, fields) => {
    // Texts are masked one by one: inside JSON, a secret with a quote or a backslash looks different.
    const clean = (_name: string, value: unknown) => {
      const text = value instanceof Error ? describeError(value) : value;
      return typeof text === 'string' ? redact(text) : text;
    };
    write(`${JSON.stringify({ message, ...fields }, clean)}\n`);
  };
}
