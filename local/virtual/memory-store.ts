/** The state store in memory, through the codecs of the real one: what JSON would lose is lost here too. */
import { rangesCodec } from '../../lambda/remember/ranges-codec.ts';
import {
  type Codec,
  directoryCodec,
  environmentStateCodec,
  runMemoryCodec,
  STATE_SCHEMA_VERSION,
} from '../../lambda/remember/state-codec.ts';
import { StateConflictError } from '../../lambda/remember/state-conflict-error.ts';
import {
  environmentIdOf,
  environmentSortKey,
  rangesSortKey,
  SORT_KEYS,
} from '../../lambda/remember/state-rows.ts';
import type { Loaded, StateStore } from '../../lambda/remember/state-store.ts';

/** A row as the table would hold it; change it to play another version, or a fault. */
export interface MemoryRow {
  version?: number;
  schemaVersion?: number;
  body?: string | Uint8Array;
}

interface RunRow extends MemoryRow {
  runNumber: number;
  holder?: string;
  expiresAtMs?: number;
}

export interface MemoryStore {
  readonly store: StateStore;
  /** By sort key; the row of the lease is not among them. */
  readonly rows: Map<string, MemoryRow>;
  readonly runRow: RunRow;
}

export function createMemoryStore(): MemoryStore {
  const rows = new Map<string, MemoryRow>();
  const runRow: RunRow = { runNumber: 0 };

  const requireVersion = (sortKey: string, expected: number | null) => {
    const actual = rows.get(sortKey)?.version ?? null;
    if (actual === expected) return;
    throw new StateConflictError(
      `Row ${sortKey} is at version ${actual ?? 'none'}, not ${expected ?? 'none'}`,
    );
  };
  const save = (sortKey: string, body: string | Uint8Array, expected: number | null) => {
    requireVersion(sortKey, expected);
    const version = (expected ?? 0) + 1;
    rows.set(sortKey, { version, schemaVersion: STATE_SCHEMA_VERSION, body });
    return version;
  };
  const requireHolder = (holder: string) => {
    if (runRow.holder !== holder) throw new StateConflictError('Another run took the lease');
  };

  const byEnvironment = <T>(prefix: string, codec: Codec<T, unknown>) =>
    new Map(
      [...rows].flatMap(([sortKey, row]) => {
        const id = environmentIdOf(sortKey, prefix);
        return id === null ? [] : [[id, toLoaded(codec, row)] as const];
      }),
    );

  const store: StateStore = {
    acquireLease: async ({ holder, now, durationSeconds }) => {
      const isHeld = runRow.holder !== undefined && runRow.holder !== holder;
      if (isHeld && (runRow.expiresAtMs ?? 0) > now.getTime()) return null;
      Object.assign(runRow, { holder, expiresAtMs: now.getTime() + durationSeconds * 1000 });
      runRow.runNumber++;
      const { value, fault } =
        runRow.body === undefined
          ? { value: runMemoryCodec.empty, fault: null }
          : runMemoryCodec.decode(runRow.body, runRow.schemaVersion);
      return { runNumber: runRow.runNumber, memory: value, memoryFault: fault };
    },
    releaseLease: async ({ holder, memory }) => {
      requireHolder(holder);
      Object.assign(runRow, { body: runMemoryCodec.encode(memory), schemaVersion: STATE_SCHEMA_VERSION });
      delete runRow.holder;
    },
    abandonLease: async ({ holder }) => {
      if (runRow.holder === holder) delete runRow.holder;
    },
    loadRows: async () => ({
      environments: byEnvironment(SORT_KEYS.environmentPrefix, environmentStateCodec),
      ranges: byEnvironment(SORT_KEYS.rangesPrefix, rangesCodec),
      monitor: toLoaded(environmentStateCodec, rows.get(SORT_KEYS.monitor)),
      directory: toLoaded(directoryCodec, rows.get(SORT_KEYS.directory)),
    }),
    saveEnvironment: async (id, state, expected) =>
      save(environmentSortKey(id), environmentStateCodec.encode(state), expected),
    saveMonitor: async (state, expected) =>
      save(SORT_KEYS.monitor, environmentStateCodec.encode(state), expected),
    saveDirectory: async (directory, expected) =>
      save(SORT_KEYS.directory, directoryCodec.encode(directory), expected),
    saveRanges: async (id, memory, expected) => save(rangesSortKey(id), rangesCodec.encode(memory), expected),
    removeEnvironment: async (id, expected) => {
      rows.delete(rangesSortKey(id));
      if (rows.has(environmentSortKey(id))) requireVersion(environmentSortKey(id), expected);
      rows.delete(environmentSortKey(id));
    },
  };
  return { store, rows, runRow };
}

function toLoaded<T>(codec: Codec<T, unknown>, row: MemoryRow | undefined): Loaded<T> {
  if (row === undefined) return { value: codec.empty, version: null, fault: null };
  return { ...codec.decode(row.body, row.schemaVersion), version: row.version ?? null };
}
