import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instant, type Skew, UNKNOWN_SKEW } from '../../../lambda/model/instant.ts';
import { establishInstant } from '../../../lambda/read/establish-instant.ts';

const MIN = 60_000;
const HOUR = 60 * MIN;
const SENT_AT = new Date('2026-11-24T12:00:05Z');
const SCHEDULED_AT = new Date('2026-11-24T12:00:00Z');
const known = (ms: number): Skew => ({ ...UNKNOWN_SKEW, ms });
const rival = (ms: number | null, rivalMs: number, runCount: number): Skew => ({
  ms,
  rival: { ms: rivalMs, runCount },
  deviatingRunCount: runCount,
});

interface Given {
  readonly skewMs: number | null;
  readonly skew?: Skew;
  readonly isAgreed?: boolean;
  readonly slackMs?: number;
  readonly lastAt?: Date | null;
  readonly scheduledAt?: Date;
}

function establish({
  skewMs,
  skew = known(0),
  isAgreed = true,
  slackMs = 0,
  lastAt = null,
  scheduledAt,
}: Given): Instant {
  return establishInstant({
    measured: { sentAt: SENT_AT, skewMs, slackMs, isAgreed },
    scheduledAt: scheduledAt ?? SCHEDULED_AT,
    memory: { lastAt, skew },
  });
}

/** By how much the instant is ahead of the function's clock, the margin apart. */
const usedMs = ({ at }: Instant) => at.getTime() - SENT_AT.getTime() + 2_000;

describe('establishInstant() goes by', () => {
  it.each<[string, Given, { usedMs: number; skew: Skew; deviationMs: number; isUnconfirmed?: boolean }]>([
    [
      'what agrees with the remembered skew',
      { skewMs: 1_000 },
      { usedMs: 1_000, skew: known(1_000), deviationMs: 1_000 },
    ],
    [
      'the remembered skew where what a Date hides is all they differ by',
      { skewMs: -999 },
      { usedMs: 0, skew: known(0), deviationMs: -999 },
    ],
    [
      'a skew that is constant, however large',
      { skewMs: HOUR, skew: known(HOUR - 5_000) },
      { usedMs: HOUR, skew: known(HOUR), deviationMs: 5_000 },
    ],
    [
      'the remembered skew when an answer that was long under way does not speak against it',
      { skewMs: -90_000, slackMs: 90_000 },
      { usedMs: 0, skew: known(0), deviationMs: -90_000 },
    ],
    [
      'what an answer that was long under way says when that alone does not explain it',
      { skewMs: -90_000, slackMs: 30_000 },
      { usedMs: -90_000, skew: known(-90_000), deviationMs: -90_000 },
    ],
    [
      'the remembered skew when an answer took a second, and is older by that and by what a Date hides',
      { skewMs: -2_000, slackMs: 1_000 },
      { usedMs: 0, skew: known(0), deviationMs: -2_000 },
    ],
    [
      'what an answer says that took less than a second',
      { skewMs: -1_500, slackMs: 999 },
      { usedMs: -1_500, skew: known(-1_500), deviationMs: -1_500 },
    ],
    [
      'what an answer says that was long under way and is ahead, which no delay explains',
      { skewMs: 5_000, slackMs: 90_000 },
      { usedMs: 5_000, skew: known(5_000), deviationMs: 5_000 },
    ],
    [
      'what differs from the remembered skew by more than a Date hides',
      { skewMs: -1_000 },
      { usedMs: -1_000, skew: known(-1_000), deviationMs: -1_000 },
    ],
    [
      'the larger of two that a Date may make of one, also where both are large',
      { skewMs: HOUR - 500, skew: known(HOUR) },
      { usedMs: HOUR, skew: known(HOUR), deviationMs: -500 },
    ],
    [
      'the first answers there ever were, which are a little behind its own clock',
      { skewMs: -700, skew: UNKNOWN_SKEW },
      { usedMs: -700, skew: known(-700), deviationMs: 0 },
    ],
    [
      'the remembered skew when every answer of one run is ahead',
      { skewMs: 12 * MIN },
      { usedMs: 0, skew: rival(0, 12 * MIN, 1), deviationMs: 12 * MIN },
    ],
    [
      'the remembered skew when every answer of one run is behind',
      { skewMs: -HOUR },
      { usedMs: 0, skew: rival(0, -HOUR, 1), deviationMs: -HOUR },
    ],
    [
      'the remembered skew when the second run tells it too',
      { skewMs: HOUR, skew: rival(0, HOUR + 1_000, 1) },
      { usedMs: 0, skew: rival(0, HOUR, 2), deviationMs: HOUR },
    ],
    [
      'the new one when the third run tells it too',
      { skewMs: HOUR, skew: rival(0, HOUR + 1_000, 2) },
      { usedMs: HOUR, skew: known(HOUR), deviationMs: HOUR },
    ],
    [
      'the remembered skew when the third run tells a third time',
      { skewMs: 2 * HOUR, skew: rival(0, HOUR, 2) },
      { usedMs: 0, skew: { ...rival(0, 2 * HOUR, 1), deviatingRunCount: 3 }, deviationMs: 2 * HOUR },
    ],
    [
      'the remembered skew when no answer told a time',
      { skewMs: null, skew: known(5_000) },
      { usedMs: 5_000, skew: known(5_000), deviationMs: 0 },
    ],
    [
      'its own clock when nothing is known at all',
      { skewMs: null, skew: UNKNOWN_SKEW },
      { usedMs: 0, skew: UNKNOWN_SKEW, deviationMs: 0 },
    ],
    [
      'the first answers there ever were, which agree with its own clock',
      { skewMs: 700, skew: UNKNOWN_SKEW },
      { usedMs: 700, skew: known(700), deviationMs: 0 },
    ],
    [
      'the first answers there ever were when they agree on another time, and opens nothing',
      { skewMs: HOUR, skew: UNKNOWN_SKEW },
      { usedMs: HOUR, skew: rival(null, HOUR, 1), deviationMs: 0, isUnconfirmed: true },
    ],
    [
      'that other time when the next run agrees',
      { skewMs: HOUR + 1_000, skew: rival(null, HOUR, 1) },
      { usedMs: HOUR + 1_000, skew: known(HOUR + 1_000), deviationMs: 0 },
    ],
    [
      'its own clock when the first answers there ever were agree on nothing',
      { skewMs: HOUR, skew: UNKNOWN_SKEW, isAgreed: false },
      { usedMs: 0, skew: rival(null, HOUR, 1), deviationMs: HOUR, isUnconfirmed: true },
    ],
    [
      'the API and the schedule when its own clock is an hour ahead for a run',
      { skewMs: -HOUR, scheduledAt: new Date(SCHEDULED_AT.getTime() - HOUR) },
      { usedMs: -HOUR, skew: { ...rival(0, -HOUR, 1), deviatingRunCount: 0 }, deviationMs: -HOUR },
    ],
    [
      'the API and the schedule when its own clock is wrong and the API has a skew',
      { skewMs: 3 * HOUR, skew: known(HOUR), scheduledAt: new Date(SCHEDULED_AT.getTime() + 2 * HOUR) },
      {
        usedMs: 3 * HOUR,
        skew: { ...rival(HOUR, 3 * HOUR, 1), deviatingRunCount: 0 },
        deviationMs: 2 * HOUR,
      },
    ],
  ])('%s', (_, given, expected) => {
    const instant = establish(given);

    expect({ usedMs: usedMs(instant), ...instant, at: null }).toEqual({
      isUnconfirmed: false,
      ...expected,
      at: null,
      previousAt: null,
    });
  });
});

