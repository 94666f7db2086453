import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Observation, observe, toNormalRange } from '../../../lambda/judge/norm-weights.ts';
import type { Norm } from '../../../lambda/model/norm.ts';
import { encodeNorms } from '../../../lambda/remember/norms-codec.ts';
import { AT } from '../../support/a-work-item.ts';

const HOUR_S = 3_600;
const WEEK_S = 7 * 24 * HOUR_S;
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);

const took = (seconds: number, endedAt = AT): Observation => ({ seconds, endedAt });
const tookAll = (durations: readonly number[]) => durations.map((seconds) => took(seconds));
const times = (count: number, seconds: number) => Array.from({ length: count }, () => seconds);
const rangeOf = (durations: readonly number[]) =>
  toNormalRange(observe(undefined, tookAll(durations), AT), 20);

const anyDuration = fc.integer({ min: 0, max: 200_000 });
const anyObservation = (maxSeconds: number) =>
  fc.record({ seconds: anyDuration, endedAt: fc.integer({ min: 0, max: maxSeconds }).map(later) });
/** By how much a bucket may be wider than what is in it; and whole seconds. */
const isCloseAbove = (bound: number, seconds: number) => bound >= seconds && bound <= 1.21 * seconds + 1;

describe('toNormalRange()', () => {
  it.each<[string, readonly number[], ReturnType<typeof rangeOf>]>([
    ['nothing of too few', times(19, 60), null],
    ['what 20 say', times(20, 60), { fromSeconds: 56, toSeconds: 68 }],
    ['the shortest of ten', [...times(5, 10), ...times(35, 60)], { fromSeconds: 9, toSeconds: 68 }],
    ['no outlier among 20', [...times(19, 60), 1_500], { fromSeconds: 56, toSeconds: 68 }],
    ['two of 20', [...times(18, 60), 1_500, 1_500], { fromSeconds: 56, toSeconds: 1_531 }],
    [
      'no outliers of one in a hundred',
      [...times(991, 60), ...times(9, 1_500)],
      { fromSeconds: 56, toSeconds: 68 },
    ],
    [
      'more than one in a hundred',
      [...times(985, 60), ...times(15, 1_500)],
      { fromSeconds: 56, toSeconds: 1_531 },
    ],
    ['what takes no time', times(20, 0), { fromSeconds: 0, toSeconds: 1 }],
    ['a day at most', times(20, 10 * 86_400), { fromSeconds: 71_927, toSeconds: 86_400 }],
  ])('tells %s', (_, durations, expected) => {
    expect(rangeOf(durations)).toEqual(expected);
  });

  it('is from below the shortest of ten to just above the longest but one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 86_400 }), { minLength: 20, maxLength: 140 }),
        (durations) => {
          const sorted = durations.toSorted((a, b) => a - b);
          const range = rangeOf(durations);

          expect(range?.fromSeconds).toBeLessThanOrEqual(sorted[Math.floor(sorted.length / 10)] ?? 0);
          expect(isCloseAbove(range?.toSeconds ?? 0, sorted.at(-2) ?? 0)).toBe(true);
        },
      ),
    );
  });

  it('is not moved by what is eight weeks older', () => {
    fc.assert(
      fc.property(
        fc.array(anyDuration, { maxLength: 100 }),
        fc.array(anyDuration, { minLength: 20, maxLength: 100 }),
        (older, newer) => {
          const eightWeeksAgo = later(-8 * WEEK_S);
          const norm = observe(
            undefined,
            older.map((seconds) => took(seconds, eightWeeksAgo)),
            eightWeeksAgo,
          );

          const { toSeconds } = toNormalRange(observe(norm, tookAll(newer), AT), 20) ?? {};
          expect(toSeconds).toBe(rangeOf(newer)?.toSeconds);
        },
      ),
    );
  });

  it('is not forgotten by time alone, but by what is newer', () => {
    const norm = observe(undefined, tookAll(times(30, 60)), AT);

    expect(toNormalRange(norm, 20)).not.toBeNull();
    expect(toNormalRange(observe(norm, [took(60, later(WEEK_S))], later(WEEK_S)), 20)).toBeNull();
  });
});

