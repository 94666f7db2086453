/** The time of a run as the API's servers see it, from the `Date` headers of their answers. */

import type { Timing } from '../timing.ts';
import { parseHttpDate } from './api/timestamps.ts';

/** `Date` and timestamps are whole seconds, each up to a second old: what is older than both is surely visible. */
export const VISIBILITY_MARGIN_MS = 2_000;

export interface ServerClock {
  /** To be called before each request is sent. */
  readonly sent: () => void;
  /** To be called with the `Date` header of each answer, whatever its status. */
  readonly answered: (dateHeader: string | null) => void;
  /**
   * The run's instant: the first answer's `Date`, minus the margin and the time since the run's first request
   * was sent. Null until an answer with a readable `Date` has come; the same ever after.
   */
  readonly at: () => Date | null;
  /** How far the local clock is ahead of the server's, to about a second; null until `at` is known. */
  readonly skewMs: (localNow: Date) => number | null;
}

export function createServerClock({ nowMs }: Pick<Timing, 'nowMs'>): ServerClock {
  let firstSentMs: number | null = null;
  let first: { readonly date: Date; readonly answeredMs: number; readonly at: Date } | null = null;

  return {
    sent: () => {
      firstSentMs ??= nowMs();
    },
    answered: (dateHeader) => {
      const date = parseHttpDate(dateHeader);
      if (date === null || first !== null) return;
      const answeredMs = nowMs();
      const sinceSentMs = answeredMs - (firstSentMs ?? answeredMs);
      first = { date, answeredMs, at: new Date(date.getTime() - VISIBILITY_MARGIN_MS - sinceSentMs) };
    },
    at: () => first?.at ?? null,
    skewMs: (localNow) =>
      first === null ? null : localNow.getTime() - (first.date.getTime() + nowMs() - first.answeredMs),
  };
}
