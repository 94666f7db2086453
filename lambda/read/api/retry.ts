/** Which failures are worth another try, and when. The waiting itself is in try-again.ts. */
import { parseHttpDate } from './timestamps.ts';

/** Source: the API's overview: retry 429 and 5xx after 1, 2 and 4 s, at most three times. */
const RETRY_DELAYS_MS = [1_000, 2_000, 4_000] as const;
/** Up to so much longer, so that callers who failed together do not come back together. */
const JITTER_RATIO = 0.25;

export interface FailedTry {
  /** Retries before this one: 0 for the first try. */
  readonly retryCount: number;
  /** HTTP status; null when no answer came (network, timeout). */
  readonly status: number | null;
  /** Headers of the answer. */
  readonly retryAfter: string | null;
  readonly date: string | null;
}

/**
 * How long to wait before the next try: the longer of our own delay and the server's `Retry-After`.
 *
 * @param random in [0, 1)
 * @returns null when there is to be no next try
 */
export function retryDelayMs(
  { retryCount, status, retryAfter, date }: FailedTry,
  random: number,
): number | null {
  const delayMs = RETRY_DELAYS_MS[retryCount];
  if (delayMs === undefined || !isTransient(status)) return null;
  return Math.max(delayMs * (1 + JITTER_RATIO * random), retryAfterMs(retryAfter, date));
}

/** 501 is a feature that this API does not have: it will not have it in four seconds either. */
function isTransient(status: number | null): boolean {
  return status === null || status === 408 || status === 429 || (status >= 500 && status !== 501);
}

/** Source: the API's rate-limit page: its gateway refuses what is too much with these. */
export const isTooMuch = (status: number | null): boolean => status === 429 || status === 503;

/**
 * How long the server asks to be left alone; 0: it does not. A date is measured by the clock that wrote it, the
 * answer's own `Date`; without one it says nothing.
 */
export function retryAfterMs(retryAfter: string | null, date: string | null): number {
  if (retryAfter === null) return 0;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const untilAt = parseHttpDate(retryAfter);
  const sentAt = parseHttpDate(date);
  return untilAt === null || sentAt === null ? 0 : Math.max(0, untilAt.getTime() - sentAt.getTime());
}
