/** What shards that are no more have left: their incidents end, and their groups go on with the first shard. Pure. */
import { DEFAULT_THRESHOLDS } from '../../contract/conditions.ts';
import type { EnvironmentState } from '../model/environment-state.ts';
import type { Row } from '../model/row.ts';
import { NO_ITEMS, reconcile } from './reconcile.ts';
import { waitInOutbox } from './wait-in-outbox.ts';

/** With the groups that they led; one that was taken over before, and by a run that then died, is not taken again. */
export function withGroupsOf(state: EnvironmentState, left: readonly Row<'monitor'>[]): EnvironmentState {
  const known = new Set(state.groups.map(({ id }) => id));
  const groups = left.flatMap(({ value }) => value.groups.filter(({ id }) => !known.has(id)));
  return groups.length === 0 ? state : { ...state, groups: [...state.groups, ...groups] };
}

/** Nobody judges their own conditions any more: these clear as if they held no longer. */
export function endLeft(row: Row<'monitor'>, at: Date): Row<'monitor'> {
  const { alerts, ...incidents } = reconcile(
    row.value,
    [],
    NO_ITEMS,
    { id: row.id, environmentIds: [], environmentName: null, thresholds: DEFAULT_THRESHOLDS, mute: [] },
    at,
  );
  const outbox = waitInOutbox(row.value.outbox, alerts);
  return { ...row, value: { ...row.value, ...incidents, outbox, groups: [] } };
}
