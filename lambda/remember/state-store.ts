/**
 * The monitor's memory in DynamoDB: one row an environment, each written on the condition that it is still
 * the version that was loaded, so a late run cannot overwrite a newer one.
 */

import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Directory } from '../model/directory.ts';
import type { EnvironmentState } from '../model/environment-state.ts';
import type { ScanMemory } from '../model/scan-memory.ts';
import { rangesCodec } from './ranges-codec.ts';
import { type Codec, directoryCodec, environmentStateCodec, type RowFault } from './state-codec.ts';
import { createLeaseStore, type LeaseStore, type StateStoreDeps } from './state-lease.ts';
import {
  environmentIdOf,
  environmentSortKey,
  LAST_SORT_KEY,
  PARTITION_KEY,
  rangesSortKey,
  SORT_KEY,
  SORT_KEYS,
} from './state-rows.ts';
import { removeRow, saveRow } from './write-row.ts';

/** A value with the version a save must name; the version is null where there is no row. */
export interface Loaded<T> {
  readonly value: T;
  readonly version: number | null;
  /** Set when the row could not be read: the value is the empty one, and a save overwrites the row. */
  readonly fault: RowFault | null;
}

export interface LoadedRows {
  readonly environments: ReadonlyMap<string, Loaded<EnvironmentState>>;
  /** Conditions of the monitor as a whole. */
  readonly monitor: Loaded<EnvironmentState>;
  readonly directory: Loaded<Directory>;
  /** Remembered ranges of the lists, of environments that have any. */
  readonly ranges: ReadonlyMap<string, Loaded<ScanMemory>>;
}

/** Every write throws {StateConflictError} when the row is not the expected version (null: absent). */
export interface StateStore extends LeaseStore {
  loadRows(): Promise<LoadedRows>;
  /** @returns the new version, as do the other saves */
  saveEnvironment(id: string, state: EnvironmentState, expectedVersion: number | null): Promise<number>;
  saveMonitor(state: EnvironmentState, expectedVersion: number | null): Promise<number>;
  saveDirectory(directory: Directory, expectedVersion: number | null): Promise<number>;
  saveRanges(id: string, memory: ScanMemory, expectedVersion: number | null): Promise<number>;
  /** With its ranges. */
  removeEnvironment(id: string, expectedVersion: number): Promise<void>;
}

type Row = Readonly<Record<string, unknown>>;

export function createStateStore(deps: StateStoreDeps): StateStore {
  const saveState = (sortKey: string, state: EnvironmentState, expectedVersion: number | null) =>
    saveRow(deps, sortKey, environmentStateCodec.encode(state), expectedVersion);
  return {
    ...createLeaseStore(deps),
    loadRows: async () => toLoadedRows(await queryRows(deps)),
    saveEnvironment: (id, state, expectedVersion) =>
      saveState(environmentSortKey(id), state, expectedVersion),
    saveMonitor: (state, expectedVersion) => saveState(SORT_KEYS.monitor, state, expectedVersion),
    saveDirectory: (directory, expectedVersion) =>
      saveRow(deps, SORT_KEYS.directory, directoryCodec.encode(directory), expectedVersion),
    saveRanges: (id, memory, expectedVersion) =>
      saveRow(deps, rangesSortKey(id), rangesCodec.encode(memory), expectedVersion),
    removeEnvironment: async (id, expectedVersion) => {
      // The ranges first: what a killed run leaves is then still found by its environment's row.
      await removeRow(deps, rangesSortKey(id), null);
      await removeRow(deps, environmentSortKey(id), expectedVersion);
    },
  };
}

async function queryRows({ client, tableName, monitor }: StateStoreDeps): Promise<Row[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#pk': PARTITION_KEY, '#sk': SORT_KEY },
      ExpressionAttributeValues: marshall({
        ':pk': monitor,
        ':first': SORT_KEYS.directory,
        ':last': LAST_SORT_KEY,
      }),
    },
  );
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...(page.Items ?? []).map((item) => unmarshall(item)));
  return rows;
}

function toLoadedRows(rows: readonly Row[]): LoadedRows {
  const rowOf = (sortKey: string) => rows.find((row) => row[SORT_KEY] === sortKey);
  const byEnvironment = <T>(prefix: string, codec: Codec<T, unknown>) =>
    new Map(
      rows.flatMap((row) => {
        const id = environmentIdOf(String(row[SORT_KEY]), prefix);
        return id === null ? [] : [[id, toLoaded(codec, row)] as const];
      }),
    );
  return {
    environments: byEnvironment(SORT_KEYS.environmentPrefix, environmentStateCodec),
    ranges: byEnvironment(SORT_KEYS.rangesPrefix, rangesCodec),
    monitor: toLoaded(environmentStateCodec, rowOf(SORT_KEYS.monitor)),
    directory: toLoaded(directoryCodec, rowOf(SORT_KEYS.directory)),
  };
}

function toLoaded<T>(codec: Codec<T, unknown>, row: Row | undefined): Loaded<T> {
  if (row === undefined) return { value: codec.empty, version: null, fault: null };
  const { value, fault } = codec.decode(row.body, row.schemaVersion);
  return { value, version: typeof row.version === 'number' ? row.version : null, fault };
}
