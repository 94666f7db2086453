/** The store in memory, through the codec of the real one: what JSON would lose is lost here too. */
import type { Share } from '../../lambda/model/share.ts';
import { encodeRow, STATE_SCHEMA_VERSION } from '../../lambda/remember/codec.ts';
import { type Store, sortKeyOf, toRows, toWrite } from '../../lambda/remember/store.ts';
import { StateConflictError } from '../../lambda/remember/table.ts';
import { createMemoryLeases, type MemoryRow, type RunRow } from './memory-leases.ts';

export interface MemoryStore {
  readonly storeOf: (share: Share) => Store;
  /** By sort key; the rows of leases are not among them. */
  readonly rows: Map<string, MemoryRow>;
  /** Of the first shard. */
  readonly runRow: RunRow;
}

/** @param monitor asked anew for each load: a deployment may rename it */
export function createMemoryStore(monitor: () => string): MemoryStore {
  const rows = new Map<string, MemoryRow>();
  const { runRow, leases } = createMemoryLeases();

  const requireVersion = (sortKey: string, expected: number | null) => {
    const actual = rows.get(sortKey)?.version ?? null;
    if (actual === expected) return;
    throw new StateConflictError(
      `Row ${sortKey} is at version ${actual ?? 'none'}, not ${expected ?? 'none'}`,
    );
  };
  const storeOf = (share: Share): Store => ({
    ...leases(share),
    load: async () =>
      toRows(
        [...rows].map(([sortKey, row]) => ({ sortKey, ...row })),
        monitor(),
        share,
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
  });
  return { storeOf, rows, runRow };
}
