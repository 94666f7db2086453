/** Reads one session, and of its events the newest, as far back as they decide what it is doing. */
import type { AskedSession, SessionEvent, SessionReading, SessionStatus } from '../model/session.ts';
import { isFence } from '../model/session.ts';
import type { QoderClient, RequestOptions } from './api/client.ts';
import type { EventsPage } from './api/parse-session-events.ts';
import { QoderError } from './api/qoder-error.ts';
import { type EventsCursor, PAGE_LIMIT_COUNT } from './api/urls.ts';

/** Of a turn of more events than this, what is open stays unknown. */
const MOST_PAGES_COUNT = 3;
/** Events carry what tools were given and returned: of a page that is too large, some are enough. */
const FEWER_COUNT = 10;
/** Of which the status alone says less than the events do. */
const WITH_EVENTS: ReadonlySet<SessionStatus> = new Set(['running', 'idle']);

type SessionClient = Pick<QoderClient, 'getSession' | 'listSessionEvents'>;
type ReadEvents = Pick<SessionReading, 'events' | 'isWhole'>;

const NO_EVENTS: ReadEvents = { events: [], isWhole: true };

/** @throws {QoderError} of status 404 only where the session itself is not known */
export async function readSession(
  client: SessionClient,
  asked: AskedSession,
  request: RequestOptions,
): Promise<SessionReading> {
  const session = await client.getSession(asked.sessionId, request);
  const read = WITH_EVENTS.has(session.status)
    ? await readEvents(client, asked.sessionId, request)
    : NO_EVENTS;
  return { ...asked, outcome: 'read', session, ...read };
}

async function readEvents(
  client: SessionClient,
  sessionId: string,
  request: RequestOptions,
): Promise<ReadEvents> {
  const events: SessionEvent[] = [];
  let cursor: EventsCursor = { limit: PAGE_LIMIT_COUNT };
  for (let pageCount = 0; pageCount < MOST_PAGES_COUNT; pageCount++) {
    const page = await readPage(client, sessionId, cursor, request);
    if (page === null) {
      cursor = { ...cursor, limit: FEWER_COUNT };
      continue;
    }
    events.push(...page.events);
    if (page.nextPage === null || events.some(isFence)) return { events, isWhole: true };
    cursor = { ...cursor, page: page.nextPage };
  }
  return { events, isWhole: false };
}

/** @returns null for a page that is too large, and may be asked for in part */
async function readPage(
  client: SessionClient,
  sessionId: string,
  cursor: EventsCursor,
  request: RequestOptions,
): Promise<EventsPage | null> {
  try {
    return await client.listSessionEvents(sessionId, cursor, request);
  } catch (error) {
    if (!(error instanceof QoderError)) throw error;
    if (error.isTooLong && cursor.limit > FEWER_COUNT) return null;
    throw error.status === 404 ? asUnexpected(error) : error;
  }
}

/** Its events cannot be found, but it can: it is not gone. */
const asUnexpected = ({ message, status, requestId }: QoderError): QoderError =>
  new QoderError(message, { status, type: 'unexpected_response', requestId });
