import { describe, expect, it } from 'vitest';
import { formatClock, formatSeconds } from '../../../../local/page/browser/format.ts';

describe('formatSeconds()', () => {
  it.each([
    [0, '0'],
    [0.4, '0.4 s'],
    [45.2, '45 s'],
    [99, '99 s'],
    [150, '2.5 min'],
    [1_440, '24 min'],
    [9_000, '2.5 h'],
    [172_799, '48 h'],
    [172_800, '2 d'],
    [216_000, '2.5 d'],
  ])('writes %d seconds as %s', (seconds, expected) => {
    expect(formatSeconds(seconds)).toBe(expected);
  });
});

describe('formatClock()', () => {
  it('writes an instant in UTC', () => {
    expect(formatClock('2026-11-04T08:05:59.000Z')).toBe('4 Nov 2026, 08:05 UTC');
  });
});
