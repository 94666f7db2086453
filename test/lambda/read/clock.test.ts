import { describe, expect, it } from 'vitest';
import { createRunClock } from '../../../lambda/read/clock.ts';

const NOW = new Date('2026-11-24T10:15:10Z');
const plus = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

/** A clock whose answers come at once, each with its `Date` so many seconds from now; null: without one. */
function measure(...answers: readonly (readonly [status: number, offsetSeconds: number | null])[]) {
  const clock = createRunClock(() => NOW);
  clock.sent();
  for (const [status, offset] of answers)
    clock.answered(status, offset === null ? null : plus(offset).toUTCString());
  return clock.measure();
}

describe('createRunClock()', () => {
  it.each([
    ['no answer', [], null, false],
    ['one answer', [[200, 4]], 4_000, true],
    ['an answer without a Date', [[204, null]], null, false],
    ['the last of the statuses that succeed', [[299, 4]], 4_000, true],
    ['what comes before an answer, which has not succeeded yet', [[103, 60]], null, false],
    [
      'answers that agree on another time',
      [
        [200, 3_600],
        [200, 3_600],
      ],
      3_600_000,
      true,
    ],
    [
      'two that are two minutes apart, which is near enough',
      [
        [200, 120],
        [200, 0],
      ],
      120_000,
      true,
    ],
    [
      'errors of a gateway, whose time is nobody’s',
      [
        [503, 3_600],
        [401, 60],
        [302, 60],
      ],
      null,
      false,
    ],
    [
      'one of three that is wrong',
      [
        [200, 900],
        [200, 1],
        [200, 0],
      ],
      1_000,
      true,
    ],
    [
      'two that differ: the upper',
      [
        [200, 900],
        [200, 1],
      ],
      900_000,
      false,
    ],
    [
      'one of six that is wrong, the first',
      [
        [200, 900],
        [200, 0],
        [200, 0],
        [200, 1],
        [200, 0],
        [200, 0],
      ],
      0,
      true,
    ],
    [
      'three that agree on nothing',
      [
        [200, 900],
        [200, 0],
        [200, -900],
      ],
      0,
      false,
    ],
  ] as const)('measures %s', (_, answers, skewMs, isAgreed) => {
    expect(measure(...answers)).toEqual({ sentAt: NOW, skewMs, slackMs: 0, isAgreed });
  });

  it('knows when the first request was sent', () => {
    let now = NOW;
    const clock = createRunClock(() => now);
    clock.sent();
    now = plus(9.5);
    clock.sent();
    clock.answered(200, plus(9).toUTCString());

    expect(clock.measure()).toEqual({ sentAt: NOW, skewMs: -500, slackMs: 0, isAgreed: true });
  });
});
