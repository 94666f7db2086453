/** What the line of a run says of the sessions that were read. */
import type { JudgedRun } from './judge/judge-run.ts';
import { countByCause, type RunSessions } from './model/session.ts';

/** How many were read, what they do, and what kept others from being read. */
export function toSessionFields({ readings, pace, ...read }: RunSessions, { rows }: JudgedRun) {
  const { requestCount, failedCount, notAskedCount, error, isForbidden } = read;
  const known = rows.flatMap(({ value }) => value.sessions.known);
  return {
    requestCount,
    readCount: readings.length - failedCount,
    failedCount,
    notAskedCount,
    causes: Object.fromEntries(countByCause(known)),
    error,
    ...(isForbidden ? { remedy: FORBIDDEN_REMEDY } : {}),
    pausedUntil: pace.pausedUntil,
  };
}

const FORBIDDEN_REMEDY = 'store a token that may read sessions, or take "sessions" out of the configuration';
