/**
 * `at`, the instant of a run, by the server's clock, so that neither a skewed local clock nor a slow scan
 * invents or loses anything. It never moves backwards, except from an instant that cannot have been.
 */
import type { Instant } from '../model/instant.ts';

/** Servers behind one address differ by seconds. To wait longer for their time to come again would be blindness. */
const MAX_WAIT_MS = 10 * 60_000;

export interface InstantFacts {
  /** Null when no answer told the server's time. */
  readonly serverAt: Date | null;
  readonly scheduledAt: Date;
  /** Of the last run that published and saved. */
  readonly lastAt: Date | null;
}

export function toInstant({ serverAt, scheduledAt, lastAt }: InstantFacts): Instant {
  if (serverAt === null) return { at: later(scheduledAt, lastAt), isServerTime: false, previousAt: null };
  // A clock that was far ahead once must not hold up time until the others have caught up with it.
  const wasAhead = lastAt !== null && lastAt.getTime() - serverAt.getTime() > MAX_WAIT_MS;
  return wasAhead
    ? { at: serverAt, isServerTime: true, previousAt: null }
    : { at: later(serverAt, lastAt), isServerTime: true, previousAt: lastAt };
}

const later = (a: Date, b: Date | null): Date => (b !== null && b > a ? b : a);
