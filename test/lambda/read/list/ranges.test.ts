import { describe, expect, it } from 'vitest';
import { createPieceBuilder, thinAnchors } from '../../../../lambda/read/list/ranges.ts';

const anchorsAt = (...counts: number[]) =>
  counts.map((count) => ({ count, beforeId: `work_${count - 1}`, id: `work_${count}` }));
const countsOf = (anchors: readonly { readonly count: number }[]) => anchors.map(({ count }) => count);
const thousands = (count: number) =>
  anchorsAt(...Array.from({ length: count }, (_, index) => (index + 1) * 1_000));

describe('thinAnchors()', () => {
  it('keeps anchors that are four times as far from the end as the one before', () => {
    expect(countsOf(thinAnchors(thousands(20), 21_000))).toEqual([5_000, 17_000, 20_000]);
  });

  it.each([
    ['just too near', 6_001, [10_000 - 1_000]],
    ['far enough', 6_000, [6_000, 9_000]],
  ])('drops one that is %s', (_name, count, expected) => {
    expect(countsOf(thinAnchors(anchorsAt(count, 9_000), 10_000))).toEqual(expected);
  });

  it('keeps six at most, those nearest to the end', () => {
    const distances = [4_096, 1_024, 256, 64, 16, 4, 1];
    const total = 10_000;

    expect(countsOf(thinAnchors(anchorsAt(...distances.map((each) => total - each)), total))).toEqual(
      distances.slice(1).map((each) => total - each),
    );
  });

  it('keeps none at the end itself, which the range remembers anyway', () => {
    expect(thinAnchors(anchorsAt(500), 500)).toEqual([]);
  });
});

describe('createPieceBuilder()', () => {
  it('remembers a place in every thousand settled rows', () => {
    const builder = createPieceBuilder(null);
    for (let row = 1; row <= 2_500; row++) builder.add(`work_${row}`, true);

    expect(builder.pieces()).toEqual([
      {
        kind: 'settled',
        range: {
          beforeFirstId: null,
          end: { beforeId: 'work_2499', id: 'work_2500' },
          count: 2_500,
          anchors: [
            { count: 1_000, beforeId: 'work_999', id: 'work_1000' },
            { count: 2_000, beforeId: 'work_1999', id: 'work_2000' },
          ],
        },
      },
    ]);
  });
});
