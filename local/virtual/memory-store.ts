/** The store in memory, through the codec of the real one: what JSON would lose is lost here too. */
import { EMPTY_MEMORY } from '../../lambda/model/run-memory.ts';
import { decodeMemory, encodeRow, STATE_SCHEMA_VERSION } from '../../lambda/remember/codec.ts';
import { encodeMemory } from '../../lambda/remember/memory-codec.ts';
import { type Store, sortKeyOf, toRows, toWrite } from '../../lambda/remember/store.ts';
import { StateConflictError } from '../../lambda/remember/table.ts';

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
  readonly store: Store;
  /** By sort key; the row of the lease is not among them. */
  readonly rows: Map<string, MemoryRow>;
  readonly runRow: RunRow;
}

/** @param monitor asked anew for each load: a deployment may rename it */
export function createMemoryStore(monitor: () => string): MemoryStore {
  const rows = new Map<string, MemoryRow>();
  const runRow: RunRow = { runNumber: 0 };

  const requireVersion = (sortKey: string, expected: number | null) => {
    const actual = rows.get(sortKey)?.version ?? null;
    if (actual === expected) return;
    throw new StateConflictError(
      `Row ${sortKey} is at version ${actual ?? 'none'}, not ${expected ?? 'none'}`,
    );
  };

  const store: Store = {
    ...createMemoryLease(runRow),
    load: async () =>
      toRows(
        [...rows].map(([sortKey, row]) => ({ sortKey, ...row })),
        monitor(),
      ),
    save: async (row) => {
      const sortKey = sortKeyOf(row);
      const write = toWrite(row);
      if (write === 'none') return row;
      if (write === 'remove') {
        rows.delete(sortKeyOf({ kind: 'ranges', id: row.id }));
        if (rows.has(sortKey)) requireVersion(sortKey, row.version);
        rows.delete(sortKey);
        return { ...row, stored: null, version: null, unreadable: null };
      }
      requireVersion(sortKey, row.version);
      const version = (row.version ?? 0) + 1;
      rows.set(sortKey, { version, schemaVersion: STATE_SCHEMA_VERSION, body: encodeRow(row) });
      return { ...row, stored: row.value, version, unreadable: null };
    },
  };
  return { store, rows, runRow };
}

function createMemoryLease(runRow: RunRow): Pick<Store, 'acquireLease' | 'releaseLease'> {
  return {
    acquireLease: async ({ holder, now, durationMs }) => {
      const isHeld = runRow.holder !== undefined && runRow.holder !== holder;
      if (isHeld && (runRow.expiresAtMs ?? 0) > now.getTime()) return null;
      Object.assign(runRow, { holder, expiresAtMs: now.getTime() + durationMs });
      runRow.runNumber++;
      const { value, unreadable } =
        runRow.body === undefined
          ? { value: EMPTY_MEMORY, unreadable: null }
          : decodeMemory(runRow.body, runRow.schemaVersion);
      return { runNumber: runRow.runNumber, memory: value, unreadableMemory: unreadable };
    },
    releaseLease: async ({ holder, memory }) => {
      if (runRow.holder !== holder) throw new StateConflictError('Another run took the lease');
      if (memory !== null)
        Object.assign(runRow, { body: encodeMemory(memory), schemaVersion: STATE_SCHEMA_VERSION });
      delete runRow.holder;
    },
  };
}
