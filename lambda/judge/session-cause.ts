/** What a session does that keeps its item from ending, as far as its status and its events tell. Unknown stays unknown. */
import type { SessionCause } from '../../contract/session-causes.ts';
import type { KnownSession, Session, SessionEvent, SessionReading } from '../model/session.ts';
import { startedOrBefore, type WorkItem } from '../model/work-item.ts';
import { findOpenWork, idsOf, type OpenCall, type OpenWork, timeOf } from './open-work.ts';

/** A cause without what is remembered of it. */
interface Seen {
  readonly cause: SessionCause;
  /** Null: not told. */
  readonly since: Date | null;
  readonly event?: SessionEvent | undefined;
  readonly callCount?: number;
}

/**
 * @param before what was known of the item
 * @returns null where it is not known what the session does, or where it goes on
 */
export function judgeSession(
  { itemId, environmentId, outcome, session, events }: SessionReading,
  item: WorkItem,
  before: KnownSession | undefined,
  at: Date,
): KnownSession | null {
  // It may have moved: then it says nothing of this item.
  if (session !== null && session.environmentId !== null && session.environmentId !== environmentId)
    return null;
  const seen = outcome === 'gone' ? GONE : session === null ? null : see(session, events, item);
  if (seen === null) return null;
  const eventId = seen.event?.id ?? null;
  return {
    itemId,
    cause: seen.cause,
    since: certainSince(seen, item, isSame(before, seen.cause, eventId) ? before : undefined, at),
    seenAt: at,
    toolName: seen.event?.toolName ?? null,
    callCount: seen.callCount ?? 0,
    eventId,
    totalCredits: session?.totalCredits ?? before?.totalCredits ?? null,
  };
}

const GONE: Seen = { cause: 'session-gone', since: null };

function see(session: Session, events: readonly SessionEvent[], item: WorkItem): Seen | null {
  switch (session.status) {
    case 'running':
      return seeOpen(findOpenWork(events)) ?? seeSilence(events);
    case 'idle':
      return seeIdle(events);
    case 'terminated':
      return { cause: 'slot-leaked', since: changedAt(session, item) };
    case 'rescheduling':
      return { cause: 'rescheduling', since: changedAt(session, item) };
    case 'other':
      return null;
  }
}

function seeOpen({ calls, modelStart }: OpenWork): Seen | null {
  const ofCalls = seeCalls(calls);
  if (ofCalls !== null) return ofCalls;
  return modelStart === null ? null : { cause: 'model-running', ...modelStart };
}

/**
 * While somebody has to allow one of them, the worker may have been given none: it is not to blame. What is called of the
 * service, or of an application, is not the worker's either.
 */
function seeCalls(calls: readonly OpenCall[]): Seen | null {
  const asking = calls.filter(({ needsPermission }) => needsPermission);
  if (asking[0] !== undefined)
    return { cause: 'waiting-for-a-person', ...asking[0], callCount: asking.length };
  const own = calls.filter(({ event }) => event.kind === 'tool-call');
  return own[0] === undefined ? null : { cause: 'tool-unanswered', ...own[0], callCount: own.length };
}

function seeSilence(events: readonly SessionEvent[]): Seen | null {
  const [newest] = events;
  return newest === undefined ? null : { cause: 'no-progress', since: timeOf(events, 0), event: newest };
}

/** By what made it idle, unless something has happened since that will set it going. */
function seeIdle(events: readonly SessionEvent[]): Seen | null {
  const index = events.findIndex(({ kind }) => kind === 'idle' || kind === 'running' || kind === 'message');
  const event = events[index];
  if (event?.kind !== 'idle' || event.stopReason === null) return null;
  if (event.stopReason !== 'requires_action')
    return { cause: 'slot-leaked', since: timeOf(events, index), event };
  const { calls } = findOpenWork(events);
  const isMeant = (call: OpenCall) => idsOf(call.event).some((id) => event.pendingIds.includes(id));
  return seeCalls(event.pendingIds.length === 0 ? calls : calls.filter(isMeant));
}

/** A session that was not changed since before its item began has no time of its last change. */
function changedAt({ updatedAt }: Session, item: WorkItem): Date | null {
  return updatedAt !== null && updatedAt >= item.createdAt ? updatedAt : null;
}

const isSame = (before: KnownSession | undefined, cause: SessionCause, eventId: string | null): boolean =>
  before?.cause === cause && before.eventId === eventId && (eventId !== null || UNTIMED.has(cause));

/** What no event shows goes on from when it was first seen. */
const UNTIMED: ReadonlySet<SessionCause> = new Set(['session-gone', 'slot-leaked', 'rescheduling']);

/** Not before its worker had it: a call may be older than the item that is to answer it. */
function certainSince({ since }: Seen, item: WorkItem, before: KnownSession | undefined, at: Date): Date {
  const told = before === undefined ? (since ?? at) : earlier(since ?? at, before.since);
  const heldSince = startedOrBefore(item) ?? item.createdAt;
  return told < heldSince ? heldSince : told > at ? at : told;
}

const earlier = (a: Date, b: Date): Date => (b < a ? b : a);
