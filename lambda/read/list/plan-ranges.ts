/** Which runs of settled items are worth a jump. Pure. */

import type { SettledRange } from '../../model/scan-memory.ts';
import { PAGE_LIMIT_COUNT } from '../api/urls.ts';
import type { Piece } from './ranges.ts';

export interface Plan {
  readonly ranges: readonly SettledRange[];
  /** List requests that a scan with these ranges needs. */
  readonly requestCount: number;
}

/**
 * Rows after which a jump is taken even if it saves nothing: a stretch is read page after page, with a pause
 * between two, but stretches are read at the same time. 20 pages are about 3 s.
 */
const LONG_STRETCH_COUNT = 20 * PAGE_LIMIT_COUNT;

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
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'open') stretchCount += piece.count;
    if (piece.kind !== 'settled') continue;
    const next = pieces[index + 1];
    const nextCount = next?.kind === 'open' ? next.count : 0;
    const throughCount = pagesOf(stretchCount + piece.range.count + nextCount);
    const jumpCount = pagesOf(stretchCount) + pagesOf(1 + nextCount);
    if (jumpCount < throughCount || stretchCount >= LONG_STRETCH_COUNT) {
      ranges.push(piece.range);
      requestCount += pagesOf(stretchCount);
      stretchCount = 1;
    } else {
      stretchCount += piece.range.count;
    }
  }
  return { ranges, requestCount: requestCount + Math.max(1, pagesOf(stretchCount)) };
}

/** Of a list that was read in part: runs longer than a page, those that were remembered, and one in every long stretch. */
export function keepRanges(
  pieces: readonly Piece[],
  remembered: readonly SettledRange[],
): readonly SettledRange[] {
  const known = new Set(remembered.map(({ end }) => end.id));
  const kept: SettledRange[] = [];
  let stretchCount = 0;
  for (const piece of pieces) {
    if (piece.kind === 'open') stretchCount += piece.count;
    if (piece.kind !== 'settled') continue;
    const { range } = piece;
    const isWorthAJump = range.count >= PAGE_LIMIT_COUNT || stretchCount >= LONG_STRETCH_COUNT;
    if (isWorthAJump || known.has(range.end.id)) {
      kept.push(range);
      stretchCount = 0;
    } else {
      stretchCount += range.count;
    }
  }
  return kept;
}
