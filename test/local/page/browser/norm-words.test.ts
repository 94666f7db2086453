import { describe, expect, it } from 'vitest';
import { toLevelText, toNormalText } from '../../../../local/page/browser/norm-words.ts';

const NORM = { name: 'pickup', seenCount: 320, neededCount: 20 } as const;

describe('toNormalText()', () => {
  it.each([
    [{ fromSeconds: 240, toSeconds: 420 }, 'normally 4 min to 7 min, from 320 items'],
    [{ fromSeconds: 0, toSeconds: 35 }, 'normally up to 35 s, from 320 items'],
    [null, 'not learned yet: 320 of 20 items'],
  ])('says of %j: %s', (normal, expected) => {
    expect(toNormalText({ ...NORM, normal }, { noun: 'items' })).toBe(expected);
  });
});

describe('toLevelText()', () => {
  it.each([
    [{ warning: 300, critical: 900, source: 'default' }, 'warns at 5 min, critical at 15 min: default'],
    [{ warning: 1_260, critical: null, source: 'learned' }, 'warns at 21 min: learned'],
    [{ warning: null, critical: null, source: 'configured' }, 'tells nothing: configured'],
  ] as const)('says of %j: %s', (level, expected) => {
    expect(toLevelText(level)).toBe(expected);
  });
});
