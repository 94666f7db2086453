/** Lays the stretches of one scan end to end, and walks those whose place was lost. */
import type { ReadError } from '../../model/reading.ts';
import { toReadError } from '../api/qoder-error.ts';
import { openPosition } from './open-position.ts';
import type { RangeOpening } from './open-range.ts';
import { joinPieces, type Piece } from './piece.ts';
import { readStretch, type StretchDeps, type StretchOutcome } from './read-stretch.ts';
import type { Stops } from './stops.ts';

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
