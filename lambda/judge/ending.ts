/** What became of the items an incident was about, once its condition no longer holds. */
import type { Condition } from '../../contract/conditions.ts';
import type { Ending, Incident } from '../model/incident.ts';
import type { Reading } from '../model/reading.ts';
import type { WorkItem } from '../model/work-item.ts';

const BY_PRECEDENCE = ['recovered', 'stopped', 'no-longer-listed'] as const;

/** The commonest fate of its items; `recovered` for incidents that are not about items. */
export function judgeEnding({ condition, itemIds }: Incident, items: readonly WorkItem[]): Ending {
  const byId = new Map(items.map((item) => [item.id, item]));
  const fates = itemIds.map((id) => fateOf(condition, byId.get(id)));
  const countOf = (fate: Ending) => fates.filter((each) => each === fate).length;
  return BY_PRECEDENCE.reduce((best, fate) => (countOf(fate) > countOf(best) ? fate : best));
}

function fateOf(condition: Condition, item: WorkItem | undefined): Ending {
  // Bounced items are over from the start: that no more follow is the recovery.
  if (condition === 'work-bounced') return 'recovered';
  if (item === undefined) return 'no-longer-listed';
  // A queued item that a worker took has left the queue the way it should, even if it is over by now.
  const wasTaken = condition === 'queue-stuck' && item.acknowledgedAt !== null;
  return item.state === 'stopped' && !wasTaken ? 'stopped' : 'recovered';
}

/**
 * Whether it cannot be told that the condition is over: an item of it is in a state this version does not
 * know, or is not among the rows that could be read while others could not.
 */
export function isUncertain(
  { itemIds }: Incident,
  { items, malformedCount }: Pick<Reading, 'items' | 'malformedCount'>,
): boolean {
  const byId = new Map(items.map((item) => [item.id, item]));
  return itemIds.some((id) => {
    const item = byId.get(id);
    return item === undefined ? malformedCount > 0 : item.state === 'other';
  });
}
