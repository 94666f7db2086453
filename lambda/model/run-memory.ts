/** What one run hands to the next. It is small and written every run, so an idle environment needs no write of its own. */
import { type Instant, type Skew, UNKNOWN_SKEW, type Window } from './instant.ts';
import type { ReadError } from './reading.ts';
import type { Readings } from './readings.ts';
import { type SessionPace, STEADY_PACE } from './session.ts';
import { shortKeyOf } from './short-key.ts';
import { isLive } from './work-item.ts';

export interface RunMemory {
  /** The instant of the last run that came to its end; null before the first. */
  readonly lastAt: Date | null;
  /**
   * Environments that were not read whole and published when they were last asked, by id or short key, with the
   * instant of the last run in which they were; null: never.
   */
  readonly behind: Readonly<Record<string, Date | null>>;
  /**
   * Environments for which the run of `lastAt` had no time, by short key, with the instant of the run that asked
   * them last, or in which they were first to be asked. All those in neither list were complete at `lastAt`.
   */
  readonly waiting: Readonly<Record<string, Date>>;
  /** Short keys of those that had live work when they were last read; kept only of large fleets, and while some wait. */
  readonly live: ReadonlySet<string>;
  /** Of the API's clock. */
  readonly skew: Skew;
  readonly sessions: SessionPace;
  /** What failed in ways that an API has as a whole, for the shard that speaks for all; empty where there is only one. */
  readonly failing: readonly FailedAlike[];
  /** Of the layout of shards in which it was written; 0: nobody ever shared, or a version wrote it that knows no shards. */
  readonly layoutNumber: number;
}

export interface FailedAlike {
  /** Of one of them. */
  readonly error: ReadError;
  /** Short keys of environments. */
  readonly keys: readonly string[];
}

export const EMPTY_MEMORY: RunMemory = {
  lastAt: null,
  behind: {},
  waiting: {},
  live: new Set(),
  skew: UNKNOWN_SKEW,
  sessions: STEADY_PACE,
  failing: [],
  layoutNumber: 0,
};

/** From so many environments on, who is read last has little of a run left. */
const LARGE_FLEET_COUNT = 500;
/** More of them say nothing about who comes first. */
const LIVE_COUNT = 1_000;

/** A new environment's first reading has no flows; one that was not complete, or waited, goes on where it last was. */
export function toWindow(
  { at, previousAt }: Instant,
  memory: Pick<RunMemory, 'behind' | 'waiting'>,
  id: string,
  isNew: boolean,
): Window {
  if (isNew || previousAt === null) return { at, previousAt: null };
  const behindSince = behindOf(memory, id);
  return {
    at,
    previousAt: behindSince !== undefined ? behindSince : (waitingSince(memory, id) ?? previousAt),
  };
}

/** @returns undefined: it was complete when it was last asked */
export function behindOf({ behind }: Pick<RunMemory, 'behind'>, id: string): Date | null | undefined {
  return id in behind ? behind[id] : behind[shortKeyOf(id)];
}

/** @returns undefined: it was asked in the last run */
export const waitingSince = ({ waiting }: Pick<RunMemory, 'waiting'>, id: string): Date | undefined =>
  waiting[shortKeyOf(id)];

/**
 * The memory after a run.
 * @param unpublishedIds environments whose metrics could not be published: their flows are still to come
 */
export function advance(
  memory: RunMemory,
  { instant, windows, readings, waiting, sessions }: Readings,
  unpublishedIds: ReadonlySet<string>,
): RunMemory {
  const { at } = instant;
  const behind = [...windows].flatMap(([id, { previousAt }]) => {
    if (waiting.has(id)) {
      const before = behindOf(memory, id);
      return before === undefined ? [] : [[id, before] as const];
    }
    // Without a reading, an error of our own kept it from being read.
    const completeness = readings.get(id)?.reading.completeness ?? 'failed';
    // A first walk that goes on in the next run is as old as its first one: its flows start there.
    const since = previousAt ?? (completeness === 'partial' ? at : null);
    return completeness === 'complete' && !unpublishedIds.has(id) ? [] : [[id, since] as const];
  });
  const isOrderOfNote = waiting.size > 0 || windows.size >= LARGE_FLEET_COUNT;
  return {
    lastAt: at,
    behind: Object.fromEntries(behind),
    waiting: Object.fromEntries([...waiting].map(([id, since]) => [shortKeyOf(id), since])),
    live: isOrderOfNote ? nextLive(memory, { readings, waiting }) : EMPTY_MEMORY.live,
    skew: instant.skew,
    sessions: sessions?.pace ?? STEADY_PACE,
    failing: [],
    layoutNumber: memory.layoutNumber,
  };
}

function nextLive(memory: RunMemory, { readings, waiting }: Pick<Readings, 'readings' | 'waiting'>) {
  const seen = [...readings].flatMap(([id, { reading }]) =>
    reading.items.some(isLive) ? [shortKeyOf(id)] : [],
  );
  const unseen = [...waiting.keys()].map(shortKeyOf).filter((key) => memory.live.has(key));
  return new Set([...seen, ...unseen].slice(0, LIVE_COUNT));
}
