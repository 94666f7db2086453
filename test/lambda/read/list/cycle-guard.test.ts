import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QoderError } from '../../../../lambda/read/api/qoder-error.ts';
import { createCycleGuard } from '../../../../lambda/read/list/cycle-guard.ts';

/** How many cursors it takes until the guard complains; null: it does not. */
function complainsAt(cursors: Iterable<string>): number | null {
  const guard = createCycleGuard();
  let count = 0;
  for (const cursor of cursors) {
    count++;
    try {
      guard(cursor);
    } catch {
      return count;
    }
  }
  return null;
}

/** So many cursors that come once, and then so many that come again and again, 10,000 in all. */
const circle = (onceCount: number, againCount: number) =>
  Array.from({ length: 10_000 }, (_, step) =>
    step < onceCount ? `once ${step}` : `again ${(step - onceCount) % againCount}`,
  );

describe('createCycleGuard()', () => {
  it.each([
    ['one that names itself, with the second', 0, 1, 2],
    ['two that name each other, with the third', 0, 2, 3],
    ['three in a circle', 0, 3, 6],
    ['four in a circle', 0, 4, 7],
    ['one that names itself, after one that came once', 1, 1, 4],
  ])('finds %s', (_, onceCount, againCount, expected) => {
    expect(complainsAt(circle(onceCount, againCount))).toBe(expected);
  });

  it('finds any circle before three times its cursors were read, and a few', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 500 }), (onceCount, againCount) => {
        const foundAt = complainsAt(circle(onceCount, againCount));

        expect(foundAt).toBeGreaterThan(onceCount + againCount);
        expect(foundAt).toBeLessThanOrEqual(3 * (onceCount + againCount) + 3);
      }),
    );
  });

  it('lets pass what never repeats, however long', () => {
    expect(complainsAt(circle(10_000, 1))).toBeNull();
  });

  it('says which cursor it was, and no more than its beginning', () => {
    const guard = createCycleGuard();
    const cursor = `"${'x'.repeat(200)}`;
    guard(cursor);

    const error = new QoderError(
      `The work list repeats the cursor "\\"${'x'.repeat(99)}": its pages never end`,
      { status: 200, type: 'unexpected_response', requestId: null },
    );
    expect(() => guard(cursor)).toThrow(error);
    expect(() => guard(cursor)).toThrow(
      expect.objectContaining({ status: 200, type: 'unexpected_response' }),
    );
  });
});
