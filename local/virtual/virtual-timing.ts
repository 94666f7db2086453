/**
 * One clock for a simulator and for the runs against it: when everything waits, time jumps to whatever ends
 * first. Waits overlap as they do in reality, and a minute takes no time.
 */

import type { RunTiming } from '../../lambda/timing.ts';
import type { Simulator } from '../simulator/simulator.ts';

export interface VirtualTimings {
  /** A timing of its own for each run, so that the waits of a killed run die with it. */
  readonly create: () => RunTiming & { readonly kill: () => void };
}

interface Waiter {
  readonly dueMs: number;
  /** Time does not go on for its sake: it notices when others have waited for longer. */
  readonly isPassive: boolean;
  readonly isDead: () => boolean;
  readonly resolve: () => void;
}

/** @param isFleetStill while a run waits, nothing else happens: what it reads does not depend on when it asks */
export function createVirtualTimings(simulator: VirtualTime, isFleetStill = false): VirtualTimings {
  const { nowMs, wait } = createWaiters(simulator, isFleetStill);
  // The simulator counts whole milliseconds: who waits for an instant must not wake up before it.
  const dueAfter = (durationMs: number) => Math.ceil(nowMs() + durationMs);

  return {
    create: () => {
      let isKilled = false;
      const isDead = () => isKilled;
      return {
        kill: () => {
          isKilled = true;
        },
        nowMs,
        random: () => 0.5,
        signalAfter: (durationMs) => {
          const controller = new AbortController();
          const resolve = () => controller.abort(new DOMException('The time is over', 'TimeoutError'));
          // No call is so fast that it ends before a limit that is behind it.
          if (durationMs <= 0) resolve();
          else wait({ dueMs: dueAfter(durationMs), isPassive: true, isDead, resolve });
          return controller.signal;
        },
        sleep: (durationMs, signal) =>
          new Promise((resolve, reject) => {
            if (signal?.aborted) return reject(signal.reason);
            signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
            wait({
              dueMs: dueAfter(durationMs),
              isPassive: false,
              isDead: () => isKilled || signal?.aborted === true,
              resolve,
            });
          }),
      };
    },
  };
}

type VirtualTime = Pick<Simulator, 'now' | 'advance'>;

function createWaiters(simulator: VirtualTime, isFleetStill: boolean) {
  const startMs = simulator.now().getTime();
  // What was waited while the fleet stood still.
  let stillMs = 0;
  const nowMs = () => simulator.now().getTime() - startMs + stillMs;
  let waiters: Waiter[] = [];
  let isPumping = false;

  // Every promise that can go on without time has gone on when an immediate comes.
  const pump = () => {
    waiters = waiters.filter(({ isDead }) => !isDead());
    isPumping = waiters.some(({ isPassive }) => !isPassive);
    if (!isPumping) return;
    const first = waiters.reduce<Waiter | undefined>(
      (soonest, waiter) => (soonest === undefined || waiter.dueMs < soonest.dueMs ? waiter : soonest),
      undefined,
    );
    if (first === undefined) return;
    waiters.splice(waiters.indexOf(first), 1);
    const waitMs = Math.max(0, first.dueMs - nowMs());
    if (isFleetStill) stillMs += waitMs;
    else simulator.advance(waitMs);
    first.resolve();
    setImmediate(pump);
  };

  const wait = (waiter: Waiter) => {
    waiters.push(waiter);
    if (isPumping || waiter.isPassive) return;
    isPumping = true;
    setImmediate(pump);
  };
  return { nowMs, wait };
}
