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
/** Of who goes on, before each of who begins. */
const CONTINUING_TURNS_COUNT = 2;

export interface Pacer {
  /**
   * Waits for the caller's turn, first come, first served; but who goes on with what it has begun has two of three turns.
   *
   * @param deadlineMs on the scale of timing.nowMs
   * @param isContinuing @default false
   * @returns false, without taking a turn, as soon as it is clear that the turn would come at the deadline or later
   */
  readonly turn: (deadlineMs: number, isContinuing?: boolean) => Promise<boolean>;
  /** To be called when a request was refused since there were too many: the rate halves. */
  readonly slowDown: () => void;
  /** Nobody has a turn for so long. */
  readonly pause: (durationMs: number) => void;
}

interface Waiter {
  readonly deadlineMs: number;
  readonly isContinuing: boolean;
  readonly resolve: (hasTurn: boolean) => void;
}

export function createPacer(
  { nowMs, sleep }: Pick<Timing, 'nowMs' | 'sleep'>,
  fullPerSecond = REQUESTS_PER_SECOND,
): Pacer {
  const { intervalMs, slowDown } = createAdaptiveRate(nowMs, fullPerSecond);
  let waiting: readonly Waiter[] = [];
  let isServing = false;
  let servedCount = 0;
  let [nextTurnMs, pausedUntilMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];

  /** @returns when the first of those who wait has its turn */
  const plan = () => {
    const turnMs = Math.max(nextTurnMs, nowMs() - LATENESS_MS, pausedUntilMs);
    waiting = inTime(inOrder(waiting, servedCount), Math.max(turnMs, nowMs()), intervalMs());
    return turnMs;
  };
  const serve = async () => {
    for (;;) {
      const turnMs = plan();
      const [first, ...others] = waiting;
      if (first === undefined) break;
      const waitMs = turnMs - nowMs();
      if (waitMs > 0) {
        await sleep(waitMs);
        continue;
      }
      waiting = others;
      servedCount = first.isContinuing ? servedCount + 1 : 0;
      nextTurnMs = turnMs + intervalMs();
      first.resolve(true);
    }
    isServing = false;
  };

  return {
    slowDown,
    turn: (deadlineMs, isContinuing = false) =>
      new Promise((resolve) => {
        waiting = [...waiting, { deadlineMs, isContinuing, resolve }];
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

/**
 * A long list must not wait behind a hundred others for each of its pages, nor they for the whole of it.
 *
 * @param servedCount turns in a row that went to who goes on
 */
function inOrder(waiting: readonly Waiter[], servedCount: number): readonly Waiter[] {
  const [continuing, beginning] = [true, false].map((isContinuing) =>
    waiting.filter((waiter) => waiter.isContinuing === isContinuing),
  );
  if (!continuing?.length || !beginning?.length) return waiting;
  const order: Waiter[] = [];
  let [nextContinuing, nextBeginning, inARowCount] = [0, 0, servedCount];
  while (order.length < waiting.length) {
    const isBeginnersTurn = inARowCount >= CONTINUING_TURNS_COUNT || nextContinuing === continuing.length;
    const waiter =
      isBeginnersTurn && nextBeginning < beginning.length
        ? beginning[nextBeginning++]
        : continuing[nextContinuing++];
    if (waiter === undefined) break;
    inARowCount = waiter.isContinuing ? inARowCount + 1 : 0;
    order.push(waiter);
  }
  return order;
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
