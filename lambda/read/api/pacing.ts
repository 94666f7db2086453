/** Spaces the requests of one client evenly, whoever makes them, so that they never exceed the API's rate. */
import type { Timing } from '../../timing.ts';

/** Source: the API's rate-limit page: at most 50 reads a second. */
export const REQUESTS_PER_SECOND = 50;

/**
 * Waits for the caller's turn, first come, first served.
 *
 * @param deadlineMs on the scale of timing.nowMs
 * @returns false, at once and without taking a turn, when the turn would come at the deadline or later
 */
export type Pacer = (deadlineMs: number) => Promise<boolean>;

export function createPacer(timing: Timing, requestsPerSecond = REQUESTS_PER_SECOND): Pacer {
  const intervalMs = 1000 / requestsPerSecond;
  let nextTurnMs = Number.NEGATIVE_INFINITY;

  return async (deadlineMs) => {
    const nowMs = timing.nowMs();
    const turnMs = Math.max(nowMs, nextTurnMs);
    if (turnMs >= deadlineMs) return false;
    nextTurnMs = turnMs + intervalMs;
    if (turnMs > nowMs) await timing.sleep(turnMs - nowMs);
    return true;
  };
}
