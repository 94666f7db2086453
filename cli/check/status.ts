/** How an environment is, in one word: the worst that was found, in the order of the exit codes. */
import type { CheckedEnvironment } from './check-environments.ts';

/** The worst first. */
export const STATUSES = ['critical', 'unknown', 'warning', 'ok'] as const;
export type Status = (typeof STATUSES)[number];

export function statusOf({ reading, judgement }: Pick<CheckedEnvironment, 'reading' | 'judgement'>): Status {
  const found: Status[] = judgement.findings.map(({ severity }) => severity);
  if (reading.completeness !== 'complete') found.push('unknown');
  return STATUSES.find((status) => found.includes(status)) ?? 'ok';
}

/** Such as `1 critical, 4 ok`. */
export function countStatuses(statuses: readonly Status[]): string {
  return STATUSES.flatMap((status) => {
    const count = statuses.filter((each) => each === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  }).join(', ');
}

/** The worst first, and else as they were given. */
export const worstFirst = <Each extends { readonly status: Status }>(all: readonly Each[]): Each[] =>
  all.toSorted((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status));