describe('establishInstant() calls its own clock wrong', () => {
  /** The API tells a time three hours ahead, where it was known to be an hour ahead. */
  const isOwnClockWrong = (lateMs: number) => {
    const scheduledAt = new Date(SENT_AT.getTime() + 3 * HOUR - lateMs);
    return usedMs(establish({ skewMs: 3 * HOUR, skew: known(HOUR), scheduledAt })) === 3 * HOUR;
  };

  it.each([
    ['where the API tells the time of the schedule', 0, true],
    ['three minutes after it', 3 * MIN, true],
    ['three minutes before it', -3 * MIN, true],
    ['not more than that', 3 * MIN + 1, false],
    ['where it is ahead of the schedule as it was before', HOUR, true],
    ['and three minutes late', HOUR + 3 * MIN, true],
    ['not more than that late', HOUR + 3 * MIN + 1, false],
    ['not where it is ahead of it by anything else', 2 * HOUR, false],
  ])('%s', (_, lateMs, expected) => {
    expect(isOwnClockWrong(lateMs)).toBe(expected);
  });
});

describe('establishInstant() after a run', () => {
  const at = (offsetMs: number) => new Date(SENT_AT.getTime() - 2_000 + offsetMs);

  it.each([
    ['goes on from it', at(-MIN), at(0), at(-MIN)],
    ['stays where a clock moves back by seconds', at(5_000), at(5_000), at(5_000)],
    ['stays where a clock moves back by ten minutes', at(10 * MIN), at(10 * MIN), at(10 * MIN)],
    ['begins anew where the last one cannot have been', at(10 * MIN + 1), at(0), null],
  ])('%s', (_, lastAt, expectedAt, previousAt) => {
    const instant = establish({ skewMs: 0, lastAt });

    expect([instant.at, instant.previousAt]).toEqual([expectedAt, previousAt]);
  });

  it('is moved by no run alone by more than two minutes', () => {
    const anySkew = fc.integer({ min: -400 * 24 * HOUR, max: 400 * 24 * HOUR });
    fc.assert(
      fc.property(anySkew, fc.integer({ min: -MIN, max: MIN }), (skewMs, knownMs) => {
        fc.pre(Math.abs(skewMs - knownMs) > 5 * MIN && Math.abs(skewMs) > 5 * MIN);

        expect(Math.abs(usedMs(establish({ skewMs, skew: known(knownMs) })) - knownMs)).toBeLessThanOrEqual(
          0,
        );
      }),
    );
  });
});
