/**
 * The monitor's memory: one row a subject, each written on the condition that it is still the version that was
 * loaded, so a late run cannot overwrite a newer one.
 */
import { isDeepStrictEqual } from 'node:util';
import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { newRow, type Row, type RowKind, type Rows } from '../model/row.ts';
import { decodeRow, encodeRow } from './codec.ts';
import { createLeaseStore, type LeaseStore } from './lease.ts';
import { deleteRow, LAST_SORT_KEY, PARTITION_KEY, putRow, SORT_KEY, SORT_KEYS, type Table } from './table.ts';

/** Every write throws {StateConflictError} when the table's row is not the one that was loaded. */
export interface Store extends LeaseStore {
  load(): Promise<Rows>;
  /**
   * Writes a row that differs from what is stored, or takes away one that is over, with its ranges.
   * @returns it as it is stored now
   */
  save<Kind extends RowKind>(row: Row<Kind>): Promise<Row<Kind>>;
}

/** What the table holds of a row. */
export interface StoredRow {
  readonly sortKey: string;
  readonly version?: unknown;
  readonly schemaVersion?: unknown;
  readonly body?: unknown;
}

export function createStore(table: Table): Store {
  return {
    ...createLeaseStore(table),
    load: async () => toRows(await queryRows(table), table.monitor),
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
  return kind === 'ranges' ? `${SORT_KEYS.rangesPrefix}${id}` : SORT_KEYS[kind];
}

export function toRows(stored: readonly StoredRow[], monitor: string): Rows {
  const single = <Kind extends RowKind>(kind: Kind) => {
    const found = stored.find(({ sortKey }) => sortKey === sortKeyOf({ kind, id: monitor }));
    return found === undefined ? newRow(kind, monitor) : toRow(kind, monitor, found);
  };
  const byEnvironment = <Kind extends RowKind>(kind: Kind) => {
    const prefix = sortKeyOf({ kind, id: '' });
    const found = stored.filter(({ sortKey }) => sortKey.startsWith(prefix));
    const ids = found.map(({ sortKey }) => sortKey.slice(prefix.length));
    return new Map(found.map((row, index) => [ids[index] ?? '', toRow(kind, ids[index] ?? '', row)]));
  };
  return {
    monitor: single('monitor'),
    directory: single('directory'),
    environments: byEnvironment('environment'),
    ranges: byEnvironment('ranges'),
    demand: single('demand'),
  };
}

function toRow<Kind extends RowKind>(kind: Kind, id: string, row: StoredRow): Row<Kind> {
  const { value, unreadable } = decodeRow(kind, row.body, row.schemaVersion);
  const version = typeof row.version === 'number' ? row.version : null;
  return { kind, id, value, stored: unreadable === null ? value : null, version, unreadable, isOver: false };
}

async function queryRows({ client, tableName, monitor }: Table): Promise<StoredRow[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#pk': PARTITION_KEY, '#sk': SORT_KEY },
      ExpressionAttributeValues: marshall({
        ':pk': monitor,
        ':first': SORT_KEYS.demand,
        ':last': LAST_SORT_KEY,
      }),
    },
  );
  const rows: StoredRow[] = [];
  for await (const page of pages) {
    const items = (page.Items ?? []).map((item) => unmarshall(item));
    rows.push(...items.map((item) => ({ ...item, sortKey: String(item[SORT_KEY]) })));
  }
  return rows;
}
