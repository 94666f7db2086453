import { describe, expect, it } from 'vitest';
import { createPacer } from '../../../../lambda/read/api/pacing.ts';
import type { Timing } from '../../../../lambda/timing.ts';
import { createVirtualTiming } from '../../../support/qoder-timing.ts';

/** Time stands still, so that callers come at the same instant. */
function createFrozenTiming() {
  const delaysMs: number[] = [];
  let nowMs = 0;
  const timing: Timing = {
    nowMs: () => nowMs,
    sleep: async (delayMs) => void delaysMs.push(delayMs),
    random: () => 0,
  };
  return {
    timing,
    delaysMs,
    moveTo: (ms: number) => {
      nowMs = ms;
    },
  };
}

describe('createPacer()', () => {
  it('spaces callers of the same instant by 20 ms, in the order they came', async () => {
    const { timing, delaysMs } = createFrozenTiming();
    const pacer = createPacer(timing);

    const turns = await Promise.all([pacer(1_000), pacer(1_000), pacer(1_000), pacer(1_000)]);

    expect({ turns, delaysMs }).toEqual({ turns: [true, true, true, true], delaysMs: [20, 40, 60] });
  });

  it('saves up no turns while nobody asks', async () => {
    const { timing, delaysMs, moveTo } = createFrozenTiming();
    const pacer = createPacer(timing, 10);
    await pacer(10_000);
    moveTo(5_000);

    await Promise.all([pacer(10_000), pacer(10_000), pacer(10_000)]);

    expect(delaysMs).toEqual([100, 200]);
  });

  it('makes nobody wait who comes slower than the rate', async () => {
    const timing = createVirtualTiming();
    const pacer = createPacer(timing);
    await pacer(Number.POSITIVE_INFINITY);
    timing.advance(20);

    await pacer(Number.POSITIVE_INFINITY);

    expect(timing.delaysMs).toEqual([]);
  });

  it('gives no turn at or after the deadline, and takes none from the others', async () => {
    const { timing, delaysMs } = createFrozenTiming();
    const pacer = createPacer(timing);

    const turns = await Promise.all([pacer(100), pacer(20), pacer(21), pacer(0)]);

    expect({ turns, delaysMs }).toEqual({ turns: [true, false, true, false], delaysMs: [20] });
  });
});
