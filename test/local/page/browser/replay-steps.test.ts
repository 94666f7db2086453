import { describe, expect, it } from 'vitest';
import { nextMoment } from '../../../../local/page/browser/replay-steps.ts';
import { secondsOf } from './a-page-state.ts';

const spanOf = (minutes: number) => ({ from: secondsOf(0), to: secondsOf(minutes) });

describe('nextMoment()', () => {
  it.each([
    ['each minute of an hour', 60, 10, 11],
    ['some minutes of half a day at once', 720, 10, 18],
    ['the present at the end', 60, 59, null],
  ])('shows %s', (_name, spanMinutes, atMinute, expected) => {
    expect(nextMoment(secondsOf(atMinute), spanOf(spanMinutes), secondsOf(spanMinutes))).toBe(
      expected === null ? null : secondsOf(expected),
    );
  });

  it('ends where it was to end, though time has gone on since', () => {
    expect(nextMoment(secondsOf(59), spanOf(90), secondsOf(60))).toBeNull();
  });
});
