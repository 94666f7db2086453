/**
 * Reads what can matter of a work list: the stretches between the remembered ranges, at the same time, and
 * the tail. Whatever is not where it was left is read again: more requests, never a wrong number.
 */

import { mapConcurrently } from '../../map-concurrently.ts';
import type { ReadError } from '../../model/reading.ts';
import type { ScanMemory } from '../../model/scan-memory.ts';
import { toReadError } from '../api/qoder-error.ts';
import type { CursorEvidence } from './cursor-habit.ts';
import { keepRanges, planRanges } from './plan-ranges.ts';
import { joinPieces, type Piece } from './ranges.ts';
import { createStops, readStretch, type StretchDeps } from './stretch.ts';
import { type JoinedStretches, joinStretches, LOST, openRange, type RangeOpening } from './stretches.ts';
import { openPosition } from './work-list.ts';

/** Stretches read at once: with the pause between their pages enough to use the rate at a latency of 300 ms. */
const CONCURRENT_STRETCHES = 20;

export interface ListScan {
  readonly isComplete: boolean;
  /** Null when complete. */
  readonly error: ReadError | null;
  /** What is known of the list now; `writtenAt` is the old one's. */
  readonly memory: ScanMemory;
  /** List requests that a scan with this memory needs; null while the list is not known whole. */
  readonly plannedRequestCount: number | null;
  /** Whether a range was not what was remembered. */
  readonly isCorrection: boolean;
  /** Which cursors the server took. */
  readonly cursors: CursorEvidence;
}

/** Never throws for what the API does. */
export async function scanList(deps: StretchDeps, memory: ScanMemory): Promise<ListScan> {
  const { habit } = memory;
  // There are no jumps: the list is walked from its start.
  if (habit?.kind === 'fresh' && !habit.isInDoubt) return scanAll(deps, { ...memory, ranges: [] });
  if (memory.walk === null) return scanAll(deps, memory);
  const resumed = await resumeWalk(deps, memory, memory.walk);
  if (resumed.error !== null) return resumed;
  // The end was reached, or the place is lost: what is alive is read now, all of it in one scan, and no walk is left.
  return { ...(await scanAll(deps, resumed.memory)), isCorrection: true };
}

/** Goes on where the last run's walk stopped, without reading again what lies before. */
async function resumeWalk(
  deps: StretchDeps,
  memory: ScanMemory,
  walk: NonNullable<ScanMemory['walk']>,
): Promise<ListScan> {
  const result = (change: Partial<ScanMemory>, error: ReadError | null): ListScan => ({
    isComplete: false,
    error,
    memory: { ...memory, ...change },
    plannedRequestCount: null,
    isCorrection: true,
    cursors: deps.list.cursors(),
  });
  try {
    const page = await openPosition(deps.list, walk);
    if (page === null) return result({}, null);
    const { pieces, position, error } = await readStretch(deps, {
      opened: { page, at: walk },
      stops: () => null,
      nextIndex: memory.ranges.length,
    });
    const ranges = keepRanges(joinPieces([...toPieces(memory, walk.id), ...pieces]), memory.ranges);
    return result({ ranges, walk: position }, error);
  } catch (error) {
    return result({}, toReadError(error));
  }
}

/** Ranges with what was not read in this run between them. */
function toPieces({ ranges }: ScanMemory, walkId: string): Piece[] {
  return ranges.flatMap((range): Piece[] => {
    const settled = { kind: 'settled', range } as const;
    return range.end.id === walkId ? [settled] : [settled, { kind: 'unread' }];
  });
}

async function scanAll(deps: StretchDeps, memory: ScanMemory): Promise<ListScan> {
  const { ranges } = memory;
  const stops = createStops(ranges);
  const breaker = { openedCount: 0, lostCount: 0 };
  const openings = await mapConcurrently(
    [null, ...ranges],
    CONCURRENT_STRETCHES,
    async (range, nextIndex): Promise<RangeOpening> => {
      if (range !== null) return openRange(deps, range, { stops, nextIndex }, breaker);
      if (ranges[0]?.beforeFirstId === null) return NOTHING_BEFORE;
      return { range: null, outcome: await readStretch(deps, { opened: null, stops, nextIndex }) };
    },
  );
  if (breaker.openedCount === 0 && breaker.lostCount > 0) return scanPlainly(deps, memory);
  const joined = await joinStretches(deps, openings, stops);
  return conclude(deps, memory, openings, joined);
}

/** No place that was remembered is there: either they are all gone, or the server takes no row as a cursor. */
async function scanPlainly(deps: StretchDeps, memory: ScanMemory): Promise<ListScan> {
  const scanned = { ...(await scanAll(deps, { ...memory, ranges: [] })), isCorrection: true };
  // Where nothing can be read, nothing was learned of what is remembered.
  if (scanned.error !== null && scanned.memory.walk === null) return { ...scanned, memory };
  const [place] = scanned.memory.ranges;
  if (!scanned.isComplete || place === undefined) return scanned;
  try {
    const page = await openPosition(deps.list, place.end);
    return { ...scanned, cursors: page === null ? 'fresh' : deps.list.cursors() };
  } catch (error) {
    // The list was read whole without it.
    toReadError(error);
    return scanned;
  }
}

const NOTHING_BEFORE: RangeOpening = {
  range: null,
  outcome: { result: 'reached', nextIndex: 0, error: null, pieces: [], position: null },
};

function conclude(
  deps: StretchDeps,
  memory: ScanMemory,
  openings: readonly RangeOpening[],
  { pieces, errors, tail }: JoinedStretches,
): ListScan {
  const [error = null] = errors;
  const isCorrection = openings.some(
    ({ range, outcome }, index) =>
      outcome === null ||
      outcome.result === 'read-through' ||
      outcome.nextIndex !== index ||
      (index > 0 && range !== memory.ranges[index - 1]),
  );
  if (error === null) {
    const { ranges, requestCount } = planRanges(pieces);
    return {
      isComplete: true,
      error,
      memory: { ...memory, ranges, walk: null },
      plannedRequestCount: requestCount,
      isCorrection,
      cursors: deps.list.cursors(),
    };
  }
  // A tail that only time kept from being read is a walk, to go on with in the next run.
  const isWalk = deps.isOver() && errors.length === 1 && tail?.error === error;
  return {
    isComplete: false,
    error,
    memory: {
      ...memory,
      ranges: errors.includes(LOST) ? [] : keepRanges(pieces, memory.ranges),
      walk: isWalk ? tail.position : null,
    },
    plannedRequestCount: null,
    isCorrection,
    cursors: deps.list.cursors(),
  };
}
