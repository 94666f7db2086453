/** How much the next run may ask of the API about sessions, by how it answered this one. */
import type { SessionPace, SessionReadings } from './session.ts';

/** Runs in a row before it is believed, and told, that the token may not. */
export const SESSIONS_FORBIDDEN_RUNS_COUNT = 3;
const PAUSE_SECONDS = { first: 60, longest: 960 } as const;
/** Longer than that no server is taken at its word: sessions would be forgotten. */
const LONGEST_ASKED_SECONDS = 3_600;

export const isPaused = ({ pausedUntil, pauseSeconds }: SessionPace, at: Date): boolean =>
  // A pause that is longer than it was is of a clock that was wrong once.
  pausedUntil !== null && at < pausedUntil && pausedUntil.getTime() - at.getTime() <= pauseSeconds * 1000;

export function nextPace(before: SessionPace, read: SessionReadings, at: Date): SessionPace {
  return { ...before, ...nextForbidden(before, read, at), ...nextPause(before, read, at) };
}

function nextForbidden(
  { forbiddenRunCount, forbiddenSince }: SessionPace,
  { isForbidden, readings }: SessionReadings,
  at: Date,
): Pick<SessionPace, 'forbiddenRunCount' | 'forbiddenSince'> {
  // A run that failed otherwise, too, ends nothing that is told; but three with it are not three in a row.
  const isOpen = forbiddenRunCount >= SESSIONS_FORBIDDEN_RUNS_COUNT;
  if (isForbidden === null && (isOpen || readings.length === 0)) return { forbiddenRunCount, forbiddenSince };
  if (!isForbidden) return { forbiddenRunCount: 0, forbiddenSince: null };
  const runCount = Math.min(forbiddenRunCount + 1, SESSIONS_FORBIDDEN_RUNS_COUNT);
  return { forbiddenRunCount: runCount, forbiddenSince: forbiddenSince ?? at };
}

function nextPause(
  { pausedUntil, pauseSeconds: lastSeconds }: SessionPace,
  { pauseSeconds, readings }: SessionReadings,
  at: Date,
): Pick<SessionPace, 'pausedUntil' | 'pauseSeconds'> {
  if (pauseSeconds === null) {
    if (readings.length === 0) return { pausedUntil, pauseSeconds: lastSeconds };
    return { pausedUntil: null, pauseSeconds: 0 };
  }
  const ownSeconds = Math.min(PAUSE_SECONDS.longest, Math.max(PAUSE_SECONDS.first, 2 * lastSeconds));
  const seconds = Math.max(ownSeconds, Math.min(pauseSeconds, LONGEST_ASKED_SECONDS));
  return { pausedUntil: new Date(at.getTime() + seconds * 1000), pauseSeconds: seconds };
}
