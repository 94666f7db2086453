/** What the first answers of a run say of the API's time, by the `Date` headers of those that succeeded. */
import { parseHttpDate } from './api/timestamps.ts';

export interface RunClock {
  /** To be called before each request is sent. */
  readonly sent: () => void;
  /**
   * To be called with each answer. An error may come from a gateway, whose time is nobody's.
   * @param tookMs from the request to the answer, somewhere within which it was dated
   */
  readonly answered: (status: number, dateHeader: string | null, tookMs?: number) => void;
  readonly measure: () => MeasuredTime;
}

export interface MeasuredTime {
  /** When the first request was sent, by the function's own clock. */
  readonly sentAt: Date;
  /**
   * How far the API's clock is ahead of the function's: the median of the answers so far. `Date` is whole
   * seconds and the way takes time, so it is at most a little too small. Null: no answer told its time.
   */
  readonly skewMs: number | null;
  /** How much larger it may be, since the answer it is from was under way so long. */
  readonly slackMs: number;
  /** Whether more than half of the answers are within MAX_SPREAD_MS of the median. */
  readonly isAgreed: boolean;
}

/** Servers behind one address differ by seconds: what is further apart is not the same time. */
const MAX_SPREAD_MS = 2 * 60_000;

export function createRunClock(localNow: () => Date): RunClock {
  let sentAt: Date | null = null;
  const skews: { readonly ms: number; readonly tookMs: number }[] = [];
  return {
    sent: () => {
      sentAt ??= localNow();
    },
    answered: (status, dateHeader, tookMs = 0) => {
      const date = status >= 200 && status <= 299 ? parseHttpDate(dateHeader) : null;
      if (date !== null) skews.push({ ms: date.getTime() - localNow().getTime(), tookMs });
    },
    measure: () => {
      // Of two the upper: `Date` cuts off, so the larger is nearer to the truth.
      const median = skews.toSorted((a, b) => a.ms - b.ms)[Math.floor(skews.length / 2)];
      const skewMs = median?.ms ?? null;
      const nearCount = skews.filter(({ ms }) => isNear(ms, skewMs ?? 0)).length;
      return {
        sentAt: sentAt ?? localNow(),
        skewMs,
        slackMs: median?.tookMs ?? 0,
        isAgreed: 2 * nearCount > skews.length,
      };
    },
  };
}

export const isNear = (aMs: number, bMs: number): boolean => Math.abs(aMs - bMs) <= MAX_SPREAD_MS;
