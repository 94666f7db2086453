/** What a session does that keeps its item from ending, as far as its status and its events tell. Unknown stays unknown. */
import type { SessionCause } from '../../contract/session-causes.ts';
import type { KnownSession, Session, SessionEvent, SessionReading } from '../model/session.ts';
import { startedOrBefore, type WorkItem } from '../model/work-item.ts';
import { findOpenWork, idsOf, type OpenCall, timeOf } from './open-work.ts';

/** A cause without what is remembered of it. */
interface Seen {
  readonly cause: SessionCause;
  /** Null: not told. */
  readonly since: Date | null;
  readonly event?: SessionEvent | undefined;
  readonly callCount?: number;
}

/** `unknown`: it may go on or not. Null: it goes on, or does nothing that keeps its item. */
type Sight = Seen | 'unknown' | null;

/**
 * @param before what was known of the item
 * @returns null where the session goes on, or nothing was ever known; what was known before where it is unknown now
 */
export function judgeSession(
  { itemId, environmentId, outcome, session, events, isWhole }: SessionReading,
  item: WorkItem,
  before: KnownSession | undefined,
  at: Date,
): KnownSession | null {
  // It may have moved: then it says nothing of this item.
  if (session !== null && session.environmentId !== null && session.environmentId !== environmentId)
    return null;
  const sight = outcome === 'gone' ? GONE : session === null ? null : see(session, { events, isWhole }, item);
  if (sight === null) return null;
  // What is unknown ends nothing.
  if (sight === 'unknown') return before !== undefined && mayBeStill(before, session, events) ? before : null;
  const isSeenBefore = before !== undefined && isSame(before, sight, session);
  return {
    itemId,
    cause: sight.cause,
    since: certainSince(sight, item, isSeenBefore ? before : undefined, at),
    seenAt: at,
    toolName: sight.event?.toolName ?? null,
    callCount: sight.callCount ?? 0,
    eventId: sight.event?.id ?? null,
    totalCredits: session?.totalCredits ?? before?.totalCredits ?? null,
  };
}

const GONE: Seen = { cause: 'session-gone', since: null };

type ReadEvents = Pick<SessionReading, 'events' | 'isWhole'>;

function see(session: Session, read: ReadEvents, item: WorkItem): Sight {
  switch (session.status) {
    case 'running':
      return seeRunning(read);
    case 'idle':
      return seeIdle(read);
    case 'terminated':
      return { cause: 'slot-leaked', since: changedAt(session, item) };
    case 'rescheduling':
      return { cause: 'rescheduling', since: changedAt(session, item) };
    default:
      return 'unknown';
  }
}

function seeRunning({ events, isWhole }: ReadEvents): Sight {
  const { calls, isUnclear, mayAsk, modelStart } = findOpenWork(events);
  const ofCalls = seeCalls(calls, isWhole && !mayAsk);
  if (ofCalls !== null) return ofCalls;
  const [newest] = events;
  // Who has not seen all of a turn does not know that nothing is open.
  if (isUnclear || !isWhole || newest === undefined) return 'unknown';
  if (modelStart !== null) return { cause: 'model-running', ...modelStart };
  // Calls of the service, or of an application, are not the worker's.
  return calls.length > 0 ? null : { cause: 'no-progress', since: timeOf(events, 0), event: newest };
}

/**
 * While somebody has to allow one of them, the worker may have been given none: it is not to blame. What is called of the
 * service, or of an application, is not the worker's either.
 *
 * @param isAll no other call may be open: somebody might have to allow it
 */
function seeCalls(calls: readonly OpenCall[], isAll: boolean): Seen | null {
  const asking = calls.filter(({ needsPermission }) => needsPermission);
  if (asking[0] !== undefined)
    return { cause: 'waiting-for-a-person', ...asking[0], callCount: asking.length };
  const own = calls.filter(({ event }) => event.kind === 'tool-call');
  if (own[0] === undefined || !isAll) return null;
  return { cause: 'tool-unanswered', ...own[0], callCount: own.length };
}

/** By what made it idle, unless something has happened since that will set it going. */
function seeIdle({ events, isWhole }: ReadEvents): Sight {
  const index = events.findIndex(({ kind }) => kind === 'idle' || kind === 'running' || kind === 'message');
  const event = events[index];
  if (event !== undefined && event.kind !== 'idle') return null;
  if (event === undefined || event.stopReason === null) return 'unknown';
  if (event.stopReason !== 'requires_action')
    return { cause: 'slot-leaked', since: timeOf(events, index), event };
  const { calls, mayAsk } = findOpenWork(events);
  const { pendingIds } = event;
  const seenIds = new Set(events.flatMap(idsOf));
  const isAll = !mayAsk && (pendingIds.length === 0 ? isWhole : pendingIds.every((id) => seenIds.has(id)));
  const isMeant = ({ event: call }: OpenCall) =>
    pendingIds.length === 0 || idsOf(call).some((id) => pendingIds.includes(id));
  const meant = calls.filter(isMeant);
  return seeCalls(meant, isAll) ?? (isAll && meant.length > 0 ? null : 'unknown');
}

/** Whether what is unknown now may be as it was; it is not where the little that was read says otherwise. */
function mayBeStill(
  { cause, eventId }: KnownSession,
  session: Session | null,
  events: readonly SessionEvent[],
): boolean {
  const [newest] = events;
  switch (cause) {
    case 'session-gone':
      return false;
    case 'slot-leaked':
    case 'rescheduling':
      return session?.status !== 'running';
    case 'no-progress':
      return newest === undefined || newest.id === eventId;
    default:
      return (
        eventId === null || !events.some((event) => event.kind === 'tool-result' && event.aboutId === eventId)
      );
  }
}

/** A session that was not changed since before its item began has no time of its last change. */
function changedAt({ updatedAt }: Session, item: WorkItem): Date | null {
  return updatedAt !== null && updatedAt >= item.createdAt ? updatedAt : null;
}

function isSame(before: KnownSession, { cause, event, since }: Seen, session: Session | null): boolean {
  const eventId = event?.id ?? null;
  if (before.cause !== cause || before.eventId !== eventId) return false;
  if (eventId !== null || UNTIMED.has(cause)) return true;
  // With neither an id nor a time it is the same as long as nothing has happened since.
  const isTouched = session?.updatedAt != null && session.updatedAt > before.seenAt;
  return since === null && before.toolName === (event?.toolName ?? null) && !isTouched;
}

/** What no event shows goes on from when it was first seen. */
const UNTIMED: ReadonlySet<SessionCause> = new Set(['session-gone', 'slot-leaked', 'rescheduling']);

/** Not before its worker had it: a call may be older than the item that is to answer it. */
function certainSince({ since }: Seen, item: WorkItem, before: KnownSession | undefined, at: Date): Date {
  const told = before === undefined ? (since ?? at) : earlier(since ?? at, before.since);
  const heldSince = startedOrBefore(item) ?? item.createdAt;
  return told < heldSince ? heldSince : told > at ? at : told;
}

const earlier = (a: Date, b: Date): Date => (b < a ? b : a);
