/** Items whose workers are silent: they are told as stale-heartbeat, and as nothing else. */
import type { Observed } from './conditions/condition-definition.ts';

export function silentItemIds({ sample, incidents, silentFromSeconds }: Observed): ReadonlySet<string> {
  const fromSeconds = silentFromSeconds ?? Number.POSITIVE_INFINITY;
  return new Set([
    ...incidents.flatMap(({ condition, itemIds }) => (condition === 'stale-heartbeat' ? itemIds : [])),
    ...sample.byState.active.flatMap(({ item, ageSeconds }) => (ageSeconds >= fromSeconds ? [item.id] : [])),
  ]);
}
