/** What became of the items an incident was about, once its condition no longer holds. */
import { RESOLVED_ENDINGS, type ResolvedEnding } from '../../contract/conditions.ts';
import type { Incident } from '../model/incident.ts';
import type { Reading } from '../model/reading.ts';
import type { WorkItem } from '../model/work-item.ts';
import { fateOfItem } from './conditions/condition-definition.ts';
import { DEFINITIONS } from './conditions/definitions.ts';

/** The commonest fate of its items, the better of equals; `recovered` for incidents that are not about items. */
export function judgeEnding({ condition, itemIds }: Incident, items: readonly WorkItem[]): ResolvedEnding {
  const byId = new Map(items.map((item) => [item.id, item]));
  const { fateOf = fateOfItem } = DEFINITIONS[condition];
  const fates = itemIds.map((id) => fateOf(byId.get(id)));
  const countOf = (fate: ResolvedEnding) => fates.filter((each) => each === fate).length;
  return RESOLVED_ENDINGS.reduce((best, fate) => (countOf(fate) > countOf(best) ? fate : best));
}

/**
 * Whether it is not over, or cannot be told to be: an item of it is as it was, is in a state this version does not
 * know, or is not among the rows that could be read while others could not.
 */
export function isUncertain(
  incident: Incident,
  { items, malformedCount }: Pick<Reading, 'items' | 'malformedCount'>,
): boolean {
  const { isStill = () => false, isTrace = false } = DEFINITIONS[incident.condition];
  if (isTrace) return false;
  const byId = new Map(items.map((item) => [item.id, item]));
  return incident.itemIds.some((id) => {
    const item = byId.get(id);
    // What was seen to be over may be no longer told.
    if (item === undefined) return malformedCount > 0 && incident.clearSince === null;
    return item.state === 'other' || item.unreadable !== undefined || isStill(item, incident);
  });
}
