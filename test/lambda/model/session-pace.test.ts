import { describe, expect, it } from 'vitest';
import {
  NO_SESSIONS,
  type SessionPace,
  type SessionReadings,
  STEADY_PACE,
} from '../../../lambda/model/session.ts';
import { isPaused, nextPace } from '../../../lambda/model/session-pace.ts';
import { anUnreadSession } from '../../support/a-session.ts';
import { AT } from '../../support/a-work-item.ts';

const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);
const read = (overrides: Partial<SessionReadings>): SessionReadings => ({ ...NO_SESSIONS, ...overrides });
const GONE = anUnreadSession('gone');

describe('nextPace()', () => {
  it('waits for twice as long each time, and for as long as it is asked to, up to an hour', () => {
    const pauses: number[] = [];
    let pace: SessionPace = STEADY_PACE;
    for (const pauseSeconds of [0, 0, 300, 0, 0, 90_000]) {
      pace = nextPace(pace, read({ pauseSeconds }), AT);
      pauses.push(pace.pauseSeconds);
    }

    expect(pauses).toEqual([60, 120, 300, 600, 960, 3_600]);
  });

  it('goes on as before once a session was answered, and not because none was asked for', () => {
    const paused = nextPace(STEADY_PACE, read({ pauseSeconds: 0 }), AT);

    expect(nextPace(paused, NO_SESSIONS, later(60))).toEqual(paused);
    expect(nextPace(paused, read({ readings: [GONE], isForbidden: false }), later(60))).toEqual(STEADY_PACE);
  });

  it('counts runs in which nothing may be read, from the first on', () => {
    const forbidden = read({ isForbidden: true, readings: [GONE] });
    const first = nextPace(STEADY_PACE, forbidden, AT);
    const idle = nextPace(first, NO_SESSIONS, later(60));
    const second = nextPace(idle, forbidden, later(120));

    expect([first, idle, second].map(({ forbiddenRunCount }) => forbiddenRunCount)).toEqual([1, 1, 2]);
    expect(second.forbiddenSince).toEqual(AT);
    const told = { ...second, forbiddenRunCount: 3 };
    const unclear = read({ isForbidden: null, readings: [GONE] });
    expect(nextPace(second, unclear, later(180)).forbiddenRunCount).toBe(0);
    expect(nextPace(told, unclear, later(180))).toEqual(told);
    expect(nextPace(second, read({ isForbidden: false, readings: [GONE] }), later(180))).toEqual(STEADY_PACE);
  });
});

it.each([
  ['before it began', null, 0, false],
  ['within it', later(30), 60, true],
  ['at its end', AT, 60, false],
  ['when it is longer than any that was', later(90_000), 60, false],
])('isPaused() %s: %s', (_, pausedUntil, pauseSeconds, expected) => {
  expect(isPaused({ ...STEADY_PACE, pausedUntil, pauseSeconds }, AT)).toBe(expected);
});
