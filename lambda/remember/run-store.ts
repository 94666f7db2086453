/** The rows of a run as subjects: loaded once, changed through Remembered. */
import { EMPTY_STATE } from '../model/environment-state.ts';
import type { Remembered, StateRow } from './remembered.ts';
import type { LoadedRows, StateStore } from './state-store.ts';

export interface StoredRun {
  readonly monitor: Remembered;
  /** Of every environment that has a row. */
  readonly environments: ReadonlyMap<string, Remembered>;
  readonly directory: LoadedRows['directory'];
  readonly ranges: LoadedRows['ranges'];
  /** Rows that could not be read and count as empty. */
  readonly unreadableRows: readonly string[];
}

export async function loadRun(store: StateStore, monitor: string): Promise<StoredRun> {
  const rows = await store.loadRows();
  const all = [
    ...rows.environments,
    ...[...rows.ranges].map(([id, row]) => [`ranges of ${id}`, row] as const),
    [monitor, rows.monitor] as const,
    ['directory', rows.directory] as const,
  ];
  return {
    monitor: {
      id: monitor,
      row: rows.monitor,
      save: store.saveMonitor,
      remove: null,
    },
    environments: new Map([...rows.environments].map(([id, row]) => [id, toRemembered(store, id, row)])),
    directory: rows.directory,
    ranges: rows.ranges,
    unreadableRows: all.flatMap(([id, { fault }]) => (fault === null ? [] : [`${id}: ${fault}`])),
  };
}

/** The environments of a run: those that have a row, and new ones that are watched from now on. */
export function withNew(
  store: StateStore,
  known: ReadonlyMap<string, Remembered>,
  watchedIds: ReadonlySet<string>,
): ReadonlyMap<string, Remembered> {
  const newIds = [...watchedIds].filter((id) => !known.has(id));
  return new Map([...known, ...newIds.map((id) => [id, toRemembered(store, id, NO_ROW)] as const)]);
}

const NO_ROW: StateRow = { value: EMPTY_STATE, version: null, fault: null };

function toRemembered(store: StateStore, id: string, row: StateRow): Remembered {
  return {
    id,
    row,
    save: (state, expectedVersion) => store.saveEnvironment(id, state, expectedVersion),
    remove: (expectedVersion) => store.removeEnvironment(id, expectedVersion),
  };
}
