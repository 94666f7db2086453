/** Time that passes only when somebody waits, so that tests of waiting take none. */
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
    sleep: async (durationMs) => {
      delaysMs.push(durationMs);
      nowMs += durationMs;
    },
    random: () => random,
  };
}
