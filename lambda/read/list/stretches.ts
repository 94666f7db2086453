/** Opens the stretches behind the remembered ranges, lays them end to end, and walks those whose place was lost. */

import type { ReadError } from '../../model/reading.ts';
import { type Anchor, isWaypoint, type SettledRange } from '../../model/scan-memory.ts';
import type { WorkItem } from '../../model/work-item.ts';
import { toReadError } from '../api/qoder-error.ts';
import { endAt, joinPieces, type Piece } from './ranges.ts';
import { readStretch, type Stops, type Stretch, type StretchDeps, type StretchOutcome } from './stretch.ts';
import { openPosition } from './work-list.ts';

export interface JoinedStretches {
  readonly pieces: readonly Piece[];
  /** Empty when the list was read whole. */
  readonly errors: readonly ReadError[];
  /** The last stretch, where it was the list's end that was not reached. */
  readonly tail: StretchOutcome | null;
}

/** The list does not even answer the cursor of a row that was just read. */
export const LOST: ReadError = {
  status: 200,
  type: 'unexpected_response',
  message: 'The work list does not answer its own cursors: it is read from its start in the next run',
  requestId: null,
};

const CUT_SHORT: ReadError = {
  status: 200,
  type: 'unexpected_response',
  message: 'The work list ended before a row that it goes on from',
  requestId: null,
};

/** @param openings of the list's start, then of what follows each range */
export async function joinStretches(
  deps: StretchDeps,
  openings: readonly RangeOpening[],
  stops: Stops,
): Promise<JoinedStretches> {
  const pieces: Piece[] = [];
  const errors: ReadError[] = [];
  let before: StretchOutcome | null = null;
  let index = 0;
  while (index < openings.length) {
    const { range, outcome: opened } = openings[index] ?? { range: null, outcome: null };
    // A range that was read to its end is in the pieces of the stretch that read it.
    if (range !== null && before?.result !== 'read-through') pieces.push({ kind: 'settled', range });
    const outcome: StretchOutcome = opened ?? (await goOn(deps, before, stops, index));
    pieces.push(...outcome.pieces);
    if (outcome.error !== null) {
      errors.push(outcome.error);
      pieces.push({ kind: 'unread' });
    }
    if (outcome.result === 'end') {
      const goesOn = openings.slice(index + 1).some((later) => later.outcome !== null);
      return { pieces: joinPieces(pieces), errors: goesOn ? [...errors, CUT_SHORT] : errors, tail: null };
    }
    before = outcome;
    index = outcome.nextIndex + 1;
  }
  return { pieces: joinPieces(pieces), errors, tail: before };
}

/** What follows a lost range is reached from where the stretch before it ended. One after the other: it is rare. */
async function goOn(
  deps: StretchDeps,
  before: StretchOutcome | null,
  stops: Stops,
  nextIndex: number,
): Promise<StretchOutcome> {
  const position = before?.position ?? null;
  const stopped = (error: ReadError): StretchOutcome => ({
    result: 'stopped',
    nextIndex,
    error,
    pieces: [],
    position,
  });
  if (before !== null && before.error !== null) return stopped(before.error);
  if (position === null) return readStretch(deps, { opened: null, stops, nextIndex });
  try {
    const page = await openPosition(deps.list, position);
    if (page === null) return stopped(LOST);
    return await readStretch(deps, { opened: { page, at: position }, stops, nextIndex });
  } catch (error) {
    return stopped(toReadError(error));
  }
}

export interface RangeOpening {
  /** What is left of the range; null when it is lost, or when the stretch begins the list. */
  readonly range: SettledRange | null;
  /** Null: the range is lost, and what lies behind it has to be reached another way. */
  readonly outcome: StretchOutcome | null;
}

/** Jumps of one scan, shared by its stretches. */
export interface JumpBreaker {
  openedCount: number;
  lostCount: number;
}

/** After so many lost places and none found, the cursors are broken, not the ranges: no more are tried. */
const GIVE_UP_COUNT = 3;

export async function openRange(
  deps: StretchDeps,
  range: SettledRange,
  next: Pick<Stretch, 'stops' | 'nextIndex'>,
  breaker: JumpBreaker,
): Promise<RangeOpening> {
  const isExpected = async (item: WorkItem) => isWaypoint(range) || (await deps.rows).isSettled(item);
  const places: (Anchor | null)[] = [null, ...range.anchors.toReversed()];
  try {
    for (const anchor of places) {
      if (breaker.openedCount === 0 && breaker.lostCount >= GIVE_UP_COUNT) break;
      const at = anchor ?? range.end;
      const page = await openPosition(deps.list, at, isExpected);
      if (page === null) {
        breaker.lostCount++;
        continue;
      }
      breaker.openedCount++;
      const rest = anchor === null ? range : endAt(range, anchor);
      return { range: rest, outcome: await readStretch(deps, { opened: { page, at }, ...next }) };
    }
    return { range: null, outcome: null };
  } catch (error) {
    // Nothing was learned of the range: it stays.
    const { nextIndex } = next;
    return {
      range,
      outcome: { result: 'stopped', nextIndex, error: toReadError(error), pieces: [], position: null },
    };
  }
}
