/**
 * Spaces the requests to one API evenly, whoever makes them, so that they never exceed its rate: the one it
 * advises, or what it shows by refusing.
 */
import type { Timing } from '../../timing.ts';
import { createAdaptiveRate, REQUESTS_PER_SECOND } from './adaptive-rate.ts';

/** A server that asks for longer is asked once in each run, or the monitor would be blind. */
const LONGEST_PAUSE_MS = 60_000;
/** A function that got no CPU for a moment makes up for so much, and bursts no more than that. */
const LATENESS_MS = 100;

export interface Pacer {
  /**
   * Waits for the caller's turn, first come, first served.
   *
   * @param deadlineMs on the scale of timing.nowMs
   * @returns false, without taking a turn, as soon as it is clear that the turn would come at the deadline or later
   */
  readonly turn: (deadlineMs: number) => Promise<boolean>;
  /** To be called when a request was refused since there were too many: the rate halves. */
  readonly slowDown: () => void;
  /** Nobody has a turn for so long. */
  readonly pause: (durationMs: number) => void;
}

interface Waiter {
  readonly deadlineMs: number;
  readonly resolve: (hasTurn: boolean) => void;
}

export function createPacer(
  { nowMs, sleep }: Pick<Timing, 'nowMs' | 'sleep'>,
  fullPerSecond = REQUESTS_PER_SECOND,
): Pacer {
  const { intervalMs, slowDown } = createAdaptiveRate(nowMs, fullPerSecond);
  let waiting: readonly Waiter[] = [];
  let isServing = false;
  let [nextTurnMs, pausedUntilMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];

  /** @returns when the first of those who wait has its turn */
  const plan = () => {
    const turnMs = Math.max(nextTurnMs, nowMs() - LATENESS_MS, pausedUntilMs);
    waiting = inTime(waiting, Math.max(turnMs, nowMs()), intervalMs());
    return turnMs;
  };
  const serve = async () => {
    for (;;) {
      const turnMs = plan();
      const [first, ...others] = waiting;
      if (first === undefined) break;
      if (turnMs > nowMs()) {
        await sleep(turnMs - nowMs());
        continue;
      }
      waiting = others;
      nextTurnMs = turnMs + intervalMs();
      first.resolve(true);
    }
    isServing = false;
  };

  return {
    slowDown,
    turn: (deadlineMs) =>
      new Promise((resolve) => {
        waiting = [...waiting, { deadlineMs, resolve }];
        if (isServing) return void plan();
        isServing = true;
        // Turns are not saved up while nobody asks.
        nextTurnMs = Math.max(nextTurnMs, nowMs());
        void serve();
      }),
    pause: (durationMs) => {
      pausedUntilMs = Math.max(pausedUntilMs, nowMs() + Math.min(durationMs, LONGEST_PAUSE_MS));
    },
  };
}

/** Those whose turn comes in time; the others hear at once that it does not. */
function inTime(waiting: readonly Waiter[], firstTurnMs: number, intervalMs: number): readonly Waiter[] {
  const kept: Waiter[] = [];
  for (const waiter of waiting) {
    if (firstTurnMs + kept.length * intervalMs < waiter.deadlineMs) kept.push(waiter);
    else waiter.resolve(false);
  }
  return kept;
}
