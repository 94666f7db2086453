/** How many requests a second an API takes: what it advises, or less where it refuses. */

/** Source: the API's rate-limit page: at most 50 reads a second. */
export const REQUESTS_PER_SECOND = 50;
/** Source: the same page advises at least 100 ms between pages. */
export const PAGE_PAUSE_MS = 100;
/** Of the full rate, however much is refused: to ask no more would be not to know when it is over. */
const LEAST_PART = 0.1;
/** Of the full rate, each second without a refusal: back to it within ten. */
const RECOVERY_PART = 0.1;
/** Requests that were under way together are refused together: that is one sign, not many. */
const ONE_SIGN_MS = 1_000;

export interface AdaptiveRate {
  /** Between two requests. */
  readonly intervalMs: () => number;
  /** To be called when a request was refused since there were too many: the rate halves. */
  readonly slowDown: () => void;
}

/** @param nowMs monotonic */
export function createAdaptiveRate(nowMs: () => number, fullPerSecond: number): AdaptiveRate {
  let slowed = { perSecond: fullPerSecond, atMs: Number.NEGATIVE_INFINITY };
  const perSecond = () => {
    const sinceSeconds = (nowMs() - slowed.atMs) / 1000;
    return Math.min(fullPerSecond, slowed.perSecond + RECOVERY_PART * fullPerSecond * sinceSeconds);
  };
  return {
    intervalMs: () => 1000 / perSecond(),
    slowDown: () => {
      const atMs = nowMs();
      if (atMs - slowed.atMs < ONE_SIGN_MS) return;
      slowed = { perSecond: Math.max(LEAST_PART * fullPerSecond, perSecond() / 2), atMs };
    },
  };
}
