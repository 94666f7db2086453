/** The rows of leases and of shards in memory, through the codec of the real ones. */
import { type Share, shardSuffix } from '../../lambda/model/share.ts';
import { STATE_SCHEMA_VERSION } from '../../lambda/remember/codec.ts';
import { type LeaseStore, longestLeftMs, toLease } from '../../lambda/remember/lease.ts';
import { encodeMemory } from '../../lambda/remember/memory-codec.ts';
import { encodeLayout, type ShardStore, toShards } from '../../lambda/remember/shard-rows.ts';
import { SORT_KEYS, StateConflictError } from '../../lambda/remember/table.ts';

/** A row as the table would hold it; change it to play another version, or a fault. */
export interface MemoryRow {
  version?: number;
  schemaVersion?: number;
  body?: string | Uint8Array;
}

export interface RunRow extends MemoryRow {
  runNumber: number;
  holder?: string;
  expiresAtMs?: number;
  shards?: number;
}

export interface MemoryLeases {
  readonly leases: (share: Share) => LeaseStore & ShardStore;
  /** Of the first shard. */
  readonly runRow: RunRow;
}

export function createMemoryLeases(): MemoryLeases {
  const runRow: RunRow = { runNumber: 0 };
  const runRows = new Map<string, RunRow>([[SORT_KEYS.run, runRow]]);
  let layoutRow: MemoryRow | null = null;
  const shards: Pick<ShardStore, 'loadShards' | 'beginLayout'> = {
    loadShards: async () =>
      toShards([
        ...[...runRows].map(([sortKey, row]) => ({ sortKey, ...row })),
        ...(layoutRow === null ? [] : [{ sortKey: SORT_KEYS.layout, ...layoutRow }]),
      ]),
    beginLayout: async (layout) => {
      const { number: version } = layout;
      if ((layoutRow?.version ?? 0) !== version - 1) throw new StateConflictError('Another run was faster');
      layoutRow = { version, schemaVersion: STATE_SCHEMA_VERSION, body: encodeLayout(layout) };
    },
  };
  return { runRow, leases: (share) => ({ ...createMemoryLease(share, runRows), ...shards }) };
}

function createMemoryLease(
  { index, count }: Share,
  runRows: Map<string, RunRow>,
): LeaseStore & Pick<ShardStore, 'announceShards'> {
  const sortKey = `${SORT_KEYS.run}${shardSuffix(index)}`;
  const row = (): RunRow => {
    const found = runRows.get(sortKey) ?? { runNumber: 0 };
    runRows.set(sortKey, found);
    return found;
  };
  const requireHolder = (holder: string) => {
    if (row().holder !== holder) throw new StateConflictError('Another run took the lease');
  };
  return {
    acquireLease: async ({ holder, now, durationMs }) => {
      const runRow = row();
      const isHeld = runRow.holder !== undefined && runRow.holder !== holder;
      const leftMs = (runRow.expiresAtMs ?? 0) - now.getTime();
      if (isHeld && leftMs > 0 && leftMs <= longestLeftMs(durationMs)) return null;
      Object.assign(runRow, { holder, expiresAtMs: now.getTime() + durationMs });
      if (count > 1) runRow.shards = count;
      runRow.runNumber++;
      return toLease({ ...runRow });
    },
    announceShards: async ({ holder, count: announced }) => {
      requireHolder(holder);
      row().shards = announced;
    },
    releaseLease: async ({ holder, memory, isAlone = false }) => {
      requireHolder(holder);
      const runRow = row();
      if (memory !== null)
        Object.assign(runRow, { body: encodeMemory(memory), schemaVersion: STATE_SCHEMA_VERSION });
      if (memory !== null && isAlone) delete runRow.shards;
      delete runRow.holder;
    },
  };
}
