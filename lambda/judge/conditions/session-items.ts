/** Items whose session does something for long: what the conditions about sessions find. */
import type { Threshold } from '../../../contract/conditions.ts';
import type { SessionCause } from '../../../contract/session-causes.ts';
import type { Evidence } from '../../model/incident.ts';
import type { WorkItem } from '../../model/work-item.ts';
import { ageSeconds } from '../../model/work-item.ts';
import { findLate, type LateEvidence } from '../items-past-threshold.ts';
import type { AgedItem } from '../measure.ts';
import type { Found, Observed } from './condition-definition.ts';
import { type SessionEvidence, withSessions } from './session-evidence.ts';

export type SessionItemsEvidence = LateEvidence & Partial<SessionEvidence>;

/** @param isMeant of an item, and what its session is known to do */
export function findSessionItems(
  observed: Observed,
  causes: readonly SessionCause[],
  threshold: Threshold,
  isMeant: (item: WorkItem) => boolean,
): Found<SessionItemsEvidence & Evidence> | null {
  const aged = observed.sample.items.flatMap((item): AgedItem[] => {
    const known = observed.sessions.get(item.id);
    if (known === undefined || !causes.includes(known.cause) || !isMeant(item)) return [];
    // Up to when it was seen: what nobody looked at since has not grown worse.
    return [{ item, since: known.since, ageSeconds: ageSeconds(known.since, known.seenAt) }];
  });
  return withSessions(findLate(aged.toSorted(byAge), threshold), observed, threshold);
}

const byAge = (a: AgedItem, b: AgedItem): number => b.ageSeconds - a.ageSeconds;

/** Items that other conditions tell of. */
export function itemIdsOf({ incidents }: Observed, conditions: readonly string[]): ReadonlySet<string> {
  return new Set(
    incidents.flatMap(({ condition, itemIds }) => (conditions.includes(condition) ? itemIds : [])),
  );
}
