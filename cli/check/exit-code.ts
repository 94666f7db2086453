/** Exit codes as monitoring plugins use them. */
import type { CheckResult } from './check.ts';

export const EXIT_CODES = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** What is known to be critical comes before what is unknown, and that before a warning. */
const WORST_FIRST = [EXIT_CODES.critical, EXIT_CODES.unknown, EXIT_CODES.warning];

export function toExitCode({ environments, error }: CheckResult): ExitCode {
  const codes = environments.flatMap(({ reading, judgement }): ExitCode[] => [
    ...(reading.completeness === 'complete' ? [] : [EXIT_CODES.unknown]),
    ...judgement.findings.map(({ severity }) => EXIT_CODES[severity]),
  ]);
  // A token that sees nothing watches nothing.
  if (error !== null || environments.length === 0) codes.push(EXIT_CODES.unknown);
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT_CODES.ok;
}
