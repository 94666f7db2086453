/** Exit codes as monitoring plugins use them. */
import type { CheckResult } from './check-environments.ts';

export const PLUGIN_CODES = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;
export type ExitCode = (typeof PLUGIN_CODES)[keyof typeof PLUGIN_CODES];

/** What is known to be critical comes before what is unknown, and that before a warning. */
const WORST_FIRST = [PLUGIN_CODES.critical, PLUGIN_CODES.unknown, PLUGIN_CODES.warning];

export function toExitCode({ environments, error }: CheckResult): ExitCode {
  const codes = environments.flatMap(({ reading, judgement }): ExitCode[] => [
    ...(reading.completeness === 'complete' ? [] : [PLUGIN_CODES.unknown]),
    ...judgement.findings.map(({ severity }) => PLUGIN_CODES[severity]),
  ]);
  // A token that sees nothing watches nothing.
  if (error !== null || environments.length === 0) codes.push(PLUGIN_CODES.unknown);
  return WORST_FIRST.find((code) => codes.includes(code)) ?? PLUGIN_CODES.ok;
}
