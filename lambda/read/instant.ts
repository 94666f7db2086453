/**
 * `at`, the instant of a run: fixed once, by the server's clock, so that neither a skewed local clock nor a
 * slow scan invents or loses anything. It never moves backwards, except from an instant that cannot have been.
 */
export interface RunInstant {
  /** The server's if an answer has come by the first call, else the scheduled time; the same ever after. */
  readonly at: () => Date;
  /** Whether `at` is the server's: only then is it remembered. */
  readonly isServerTime: () => boolean;
  /** The last run's instant, up to which flows were counted; null where this run cannot count on from it. */
  readonly previousAt: () => Date | null;
}

/** Servers behind one address differ by seconds. To wait longer for their time to come again would be blindness. */
const MAX_WAIT_MS = 10 * 60_000;

/** @param serverAt null until the server has told its time */
export function createRunInstant(
  serverAt: () => Date | null,
  scheduledAt: Date,
  lastAt: Date | null,
): RunInstant {
  let fixed: ReturnType<typeof decide> | null = null;
  const fix = () => {
    fixed ??= decide(serverAt(), scheduledAt, lastAt);
    return fixed;
  };
  return {
    at: () => fix().at,
    isServerTime: () => fix().isServerTime,
    previousAt: () => fix().previousAt,
  };
}

function decide(fromServer: Date | null, scheduledAt: Date, lastAt: Date | null) {
  if (fromServer === null) {
    return { at: later(scheduledAt, lastAt), isServerTime: false, previousAt: null };
  }
  // A clock that was far ahead once must not hold up time until the others have caught up with it.
  const wasAhead = lastAt !== null && lastAt.getTime() - fromServer.getTime() > MAX_WAIT_MS;
  return wasAhead
    ? { at: fromServer, isServerTime: true, previousAt: null }
    : { at: later(fromServer, lastAt), isServerTime: true, previousAt: lastAt };
}

const later = (a: Date, b: Date | null): Date => (b !== null && b > a ? b : a);