describe('observe()', () => {
  it('counts what ended a week ago half', () => {
    const old = Array.from({ length: 20 }, () => took(60, later(-WEEK_S)));
    const recent = times(10, 60).map((seconds) => took(seconds));

    expect(toNormalRange(observe(undefined, old, AT), 11)).toBeNull();
    expect(toNormalRange(observe(undefined, [...old, ...recent], AT), 20)).not.toBeNull();
  });

  /** Learns up to each of these seconds, and at last of all. */
  const learnUntil = (observations: readonly Observation[], untilSeconds: readonly number[]) =>
    untilSeconds.reduce<{ norm: Norm | undefined; fromSeconds: number }>(
      ({ norm, fromSeconds }, seconds) => {
        const isNew = ({ endedAt }: Observation) => endedAt > later(fromSeconds) && endedAt <= later(seconds);
        return { norm: observe(norm, observations.filter(isNew), later(seconds)), fromSeconds: seconds };
      },
      { norm: undefined, fromSeconds: -1 },
    ).norm;
  const anyCuts = (maxSeconds: number) =>
    fc
      .uniqueArray(fc.integer({ min: 1, max: maxSeconds - 1 }), { maxLength: 20 })
      .map((cuts) => [...cuts.toSorted((a, b) => a - b), maxSeconds]);

  it('learns the very same in whichever portions', () => {
    fc.assert(
      fc.property(
        fc.array(anyObservation(86_400), { maxLength: 100 }),
        anyCuts(86_400),
        (observations, cuts) => {
          const { week, weights } = observe(undefined, observations, later(86_400));

          expect(learnUntil(observations, cuts)).toMatchObject({ week, weights });
        },
      ),
    );
  });

  it('learns the same in whichever portions over weeks, but for what is rounded off in each', () => {
    fc.assert(
      fc.property(
        fc.array(anyObservation(4 * WEEK_S), { maxLength: 100 }),
        anyCuts(4 * WEEK_S),
        (observations, cuts) => {
          const inPortions = learnUntil(observations, cuts)?.weights ?? [];
          const atOnce = observe(undefined, observations, later(4 * WEEK_S)).weights;
          const differences = atOnce.map((weight, bucket) => Math.abs((inPortions[bucket] ?? 0) - weight));

          // Of 100 for a new observation: at most one for each, and one for each week.
          expect(Math.max(0, ...differences)).toBeLessThanOrEqual(observations.length + 4);
        },
      ),
    );
  });

  it('learns the same in whichever order', () => {
    fc.assert(
      fc.property(fc.array(anyObservation(WEEK_S), { maxLength: 50 }), (observations) => {
        const atEnd = later(WEEK_S);

        expect(observe(undefined, observations.toReversed(), atEnd)).toEqual(
          observe(undefined, observations, atEnd),
        );
      }),
    );
  });

  it('is small, whatever it saw: three of them have less than 2 KB in a row', () => {
    const oneOfEach = Array.from({ length: 400 }, (_, step) => took(1.03 ** step));
    let norm = observe(undefined, oneOfEach, AT);
    for (let times = 0; times < 300; times++) norm = observe(norm, oneOfEach, AT);
    const stored = encodeNorms({ pickup: norm, startup: norm, run: norm });

    expect(norm.weights.length).toBe(63);
    expect(JSON.stringify(stored).length).toBeLessThan(2_000);
  });

  it('knows since when it learns, but for a clock that was ahead once', () => {
    const norm = observe(observe(undefined, [], AT), [], later(60));

    expect(norm).toMatchObject({ since: AT, learnedAt: later(60), observedAt: later(60) });
    expect(observe(norm, [], later(-60)).since).toEqual(later(-60));
  });

  it('forgets all of what is not seen again, and keeps no zeros for it', () => {
    const norm = observe(undefined, tookAll(times(50, 60)), AT);
    const [halfYear, year] = [
      observe(norm, [], later(26 * WEEK_S)),
      observe(norm, [took(1)], later(52 * WEEK_S)),
    ];

    expect(halfYear.weights).toEqual([]);
    expect(year.weights).toHaveLength(1);
  });
});
