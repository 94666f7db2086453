import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withLearnedLevels } from '../../../lambda/judge/learned-levels.ts';
import { NORM_CATALOGUE } from '../../../lambda/judge/norm-catalogue.ts';
import { observe } from '../../../lambda/judge/norm-weights.ts';
import { NOTHING_LEARNED } from '../../../lambda/model/environment-state.ts';
import { NORM_NAMES, type NormName } from '../../../lambda/model/norm.ts';
import { AT, ago, level, someRules } from '../../support/a-work-item.ts';

/** So many observations of so many seconds, the first of them so long ago. */
const knowing = (name: NormName, count: number, seconds: number, knownSeconds = 3_600) => ({
  learnedSilence: NOTHING_LEARNED,
  norms: {
    [name]: {
      ...observe(
        undefined,
        Array.from({ length: count }, () => ({ seconds, endedAt: AT })),
        AT,
      ),
      since: ago(knownSeconds),
    },
  },
});
const silence = (longestSeconds: number) => ({
  learnedSilence: { longestSeconds, observationCount: 100, observedAt: AT, watched: [] },
  norms: {},
});

describe('withLearnedLevels()', () => {
  it.each<[NormName, number, number, ReturnType<typeof level>]>([
    ['pickup', 19, 5, level(300, 900)],
    ['pickup', 20, 5, level(120, 900)],
    ['pickup', 20, 60, level(204, 900)],
    ['pickup', 20, 360, level(1_275, 3_825)],
    ['pickup', 20, 1_800, level(1_800, 5_400)],
    ['startup', 19, 5, level(300, 900)],
    ['startup', 20, 5, level(120, 900)],
    ['startup', 20, 420, level(1_275, 3_825)],
    ['startup', 20, 86_400, level(3_600, 10_800)],
    ['run', 49, 60, level(null, null)],
    ['run', 50, 60, level(1_800, null)],
    ['run', 50, 3_600, level(15_312, null)],
    ['run', 50, 86_400, level(345_600, null)],
  ])('by %s: %d of %d s', (name, count, seconds, expected) => {
    const rules = withLearnedLevels(someRules(), knowing(name, count, seconds), AT);
    const { condition } = NORM_CATALOGUE[name];

    expect(rules).toEqual(someRules({ [condition]: expected }));
  });

  it.each<[number, number, NormName, ReturnType<typeof level>]>([
    [3_599, 5, 'pickup', level(300, 900)],
    [3_600, 5, 'pickup', level(120, 900)],
    [0, 360, 'pickup', level(1_275, 3_825)],
    [0, 60, 'run', level(1_800, null)],
  ])(
    'that is known for %d s, by %d s of %s: at first nothing is told sooner',
    (knownSeconds, seconds, name, expected) => {
      const { thresholds } = withLearnedLevels(someRules(), knowing(name, 50, seconds, knownSeconds), AT);

      expect(thresholds[NORM_CATALOGUE[name].condition]).toEqual(expected);
    },
  );

  it.each([
    { name: 'learned', rules: someRules(), expected: level(300, 600) },
    {
      name: 'capped at critical',
      rules: someRules({ 'stale-heartbeat': level(null, 240) }),
      expected: level(240, 240),
    },
    {
      name: 'learned without a critical level',
      rules: someRules({ 'stale-heartbeat': level(null, null) }),
      expected: level(300, null),
    },
  ])('by silence: $name', ({ rules, expected }) => {
    expect(withLearnedLevels(rules, silence(100), AT).thresholds).toEqual({
      ...rules.thresholds,
      'stale-heartbeat': expected,
    });
  });

  it('learns nothing that the settings decide', () => {
    const rules = { ...someRules(), learnable: new Set<never>() };

    for (const learned of [silence(100), ...NORM_NAMES.map((name) => knowing(name, 100, 600))])
      expect(withLearnedLevels(rules, learned, AT)).toEqual(rules);
  });

  it('is never outside floor and ceiling, and never warns after it is critical', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NORM_NAMES),
        fc.array(fc.record({ seconds: fc.nat({ max: 1_000_000 }), endedAt: fc.constant(AT) }), {
          minLength: 50,
          maxLength: 90,
        }),
        (name, observations) => {
          const learned = {
            learnedSilence: NOTHING_LEARNED,
            norms: { [name]: observe(undefined, observations, AT) },
          };
          const { condition, floorSeconds, ceilingSeconds } = NORM_CATALOGUE[name];
          const { warning, critical } = withLearnedLevels(someRules(), learned, AT).thresholds[condition];

          expect(warning).toBeGreaterThanOrEqual(floorSeconds);
          expect(warning).toBeLessThanOrEqual(ceilingSeconds);
          expect(critical ?? Number.POSITIVE_INFINITY).toBeGreaterThan(warning ?? 0);
        },
      ),
    );
  });
});
