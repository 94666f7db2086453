/** Findings about items that have been in some way for longer than a threshold. */

import type { Severity, Threshold } from '../../contract/conditions.ts';
import type { Evidence, Finding, FindingItem } from '../model/incident.ts';
import type { AgedItem } from './measure.ts';

/**
 * A finding about the items past the lowest level of the threshold; null when there is no severity.
 *
 * @param toEvidence of the items found
 */
export function findItemsPast<E extends Evidence>(
  severity: Severity | null,
  reason: string | null,
  aged: readonly AgedItem[],
  threshold: Threshold,
  toEvidence: (items: readonly FindingItem[]) => E,
): Omit<Finding<E>, 'condition'> | null {
  const lowestSeconds = threshold.warning ?? threshold.critical;
  const [longest] = aged;
  if (severity === null || lowestSeconds === null || longest === undefined) return null;
  const items = aged
    .filter((entry) => entry.ageSeconds >= lowestSeconds)
    .map((entry) => toFindingItem(entry, new Date(entry.since.getTime() + lowestSeconds * 1000)));
  return { severity, reason, since: longest.since, items, evidence: toEvidence(items) };
}

/** Of conditions that say no more than how many items are late, and how late. */
export type LateEvidence = { readonly count: number; readonly longestSeconds: number };

/** @param aged longest first */
export function findLate(
  aged: readonly AgedItem[],
  threshold: Threshold,
): Omit<Finding<LateEvidence>, 'condition'> | null {
  const longestSeconds = aged[0]?.ageSeconds ?? 0;
  return findItemsPast(severityOf(longestSeconds, threshold), null, aged, threshold, ({ length }) => ({
    count: length,
    longestSeconds,
  }));
}

function toFindingItem({ item, ageSeconds }: AgedItem, crossedAt: Date): FindingItem {
  return { id: item.id, sessionId: item.sessionId, state: item.state, ageSeconds, crossedAt };
}

/** At least counts as reached. */
export function severityOf(value: number, { warning, critical }: Threshold): Severity | null {
  if (critical !== null && value >= critical) return 'critical';
  return warning !== null && value >= warning ? 'warning' : null;
}
