/**
 * One clock for a simulator and for the runs against it: when everything waits, time jumps to whatever ends
 * first. Waits overlap as they do in reality, and a minute takes no time.
 */

import { setTimeout as sleepReally } from 'node:timers/promises';
import { TIME_BUDGET } from '../../contract/time-budget.ts';
import type { Timing } from '../../lambda/timing.ts';
import type { Simulator } from '../simulator/simulator.ts';

export interface VirtualTimings {
  /** A timing of its own for each run, so that the waits of a killed run die with it. */
  readonly create: () => Timing & { readonly kill: () => void };
}

interface Waiter {
  readonly dueMs: number;
  readonly isDead: () => boolean;
  readonly resolve: () => void;
}

/** @param isFleetStill while a run waits, nothing else happens: what it reads does not depend on when it asks */
export function createVirtualTimings(
  simulator: Pick<Simulator, 'now' | 'advance'>,
  isFleetStill = false,
): VirtualTimings {
  const startMs = simulator.now().getTime();
  // What was waited while the fleet stood still.
  let stillMs = 0;
  const nowMs = () => simulator.now().getTime() - startMs + stillMs;
  let waiters: Waiter[] = [];
  let isPumping = false;

  // Every promise that can go on without time has gone on when an immediate comes.
  const pump = () => {
    waiters = waiters.filter(({ isDead }) => !isDead());
    const first = waiters.reduce<Waiter | undefined>(
      (soonest, waiter) => (soonest === undefined || waiter.dueMs < soonest.dueMs ? waiter : soonest),
      undefined,
    );
    isPumping = first !== undefined;
    if (first === undefined) return;
    waiters.splice(waiters.indexOf(first), 1);
    const waitMs = Math.max(0, first.dueMs - nowMs());
    if (isFleetStill) stillMs += waitMs;
    else simulator.advance(waitMs);
    first.resolve();
    setImmediate(pump);
  };

  return {
    create: () => {
      let isKilled = false;
      return {
        kill: () => {
          isKilled = true;
        },
        nowMs,
        random: () => 0.5,
        sleep: (durationMs) =>
          new Promise((resolve) => {
            // The simulator counts whole milliseconds: who waits for an instant must not wake up before it.
            waiters.push({ dueMs: Math.ceil(nowMs() + durationMs), isDead: () => isKilled, resolve });
            if (isPumping) return;
            isPumping = true;
            setImmediate(pump);
          }),
      };
    },
  };
}

/**
 * Deadlines are signals of real time, of which a virtual run takes next to none: only one that is over ends soon.
 * @returns waits for that where the run is late, as a call to AWS would
 */
export function createDeadline({ nowMs }: Pick<Timing, 'nowMs'>) {
  const startedMs = nowMs();
  return async (signal: AbortSignal): Promise<void> => {
    const spentMs = nowMs() - startedMs;
    // A signal from before a run stood still has not noticed.
    if (spentMs >= TIME_BUDGET.functionTimeoutMs) throw new Error('The time of the run is over');
    if (spentMs < TIME_BUDGET.publishUntilMs) return;
    await sleepReally(5);
    signal.throwIfAborted();
  };
}
