/** Items whose workers are silent: they are told as stale-heartbeat, and as nothing else. */
import type { Observed } from './conditions/condition-definition.ts';
import { LONGEST_LEASE_SECONDS } from './measure.ts';

export function silentItemIds({
  sample,
  incidents,
}: Pick<Observed, 'sample' | 'incidents'>): ReadonlySet<string> {
  return new Set([
    ...incidents.flatMap(({ condition, itemIds }) => (condition === 'stale-heartbeat' ? itemIds : [])),
    ...sample.byState.active.flatMap(({ item, ageSeconds }) =>
      ageSeconds >= LONGEST_LEASE_SECONDS ? [item.id] : [],
    ),
  ]);
}
