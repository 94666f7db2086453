/**
 * In which order environments are read: where something is known to be wrong, where something is going on, then the
 * idle ones; beside them, those that did not answer. What a run has no time for comes first in the next, so that none
 * is forgotten. Pure.
 */
import { EMPTY_STATE } from '../model/environment-state.ts';
import type { Rows } from '../model/row.ts';
import { type RunMemory, waitingSince } from '../model/run-memory.ts';
import { shortKeyOf } from '../model/short-key.ts';

/** So long before the monitor tells of it, an environment that waits is read before everything else. */
const OVERDUE_MS = 3 * 60_000;
const OVERDUE_RANK = 0;

export interface ReadingOrder {
  /** Lists of which the end is known, and whoever has waited for too long. */
  readonly known: readonly string[];
  /** New ones, and those whose walk is not at its end yet. */
  readonly walks: readonly string[];
  /** Those that brought nothing when they were last asked: where they hang, they would take the time of all others. */
  readonly unseen: readonly string[];
}

/** Within a class the one that waited longest comes first, else the order in which they are watched. */
export function toReadingOrder(
  ids: readonly string[],
  rows: Pick<Rows, 'environments' | 'ranges'>,
  memory: Pick<RunMemory, 'lastAt' | 'waiting' | 'live'>,
): ReadingOrder {
  const isWalk = (id: string) =>
    !rows.environments.has(id) || (rows.ranges.get(id)?.value.walk ?? null) !== null;
  const isUnseen = (id: string) => rows.environments.get(id)?.value.streaks.unseen !== undefined;
  const ranked = ids
    .map((id) => {
      const sinceMs = waitingSince(memory, id)?.getTime() ?? Number.POSITIVE_INFINITY;
      return { id, sinceMs, rank: rankOf(id, sinceMs, rows, memory) };
    })
    .toSorted((a, b) => a.rank - b.rank || compare(a.sinceMs, b.sinceMs));
  const laneOf = ({ id, rank }: (typeof ranked)[number]): keyof ReadingOrder => {
    if (isUnseen(id)) return 'unseen';
    return rank !== OVERDUE_RANK && isWalk(id) ? 'walks' : 'known';
  };
  const lanes = Map.groupBy(ranked, laneOf);
  const idsOf = (lane: keyof ReadingOrder) => (lanes.get(lane) ?? []).map(({ id }) => id);
  return { known: idsOf('known'), walks: idsOf('walks'), unseen: idsOf('unseen') };
}

function rankOf(
  id: string,
  sinceMs: number,
  { environments }: Pick<Rows, 'environments'>,
  { lastAt, live }: Pick<RunMemory, 'lastAt' | 'live'>,
): number {
  if (lastAt !== null && lastAt.getTime() - sinceMs >= OVERDUE_MS) return OVERDUE_RANK;
  const { incidents } = environments.get(id)?.value ?? EMPTY_STATE;
  if (incidents.length > 0) return 1;
  return live.has(shortKeyOf(id)) ? 2 : 3;
}

/** Infinities do not subtract. */
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
