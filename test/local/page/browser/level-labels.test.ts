import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../../../local/page/browser/level-labels.ts';

const PLOT = { top: 8, height: 100 };

describe('placeLabels()', () => {
  it.each([
    ['a label where it wants to be', [40], [40]],
    ['labels that are apart, in any order', [70, 40], [70, 40]],
    ['the lower of two that are close below the other', [40, 42], [40, 53]],
    ['labels of one line one below the other', [40, 40, 40], [40, 53, 66]],
    ['a label above the plot at its top', [-5], [8]],
    ['labels below the plot at its end', [95, 107], [82, 95]],
    ['no more than there is room for', [50, 50, 50, 50, 50, 50, 50, 50], [17, 30, 43, 56, 69, 82, 95, null]],
  ])('places %s', (_, wanted, expected) => {
    expect(placeLabels(wanted, 13, PLOT)).toEqual(expected);
  });

  it('has no two labels over each other and none outside, however levels, label and plot are', () => {
    const pixels = fc.double({ min: -500, max: 500, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(pixels, { maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        fc.record({ top: fc.integer({ min: 0, max: 50 }), height: fc.integer({ min: 0, max: 400 }) }),
        (wanted, heightPx, plot) => {
          const placed = placeLabels(wanted, heightPx, plot);
          const tops = placed.filter((top) => top !== null).toSorted((a, b) => a - b);

          expect(tops).toHaveLength(Math.min(wanted.length, Math.floor(plot.height / heightPx)));
          for (const [index, top] of tops.entries()) {
            expect(top).toBeGreaterThanOrEqual(plot.top);
            expect(top + heightPx).toBeLessThanOrEqual(plot.top + plot.height + 1e-9);
            expect(top).toBeGreaterThanOrEqual(
              (tops[index - 1] ?? Number.NEGATIVE_INFINITY) + heightPx - 1e-9,
            );
          }
        },
      ),
    );
  });

  it('moves none that was alone, and keeps the order of their lines', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 8, max: 95 }), { maxLength: 7 }), (wanted) => {
        const placed = placeLabels(wanted, 13, PLOT).map((top) => top ?? Number.NaN);
        const isApart = wanted.every((top, index) =>
          wanted.every((other, at) => at === index || Math.abs(other - top) >= 13),
        );

        if (isApart) expect(placed).toEqual(wanted);
        for (const [index, top] of wanted.entries())
          for (const [at, other] of wanted.entries())
            if (top < other) expect(placed[index]).toBeLessThan(placed[at] ?? Number.NaN);
      }),
    );
  });
});
