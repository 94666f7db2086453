/** How several functions share the environments of a monitor, and what a new number of them goes on from. */
import { behindOf, EMPTY_MEMORY, type RunMemory, waitingSince } from './run-memory.ts';
import { type Share, shardOf } from './share.ts';
import { shortKeyOf } from './short-key.ts';

/** A number of shards that is, or was, in force. */
export interface Layout {
  /** One more than that of the layout before. */
  readonly number: number;
  /** Of its shards. */
  readonly count: number;
  /** Of all environments, when it began: a shard's first run in it goes on from there. */
  readonly memory: RunMemory;
}

/** That of a monitor which never was shared. */
export const FIRST_LAYOUT: Layout = { number: 0, count: 1, memory: EMPTY_MEMORY };

/** What is known of a shard by the row of its runs. */
export interface Shard {
  /** Of the shards that its last run took part in. */
  readonly count: number;
  /** When its lease expires, by its own clock; null: no run holds it. */
  readonly heldUntil: Date | null;
  /** Null: it cannot be read. */
  readonly memory: RunMemory | null;
}

export interface Shards {
  /** What the first of them has announced last: whoever counts otherwise stands back. */
  readonly announcedCount: number;
  readonly layout: Layout;
  /** By index; also of those that are no more. */
  readonly byIndex: ReadonlyMap<number, Shard>;
}

/** Whether this many shards are in force: their runs may begin. */
export const isInForce = (shards: Shards, count: number): boolean =>
  shards.announcedCount === count && shards.layout.count === count && overtakenBy(shards) === null;

/**
 * Since the layout began, a version without shards has run: after a roll back it reads all environments, with the row
 * of the first.
 * @returns what it remembers, of all of them; null: none has
 */
export function overtakenBy({ layout, byIndex }: Pick<Shards, 'layout' | 'byIndex'>): RunMemory | null {
  const memory = byIndex.get(0)?.memory ?? EMPTY_MEMORY;
  const isLater = (memory.lastAt?.getTime() ?? 0) > (layout.memory.lastAt?.getTime() ?? 0);
  // That of an earlier layout may be later by a clock that the others know better.
  const isOfNone = memory.layoutNumber === 0 && layout.number > 0;
  return isOfNone && isLater ? memory : null;
}

/** @param longestMs a lease that has more left is from a clock that was wrong */
export function isAnyHeldByOthers({ byIndex }: Shards, share: Share, now: Date, longestMs: number): boolean {
  return [...byIndex].some(([index, { count, heldUntil }]) => {
    const leftMs = (heldUntil?.getTime() ?? 0) - now.getTime();
    return index !== share.index && count !== share.count && leftMs > 0 && leftMs <= longestMs;
  });
}

/** What a shard goes on from: its own memory, or, in its first run of a layout, that of all environments. */
export function memoryOf({ layout, byIndex }: Shards, index: number): RunMemory {
  const memory = byIndex.get(index)?.memory;
  // Up to when it has counted is not known: from the layout's memory it would count the same flows again.
  if (memory === null) return { ...EMPTY_MEMORY, layoutNumber: layout.number };
  return memory?.layoutNumber === layout.number ? memory : { ...layout.memory, layoutNumber: layout.number };
}

/** What the others of the layout have told of their last runs in it. */
export function memoriesOfOthers({ layout, byIndex }: Shards, own: number): ReadonlyMap<number, RunMemory> {
  const others = [...byIndex].flatMap(([index, { memory }]) =>
    index !== own && index < layout.count && memory?.layoutNumber === layout.number
      ? [[index, memory] as const]
      : [],
  );
  return new Map(others);
}

/** Of those that know the API's clock, where any does: who has read nothing goes by one that may be wrong. */
function latestOf(memories: readonly RunMemory[]): RunMemory {
  const sure = memories.filter(({ lastAt, skew }) => lastAt !== null && skew.ms !== null);
  return (sure.length > 0 ? sure : memories).reduce((a, b) => ((b.lastAt ?? 0) > (a.lastAt ?? 0) ? b : a));
}

/**
 * The next layout, which loses nothing of any environment: each goes on from the last run of whoever watched it before.
 *
 * @param environmentIds all of which something is remembered
 */
export function nextLayout(shards: Shards, count: number, environmentIds: Iterable<string>): Layout {
  const { layout } = shards;
  const whole = overtakenBy(shards);
  const memories = whole
    ? [whole]
    : Array.from({ length: layout.count }, (_, index) => memoryOf(shards, index));
  const latest = latestOf(memories);
  const behind: [string, Date | null][] = [];
  const waiting: [string, Date][] = [];
  for (const id of environmentIds) {
    const before = memories[shardOf(id, memories.length)] ?? EMPTY_MEMORY;
    const isBehindSince = behindOf(before, id);
    // A shard no run of which came to its end has read nothing.
    if (before.lastAt === null) behind.push([id, null]);
    else if (isBehindSince !== undefined) behind.push([id, isBehindSince]);
    const since = waitingSince(before, id) ?? before.lastAt;
    if (since !== null && since.getTime() !== latest.lastAt?.getTime()) waiting.push([shortKeyOf(id), since]);
  }
  const memory: RunMemory = {
    ...latest,
    behind: Object.fromEntries(behind),
    waiting: Object.fromEntries(waiting),
    live: new Set(memories.flatMap(({ live }) => [...live])),
    failing: [],
  };
  return { number: layout.number + 1, count, memory };
}
