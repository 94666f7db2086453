/** Exit codes as monitoring plugins use them. */
import type { CheckResult } from './check-environments.ts';
import { STATUSES, statusOf } from './status.ts';

export const PLUGIN_CODES = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;
export type ExitCode = (typeof PLUGIN_CODES)[keyof typeof PLUGIN_CODES];

export function toExitCode({ environments, error }: CheckResult): ExitCode {
  const found = new Set(environments.map(statusOf));
  // A token that sees nothing watches nothing.
  if (error !== null || environments.length === 0) found.add('unknown');
  return PLUGIN_CODES[STATUSES.find((status) => found.has(status)) ?? 'ok'];
}
