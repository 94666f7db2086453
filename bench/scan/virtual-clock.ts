/** Time that jumps to the next wait when no request is under way: a walk of 20 minutes in seconds, exactly timed. */
import type { Timing } from '../../lambda/timing.ts';

export interface VirtualClock {
  readonly timing: Timing;
  /** Time stands still while this is not settled. */
  readonly hold: <T>(work: Promise<T>) => Promise<T>;
}

interface Waiter {
  readonly dueMs: number;
  readonly resolve: () => void;
}

export function createVirtualClock(): VirtualClock {
  let [nowMs, heldCount, isPlanned] = [0, 0, false];
  const waiters = new Set<Waiter>();

  // Whatever can go on without time has gone on when an immediate comes.
  const plan = () => {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(jump);
  };
  const jump = () => {
    isPlanned = false;
    const [first] = [...waiters].sort((a, b) => a.dueMs - b.dueMs);
    if (heldCount > 0 || first === undefined) return;
    waiters.delete(first);
    nowMs = first.dueMs;
    first.resolve();
    plan();
  };

  return {
    timing: {
      nowMs: () => nowMs,
      random: () => 0.5,
      sleep: (durationMs) =>
        new Promise((resolve) => {
          waiters.add({ dueMs: nowMs + durationMs, resolve });
          plan();
        }),
    },
    hold: async (work) => {
      heldCount++;
      try {
        return await work;
      } finally {
        heldCount--;
        plan();
      }
    },
  };
}
