/** The rows by which several functions agree on how many they are. A monitor with one function never reads them. */
import { marshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { parseJson } from '../../contract/parse-json.ts';
import { FIRST_LAYOUT, type Layout, type Shard, type Shards } from '../model/shards.ts';
import { decodeMemory } from './codec.ts';
import { toLease, update } from './lease.ts';
import { encodeMemory } from './memory-codec.ts';
import { queryRows, type StoredRow } from './query-rows.ts';
import { count, text } from './stored-shapes.ts';
import { LAST_RUN_KEY, putRow, SORT_KEYS, StateConflictError, type Table } from './table.ts';

export interface ShardStore {
  /** As of now, whoever writes. */
  loadShards(): Promise<Shards>;
  /**
   * Says how many shards there are to be. Only the first one may, with its lease.
   * @throws {StateConflictError} when the lease is no longer ours
   */
  announceShards(request: { readonly holder: string; readonly count: number }): Promise<void>;
  /**
   * Puts a layout in force.
   * @throws {StateConflictError} when another run was faster
   */
  beginLayout(layout: Layout): Promise<void>;
}

export function createShardStore(table: Table): ShardStore {
  return {
    loadShards: async () => toShards(await queryRows(table, [SORT_KEYS.run, LAST_RUN_KEY])),
    announceShards: async ({ holder, count }) => {
      const answer = await update(table, {
        UpdateExpression: 'SET #shards = :shards',
        ConditionExpression: '#holder = :holder',
        ExpressionAttributeNames: { '#holder': 'holder', '#shards': 'shards' },
        ExpressionAttributeValues: marshall({ ':holder': holder, ':shards': count }),
      });
      if (answer !== null) return;
      throw new StateConflictError(
        `Announcing ${count} shards of monitor ${table.monitor} failed: another run took the lease`,
      );
    },
    beginLayout: async (layout) => {
      const { number } = layout;
      await putRow(table, SORT_KEYS.layout, encodeLayout(layout), number === 1 ? null : number - 1);
    },
  };
}

export function toShards(rows: readonly StoredRow[]): Shards {
  const prefix = `${SORT_KEYS.run}#`;
  const layoutRow = rows.find(({ sortKey }) => sortKey === SORT_KEYS.layout);
  const runs = rows.filter(({ sortKey }) => /^run(#\d+)?$/.test(sortKey));
  const byIndex = new Map(
    runs.map((row) => {
      const isOfFirst = row.sortKey === SORT_KEYS.run;
      return [isOfFirst ? 0 : Number(row.sortKey.slice(prefix.length)), toShard(row)] as const;
    }),
  );
  return { announcedCount: byIndex.get(0)?.count ?? 1, layout: toLayout(layoutRow), byIndex };
}

function toShard(row: StoredRow): Shard {
  const { memory, unreadableMemory, announcedCount } = toLease(row);
  const heldUntil = row.holder === undefined ? null : new Date(Number(row.expiresAtMs));
  return { count: announcedCount ?? 1, heldUntil, memory: unreadableMemory === null ? memory : null };
}

/** Its number is the version of its row. */
export const encodeLayout = ({ count, memory }: Layout): string =>
  JSON.stringify({ count, memory: encodeMemory(memory) });

const layoutSchema = v.object({ count: v.pipe(count, v.minValue(1)), memory: text });

/** A row that cannot be read counts as that of a single function: the next layout follows it. */
function toLayout(row: StoredRow | undefined): Layout {
  if (row === undefined) return FIRST_LAYOUT;
  const number = Number(row.version ?? 0);
  const parsed = v.safeParse(layoutSchema, typeof row.body === 'string' ? parseJson(row.body) : undefined);
  if (!parsed.success) return { ...FIRST_LAYOUT, number };
  return {
    number,
    count: parsed.output.count,
    memory: decodeMemory(parsed.output.memory, row.schemaVersion).value,
  };
}
