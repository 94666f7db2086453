/**
 * The monitor's memory: one row a subject, each written on the condition that it is still the version that was
 * loaded, so a late run cannot overwrite a newer one.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Demand, Demands } from '../model/demand.ts';
import { newRow, type Row, type RowKind, type Rows, type SharedRows } from '../model/row.ts';
import { isFirst, isOwn, type Share, shardSuffix, WHOLE } from '../model/share.ts';
import { decodeRow, encodeRow } from './codec.ts';
import { createLeaseStore, type LeaseStore } from './lease.ts';
import { queryRows, type StoredRow } from './query-rows.ts';
import { createShardStore, type ShardStore } from './shard-rows.ts';
import { deleteRow, LAST_SORT_KEY, putRow, SORT_KEYS, type Table } from './table.ts';

/** Every write throws {StateConflictError} when the table's row is not the one that was loaded. */
export interface Store extends LeaseStore, ShardStore {
  load(): Promise<Rows>;
  /**
   * Writes a row that differs from what is stored, or takes away one that is over, with its ranges.
   * @returns it as it is stored now
   */
  save<Kind extends RowKind>(row: Row<Kind>): Promise<Row<Kind>>;
}

export function createStore(table: Table): Store {
  const { monitor, share = WHOLE } = table;
  return {
    ...createLeaseStore(table),
    ...createShardStore(table),
    load: async () => {
      const stored = await queryRows(table, [SORT_KEYS.demand, LAST_SORT_KEY], isOfShare(share));
      return toRows(stored, monitor, share);
    },
    save: async (row) => {
      switch (toWrite(row)) {
        case 'none':
          return row;
        case 'remove':
          // The ranges first: what a killed run leaves is then still found by its environment's row.
          await deleteRow(table, sortKeyOf({ kind: 'ranges', id: row.id }), null);
          await deleteRow(table, sortKeyOf(row), row.version);
          return { ...row, stored: null, version: null, unreadable: null };
        case 'put': {
          const version = await putRow(table, sortKeyOf(row), encodeRow(row), row.version);
          return { ...row, stored: row.value, version, unreadable: null };
        }
      }
    },
  };
}

/** What saving a row asks of the table. */
export function toWrite({ isOver, version, stored, value, unreadable }: Row): 'none' | 'put' | 'remove' {
  // What a newer version wrote is its own: alerts may wait in it, which only that version can tell.
  if (unreadable === 'newer-version') return 'none';
  const isWaiting = 'outbox' in value && (value.incidents.length > 0 || value.outbox.length > 0);
  if (isOver && !isWaiting) return version === null ? 'none' : 'remove';
  return version !== null && stored !== null && isDeepStrictEqual(stored, value) ? 'none' : 'put';
}

export function sortKeyOf({ kind, id }: Pick<Row, 'kind' | 'id'>): string {
  if (kind === 'environment') return `${SORT_KEYS.environmentPrefix}${id}`;
  if (kind === 'ranges') return `${SORT_KEYS.rangesPrefix}${id}`;
  const shard = id.indexOf('#');
  return `${SORT_KEYS[kind]}${shard < 0 ? '' : id.slice(shard)}`;
}

/** Rows that are not about one environment are everybody's: each reads what the others say. */
function isOfShare(share: Share): (sortKey: string) => boolean {
  const prefixes = [SORT_KEYS.environmentPrefix, SORT_KEYS.rangesPrefix];
  return (sortKey) => {
    const prefix = prefixes.find((each) => sortKey.startsWith(each));
    return prefix === undefined || isOwn(share, sortKey.slice(prefix.length));
  };
}

export function toRows(all: readonly StoredRow[], monitor: string, share: Share = WHOLE): Rows {
  const stored = all.filter(({ sortKey }) => isOfShare(share)(sortKey));
  const single = <Kind extends RowKind>(kind: Kind, id: string) => {
    const found = stored.find(({ sortKey }) => sortKey === sortKeyOf({ kind, id }));
    return found === undefined ? newRow(kind, id) : toRow(kind, id, found);
  };
  const byEnvironment = <Kind extends RowKind>(kind: Kind) => {
    const prefix = sortKeyOf({ kind, id: '' });
    const found = stored.filter(({ sortKey }) => sortKey.startsWith(prefix));
    const ids = found.map(({ sortKey }) => sortKey.slice(prefix.length));
    return new Map(found.map((row, index) => [ids[index] ?? '', toRow(kind, ids[index] ?? '', row)]));
  };
  const own = `${monitor}${shardSuffix(share.index)}`;
  /** Of all shards that ever were. */
  const ofShards = <Kind extends 'monitor' | 'demand'>(kind: Kind) =>
    stored
      .filter(({ sortKey }) => sortKey === kind || sortKey.startsWith(`${kind}#`))
      .map((row) => toRow(kind, `${monitor}${row.sortKey.slice(kind.length)}`, row));
  return {
    monitor: single('monitor', own),
    directory: single('directory', monitor),
    environments: byEnvironment('environment'),
    ranges: byEnvironment('ranges'),
    demand: withLatest(single('demand', own), ofShards('demand')),
    ...toShared(all, ofShards('monitor'), monitor, share),
  };
}

/** What others remember of an environment counts as well: it may have been theirs. */
function withLatest(own: Row<'demand'>, all: readonly Row<'demand'>[]): Row<'demand'> {
  if (all.every(({ id }) => id === own.id)) return own;
  const latest = new Map<string, Demand>();
  for (const [id, demand] of all.flatMap(({ value }) => Object.entries(value.environments))) {
    if (demand.at >= (latest.get(id)?.at ?? demand.at)) latest.set(id, demand);
  }
  return { ...own, value: { environments: Object.fromEntries(latest) } satisfies Demands };
}

function toShared(
  all: readonly StoredRow[],
  monitors: readonly Row<'monitor'>[],
  monitor: string,
  share: Share,
): { readonly shared?: SharedRows } {
  const current = Array.from({ length: share.count }, (_, index) => `${monitor}${shardSuffix(index)}`);
  const left = monitors.filter(({ id }) => !current.includes(id));
  if (share.count === 1 && left.length === 0) return {};
  const otherIds = all.flatMap(({ sortKey }) => {
    const id = sortKey.slice(SORT_KEYS.environmentPrefix.length);
    return sortKey.startsWith(SORT_KEYS.environmentPrefix) && !isOwn(share, id) ? [id] : [];
  });
  const fleet = monitors.find(({ id }) => id === monitor) ?? newRow('monitor', monitor);
  return {
    shared: {
      share,
      otherIds: new Set(otherIds),
      fleet: fleet.value,
      left: isFirst(share) ? left.map((row) => ({ ...row, isOver: true })) : [],
    },
  };
}

function toRow<Kind extends RowKind>(kind: Kind, id: string, row: StoredRow): Row<Kind> {
  const { value, unreadable } = decodeRow(kind, row.body, row.schemaVersion);
  const version = typeof row.version === 'number' ? row.version : null;
  return { kind, id, value, stored: unreadable === null ? value : null, version, unreadable, isOver: false };
}
