/** Time that passes only when somebody waits, so that tests of waiting take none. */
import { setImmediate } from 'node:timers/promises';
import type { Timing } from '../../lambda/timing.ts';

export interface VirtualTiming extends Timing {
  /** Every wait, in order. */
  readonly delaysMs: readonly number[];
  readonly advance: (durationMs: number) => void;
}

export function createVirtualTiming(random = 0): VirtualTiming {
  const delaysMs: number[] = [];
  let nowMs = 1_000;
  return {
    delaysMs,
    advance: (durationMs) => {
      nowMs += durationMs;
    },
    nowMs: () => nowMs,
    sleep: async (durationMs, signal) => {
      // What may end the wait early goes first.
      if (signal !== undefined) await setImmediate();
      signal?.throwIfAborted();
      delaysMs.push(durationMs);
      nowMs += durationMs;
    },
    random: () => random,
  };
}
