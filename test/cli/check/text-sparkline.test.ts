import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heightsFor, toSparkline } from '../../../cli/check/text-sparkline.ts';

const [BLOCKS, DIGITS] = [heightsFor({}), heightsFor({ LANG: 'C' })];

describe('heightsFor()', () => {
  it.each<[Record<string, string>, string]>([
    [{}, BLOCKS],
    [{ LANG: 'en_US.UTF-8' }, BLOCKS],
    [{ LC_CTYPE: 'UTF-8' }, BLOCKS],
    [{ LANG: 'C.utf8' }, BLOCKS],
    [{ LC_ALL: '', LANG: 'de_DE.UTF-8' }, BLOCKS],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, DIGITS],
    [{ LC_ALL: 'C.UTF-8', LANG: 'C' }, BLOCKS],
    [{ LC_CTYPE: 'POSIX', LANG: 'en_US.UTF-8' }, DIGITS],
    [{ LANG: 'en_US.ISO-8859-1' }, DIGITS],
  ])('of %j', (environment, expected) => {
    expect(heightsFor(environment)).toBe(expected);
  });
});

describe('toSparkline()', () => {
  it('tells zero, little, much, nothing and unknown from each other', () => {
    const values = [0, 1, 500, 999, 1_000, 'nothing', 'unknown'] as const;

    expect(toSparkline(values, 1_000, BLOCKS)).toBe('▁▂▅██.?');
    expect(toSparkline(values, 1_000, DIGITS)).toBe('01599.?');
    expect(toSparkline([0, 0], 0, DIGITS)).toBe('00');
  });

  it('draws each number as one character, a larger one never lower', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 100_000 }), { minLength: 1 }), (values) => {
        const sorted = values.toSorted((a, b) => a - b);
        const drawn = toSparkline(sorted, sorted.at(-1) ?? 0, DIGITS);

        expect(drawn).toMatch(/^\d+$/);
        expect(drawn).toHaveLength(sorted.length);
        expect([...drawn].toSorted().join('')).toBe(drawn);
        expect([...drawn].map((digit) => digit === '0')).toEqual(sorted.map((value) => value === 0));
      }),
    );
  });
});
