/**
 * How several functions come to share the environments: a run begins only where all that could be under way count
 * the shards as it does. The first one says how many there are, waits until nobody runs who counted otherwise, and
 * puts the new number in force, with what is remembered of all environments.
 */
import { TIME_BUDGET } from '../contract/time-budget.ts';
import type { Unreadable } from './model/row.ts';
import type { RunMemory } from './model/run-memory.ts';
import {
  isAnyHeldByOthers,
  isInForce,
  memoriesOfOthers,
  memoryOf,
  nextLayout,
  type Shards,
} from './model/shards.ts';
import { isFirst, type Share } from './model/share.ts';
import { type Lease, longestLeftMs } from './remember/lease.ts';
import type { Store } from './remember/store.ts';
import type { Timing } from './timing.ts';

/** Looks at the others, a second apart: who stands back does so at once, who runs is awaited by the next run. */
const LOOKS_COUNT = 5;
const LOOK_EVERY_MS = 1_000;

export interface JoinInput {
  readonly share: Share;
  readonly holder: string;
  readonly store: Pick<Store, 'loadShards' | 'announceShards' | 'beginLayout' | 'load'>;
  readonly timing: Pick<Timing, 'sleep'>;
  readonly localNow: () => Date;
}

export interface Joined {
  readonly memory: RunMemory;
  readonly unreadableMemory: Unreadable | null;
  /** Whether there is one function only; missing: nobody ever shared. */
  readonly isAlone?: boolean;
  /** Of the others' last runs, by shard. */
  readonly memories: ReadonlyMap<number, RunMemory>;
  /** When the last run of the first one came to its end; missing where nobody ever shared. */
  readonly firstAt?: Date | null;
}

/** @returns null: others still go by another number of shards, so that this run must not begin */
export async function joinShards(lease: Lease, input: JoinInput): Promise<Joined | null> {
  const { share, holder, store, timing } = input;
  const { memory, unreadableMemory, announcedCount } = lease;
  if (share.count === 1) {
    if (announcedCount === null) return { memory, unreadableMemory, memories: new Map() };
    await store.announceShards({ holder, count: share.count });
  }
  for (let look = 0; look < LOOKS_COUNT; look++) {
    if (look > 0) await timing.sleep(LOOK_EVERY_MS);
    const shards = await store.loadShards();
    if (shards.announcedCount !== share.count) return null;
    const inForce = isInForce(shards, share.count) ? shards : await begin(shards, input);
    if (inForce !== null) return toJoined(inForce, lease, share);
  }
  return null;
}

/** @returns null: not yet */
async function begin(shards: Shards, { share, store, localNow }: JoinInput): Promise<Shards | null> {
  if (!isFirst(share)) return null;
  if (isAnyHeldByOthers(shards, share, localNow(), longestLeftMs(TIME_BUDGET.leaseMs))) return null;
  const { environments, shared } = await store.load();
  const layout = nextLayout(shards, share.count, [...environments.keys(), ...(shared?.otherIds ?? [])]);
  await store.beginLayout(layout);
  return { ...shards, layout };
}

function toJoined(shards: Shards, { unreadableMemory }: Lease, { index }: Share): Joined {
  return {
    memory: memoryOf(shards, index),
    unreadableMemory,
    isAlone: shards.layout.count === 1,
    memories: memoriesOfOthers(shards, index),
    // Before its first run of a layout, that of who began it.
    firstAt: memoryOf(shards, 0).lastAt,
  };
}
