/**
 * What is known of the sessions of an environment after a run: what it has read, and of what it did not ask for, or could
 * not read, what was seen before. That opens nothing new, since it counts up to when it was seen, and ends nothing either.
 */
import type { SessionCause } from '../../contract/session-causes.ts';
import type { Reading } from '../model/reading.ts';
import type { KnownSession, SessionMemory, SessionReading } from '../model/session.ts';
import type { WorkItem } from '../model/work-item.ts';
import { newestOfSessions } from './choose-sessions.ts';
import { judgeSession } from './session-cause.ts';

/** A row of the table is bounded: those stay that open something, and of them those that are late for longest. */
const MOST_KNOWN_COUNT = 100;
const OPENING: ReadonlySet<SessionCause> = new Set([
  'tool-unanswered',
  'no-progress',
  'slot-leaked',
  'session-gone',
]);

/** @param readings of this environment in this run */
export function knowSessions(
  before: SessionMemory,
  readings: readonly SessionReading[],
  { items, completeness }: Pick<Reading, 'items' | 'completeness'>,
  at: Date,
): SessionMemory {
  const byId = new Map(items.map((item) => [item.id, item]));
  // One that waits in the queue does not run it yet: what was seen of the one before stays as it was.
  const newest = newestOfSessions(items.filter(({ state }) => state !== 'queued'));
  const answered = readings.filter(({ outcome }) => outcome !== 'failed');
  const answeredIds = new Set(answered.map(({ itemId }) => itemId));
  const isStill = ({ itemId }: KnownSession) => {
    const item = byId.get(itemId);
    if (item === undefined) return completeness !== 'complete';
    return HELD.has(item.state) && (item.sessionId === null || newest.get(item.sessionId) === itemId);
  };
  const kept = before.known.filter((known) => !answeredIds.has(known.itemId) && isStill(known));
  const seen = answered.flatMap((reading) => {
    const item = byId.get(reading.itemId);
    const known = before.known.find(({ itemId }) => itemId === reading.itemId);
    return (item === undefined ? null : judgeSession(reading, item, known, at)) ?? [];
  });
  const known = [...kept, ...seen].toSorted(
    (a, b) =>
      Number(OPENING.has(b.cause)) - Number(OPENING.has(a.cause)) || a.since.getTime() - b.since.getTime(),
  );
  return {
    ...before,
    known: known.slice(0, MOST_KNOWN_COUNT),
    isReadable: before.isReadable || readings.some(({ outcome }) => outcome === 'read'),
  };
}

const HELD: ReadonlySet<WorkItem['state']> = new Set(['active', 'starting', 'stopping']);
