import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepRanges, planRanges } from '../../../../lambda/read/list/plan-ranges.ts';
import type { Piece } from '../../../../lambda/read/list/ranges.ts';
import { aRange, idOf } from '../../../support/a-list-row.ts';

/** Finished rows and rows to read again by turns, as many as it says; null: a stretch unread. */
function piecesOf(...counts: readonly (number | null)[]): Piece[] {
  let row = 0;
  let isSettled = false;
  return counts.flatMap((count): Piece[] => {
    isSettled = !isSettled;
    if (count === null) return [{ kind: 'unread' }];
    const first = row;
    row += count;
    if (count === 0) return [];
    return [isSettled ? { kind: 'settled', range: aRange(first, row - 1) } : { kind: 'open', count }];
  });
}

/** Which finished runs are jumped over, by their lengths. */
const lengthsOf = (ranges: readonly { readonly count: number }[]) => ranges.map(({ count }) => count);
const pages = (rows: number) => Math.ceil(rows / 100);

/** What a scan asks for that jumps over these runs: behind a jump, the row that proves it is read again. */
function costOf(pieces: readonly Piece[], jumped: ReadonlySet<unknown>): number {
  const stretches = [0];
  for (const piece of pieces) {
    const isJump = piece.kind === 'settled' && jumped.has(piece.range);
    const count = piece.kind === 'settled' ? piece.range.count : piece.kind === 'open' ? piece.count : 0;
    if (isJump) stretches.push(1);
    else stretches.push((stretches.pop() ?? 0) + count);
  }
  const last = stretches.pop() ?? 0;
  return stretches.reduce((sum, rows) => sum + pages(rows), 0) + Math.max(1, pages(last));
}

describe('planRanges()', () => {
  it.each<[string, number[], number[], number]>([
    ['an empty list', [], [], 1],
    ['a run that fits a page, at the beginning', [60, 5], [], 1],
    ['the whole of an idle list', [101], [101], 1],
    ['not an idle list of one page', [100], [], 1],
    ['not where the rows behind it fill a page with its proof', [50, 100], [], 2],
    ['where they leave room for it', [50, 99], [50], 1],
    ['a run between two rows', [0, 1, 200, 1], [200], 2],
    ['not a short one', [0, 1, 98, 1], [], 1],
    ['one more than a page can hold', [0, 1, 99, 1], [], 2],
    ['the second of two', [60, 10, 300, 20], [300], 2],
    ['nothing before a tail', [0, 250], [], 3],
    ['all before a tail of 250', [1000, 250], [1000], 3],
    ['none that saves nothing, however long the stretch is', [0, 5_000, 10, 1], [], 51],
  ])('jumps over %s', (_, counts, jumped, requestCount) => {
    const plan = planRanges(piecesOf(...counts));

    expect({ jumped: lengthsOf(plan.ranges), requestCount: plan.requestCount }).toEqual({
      jumped,
      requestCount,
    });
  });

  const lists = fc
    .array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 400 })), { maxLength: 20 })
    .map((counts) => piecesOf(...counts));

  it('says what a scan with its ranges costs', () => {
    fc.assert(
      fc.property(lists, (pieces) => {
        const { ranges, requestCount } = planRanges(pieces);

        expect(requestCount).toBe(costOf(pieces, new Set(ranges)));
      }),
    );
  });

  it('costs no more than reading all pages, nor than jumping over every run', () => {
    fc.assert(
      fc.property(lists, (pieces) => {
        const { requestCount } = planRanges(pieces);
        const all = new Set(pieces.flatMap((piece) => (piece.kind === 'settled' ? [piece.range] : [])));

        expect(requestCount).toBeLessThanOrEqual(costOf(pieces, new Set()));
        expect(requestCount).toBeLessThanOrEqual(costOf(pieces, all));
      }),
    );
  });
});

/** Rows to read again by turns with a waypoint behind them. */
function dividedBy(...counts: readonly number[]): Piece[] {
  let row = 0;
  return counts.flatMap((count): Piece[] => {
    row += count;
    const end = { beforeId: idOf(row - 2), id: idOf(row - 1) };
    const range = { beforeFirstId: end.id, end, count: 0, anchors: [] };
    return [
      { kind: 'open', count },
      { kind: 'settled', range },
    ];
  });
}

const rowsBefore = (ranges: readonly { readonly end: { readonly id: string } }[]) =>
  ranges.map(({ end }) => Number(end.id.replace(/\D/g, '')) + 1);

describe('waypoints', () => {
  it.each<[string, number[], number[], number]>([
    ['every ten pages, with their proofs', [999, 999, 999, 500], [999, 1_998], 20 + 15],
    ['none for less', [998, 900], [], 19],
    ['the first that is far enough', [600, 600, 600, 600], [1_200], 12 + 13],
    ['none with less behind it', [999, 998], [], 20],
    ['one with as much behind it', [999, 999], [999], 20],
  ])('divide a stretch by %s', (_, counts, kept, requestCount) => {
    const plan = planRanges(dividedBy(...counts));

    expect({ kept: rowsBefore(plan.ranges), requestCount: plan.requestCount }).toEqual({
      kept,
      requestCount,
    });
  });

  it('are kept of a list that was read in part, far enough apart or as they were remembered', () => {
    const pieces = dividedBy(999, 500, 500, 10);

    expect(rowsBefore(keepRanges(pieces, []))).toEqual([999, 1_999]);
    const nearer = pieces.flatMap((piece) => (piece.kind === 'settled' ? [piece.range] : []));
    expect(rowsBefore(keepRanges(pieces, nearer))).toEqual([999, 1_499, 1_999, 2_009]);
  });
});

describe('keepRanges()', () => {
  it.each<[string, (number | null)[], number[]]>([
    ['a run of a page', [100, 1], [100]],
    ['none that is shorter', [99, 1], []],
    ['runs on both sides of what was not read', [300, null, 200, 1, 5], [300, 200]],
    ['no short one, however long the stretch is', [0, 5_000, 5, 1], []],
  ])('keeps %s', (_, counts, kept) => {
    expect(lengthsOf(keepRanges(piecesOf(...counts), []))).toEqual(kept);
  });

  it('keeps a short one that was remembered, by its last row', () => {
    const pieces = piecesOf(20, 1, 30, 1, 40);
    const remembered = [{ ...aRange(0, 50), count: 7 }];

    expect(lengthsOf(keepRanges(pieces, remembered))).toEqual([30]);
  });
});
