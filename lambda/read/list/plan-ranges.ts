/** Which runs of settled items are worth a jump. Pure. */

import { isWaypoint, type SettledRange } from '../../model/scan-memory.ts';
import { PAGE_LIMIT_COUNT } from '../api/urls.ts';
import { type Piece, WAYPOINT_EVERY_COUNT } from './ranges.ts';

export interface Plan {
  readonly ranges: readonly SettledRange[];
  /** List requests that a scan with these ranges needs. */
  readonly requestCount: number;
}

const pagesOf = (rowCount: number) => Math.ceil(rowCount / PAGE_LIMIT_COUNT);

/**
 * Jumps where that saves a request. A stretch that begins with a jump re-reads the last row of the range it
 * jumped over, so it costs pages(1 + rows). Each step is at most what jumping over every run would cost, so
 * the whole is at most the sum of ceil((cluster + 1) / 100) over the clusters of unsettled items.
 *
 * @param pieces of a whole list, neighbours joined, nothing unread
 */
export function planRanges(pieces: readonly Piece[]): Plan {
  const ranges: SettledRange[] = [];
  let requestCount = 0;
  let stretchCount = 0;
  let leftCount = pieces.reduce((sum, piece) => sum + rowsOf(piece), 0);
  for (const [index, piece] of pieces.entries()) {
    leftCount -= rowsOf(piece);
    const isJump =
      piece.kind === 'settled' &&
      (isWaypoint(piece.range)
        ? isWorthAWaypoint(stretchCount, leftCount)
        : isWorthAJump(piece.range, stretchCount, openAfter(pieces, index)));
    if (isJump) {
      ranges.push(piece.range);
      requestCount += pagesOf(stretchCount);
      stretchCount = 1;
    } else {
      stretchCount += rowsOf(piece);
    }
  }
  return { ranges, requestCount: requestCount + Math.max(1, pagesOf(stretchCount)) };
}

const rowsOf = (piece: Piece): number =>
  piece.kind === 'open' ? piece.count : piece.kind === 'settled' ? piece.range.count : 0;

/** Rows to read again right behind a piece, whatever divides them. */
function openAfter(pieces: readonly Piece[], index: number): number {
  let count = 0;
  for (let next = index + 1; next < pieces.length; next++) {
    const piece = pieces[next];
    if (piece?.kind !== 'open' && !(piece?.kind === 'settled' && isWaypoint(piece.range))) break;
    count += rowsOf(piece);
  }
  return count;
}

function isWorthAJump({ count }: SettledRange, stretchCount: number, nextCount: number): boolean {
  return pagesOf(stretchCount) + pagesOf(1 + nextCount) < pagesOf(stretchCount + count + nextCount);
}

/** It saves no request, and may cost one: it lets what lies behind it be read at the same time. */
const isWorthAWaypoint = (stretchCount: number, leftCount: number): boolean =>
  Math.min(stretchCount, leftCount) >= WAYPOINT_EVERY_COUNT;

/** Of a list that was read in part: runs longer than a page, those that were remembered, and waypoints far enough apart. */
export function keepRanges(
  pieces: readonly Piece[],
  remembered: readonly SettledRange[],
): readonly SettledRange[] {
  const known = new Set(remembered.map(({ end }) => end.id));
  const kept: SettledRange[] = [];
  let stretchCount = 0;
  for (const piece of pieces) {
    const isFarEnough =
      piece.kind === 'settled' && isWaypoint(piece.range) && stretchCount >= WAYPOINT_EVERY_COUNT;
    const isLong = rowsOf(piece) >= PAGE_LIMIT_COUNT;
    if (piece.kind === 'settled' && (isFarEnough || isLong || known.has(piece.range.end.id))) {
      kept.push(piece.range);
      stretchCount = 0;
    } else {
      stretchCount += rowsOf(piece);
    }
  }
  return kept;
}
