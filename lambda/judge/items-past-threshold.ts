/** Findings about items that have been in some way for longer than a threshold. */

import type { EnvironmentCondition, Severity, Threshold } from '../../contract/conditions.ts';
import type { Evidence, Finding, FindingItem } from '../model/incident.ts';
import type { AgedItem } from './measure.ts';

/** A finding about the items past the lowest level of the threshold; null when there is no severity. */
export function findItemsPast(
  condition: EnvironmentCondition,
  severity: Severity | null,
  reason: string | null,
  aged: readonly AgedItem[],
  threshold: Threshold,
  evidence: Evidence,
): Finding | null {
  const lowestSeconds = threshold.warning ?? threshold.critical;
  const [longest] = aged;
  if (severity === null || lowestSeconds === null || longest === undefined) return null;
  const items = aged
    .filter((entry) => entry.ageSeconds >= lowestSeconds)
    .map((entry) => toFindingItem(entry, new Date(entry.since.getTime() + lowestSeconds * 1000)));
  return { condition, severity, reason, since: longest.since, items, evidence };
}

export function toFindingItem({ item, ageSeconds }: AgedItem, crossedAt: Date): FindingItem {
  return { id: item.id, sessionId: item.sessionId, state: item.state, ageSeconds, crossedAt };
}

/** At least counts as reached. */
export function severityOf(value: number, { warning, critical }: Threshold): Severity | null {
  if (critical !== null && value >= critical) return 'critical';
  return warning !== null && value >= warning ? 'warning' : null;
}
