import { describe, expect, it } from 'vitest';
import { createPace } from '../../../local/monitor/pace.ts';

/** A clock that goes on only by what is slept, unless it is woken. */
function aPace(everySeconds: number) {
  let nowMs = 0;
  const slept: number[] = [];
  /** Called when a sleep begins; it may change the pace. */
  let onSleep: (() => void) | null = null;
  const pace = createPace(everySeconds, {
    nowMs: () => nowMs,
    sleep: async (durationMs, signal) => {
      slept.push(durationMs);
      const act = onSleep;
      onSleep = null;
      act?.();
      if (signal?.aborted) throw signal.reason;
      nowMs += durationMs;
    },
  });
  return { pace, slept, whenAsleep: (act: () => void) => (onSleep = act), nowMs: () => nowMs };
}

const never = new AbortController().signal;

describe('createPace()', () => {
  it('waits as long as a minute takes', async () => {
    const { pace, slept } = aPace(3);

    expect(await pace.nextRun(never)).toBe(true);
    expect(slept).toEqual([3_000]);
  });

  it.each([
    ['a step', 0, (pace: ReturnType<typeof aPace>['pace']) => pace.step()],
    ['a faster pace', 500, (pace: ReturnType<typeof aPace>['pace']) => pace.setEverySeconds(0.5)],
    [
      'a pause and a step',
      0,
      (pace: ReturnType<typeof aPace>['pace']) => {
        pace.pause();
        pace.step();
      },
    ],
  ])('follows %s while it waits', async (_name, expectedMs, act) => {
    const { pace, whenAsleep, nowMs } = aPace(3);
    whenAsleep(() => act(pace));

    expect(await pace.nextRun(never)).toBe(true);
    expect(nowMs()).toBe(expectedMs);
  });

  it('waits through a pause, however long, until it is resumed', async () => {
    const { pace, slept, whenAsleep } = aPace(3);
    pace.pause();
    whenAsleep(() => whenAsleep(() => pace.resume()));

    expect(await pace.nextRun(never)).toBe(true);
    expect(slept).toEqual([3_600_000, 3_600_000]);
  });

  it('takes one step for one press', async () => {
    const { pace, slept } = aPace(3);
    pace.step();

    await pace.nextRun(never);
    await pace.nextRun(never);

    expect(slept).toEqual([3_000]);
  });

  it('says false when it is ended', async () => {
    const { pace, whenAsleep } = aPace(3);
    const ended = new AbortController();
    whenAsleep(() => ended.abort());

    expect(await pace.nextRun(ended.signal)).toBe(false);
  });
});
