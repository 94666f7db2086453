/** Reads one session, and of its events the newest, as far back as they decide what it is doing. */
import type { AskedSession, SessionEvent, SessionReading, SessionStatus } from '../model/session.ts';
import { isFence } from '../model/session.ts';
import type { QoderClient, RequestOptions } from './api/client.ts';
import type { EventsPage } from './api/parse-session-events.ts';
import { QoderError } from './api/qoder-error.ts';
import { type EventsCursor, PAGE_LIMIT_COUNT } from './api/urls.ts';

/** A turn of more events than this stays unknown. */
const MOST_PAGES_COUNT = 3;
/** Events carry what tools were given and returned: of a page that is too large, some are enough. */
const FEWER_COUNT = 10;
/** Of which the status alone says less than the events do. */
const WITH_EVENTS: ReadonlySet<SessionStatus> = new Set(['running', 'idle']);

type SessionClient = Pick<QoderClient, 'getSession' | 'listSessionEvents'>;

/** @throws {QoderError} of status 404 only where the session itself is not known */
export async function readSession(
  client: SessionClient,
  asked: AskedSession,
  request: RequestOptions,
): Promise<SessionReading> {
  const session = await client.getSession(asked.sessionId, request);
  const events = WITH_EVENTS.has(session.status) ? await readEvents(client, asked.sessionId, request) : [];
  return { ...asked, outcome: 'read', session, events };
}

async function readEvents(
  client: SessionClient,
  sessionId: string,
  request: RequestOptions,
): Promise<readonly SessionEvent[]> {
  const read = (cursor: EventsCursor) => client.listSessionEvents(sessionId, cursor, request);
  const events: SessionEvent[] = [];
  let limit = PAGE_LIMIT_COUNT;
  let page: string | undefined;
  for (let pageCount = 0; pageCount < MOST_PAGES_COUNT; pageCount++) {
    const next = await unlessTooLarge(read({ limit, page })).catch(notFoundHere);
    if (next === null && limit === FEWER_COUNT) return events;
    if (next === null) limit = FEWER_COUNT;
    events.push(...(next?.events ?? []));
    if (next?.nextPage === null || events.some(isFence)) return events;
    page = next?.nextPage ?? page;
  }
  return events;
}

/** @returns null for a page that may be too large */
async function unlessTooLarge(page: Promise<EventsPage>): Promise<EventsPage | null> {
  try {
    return await page;
  } catch (error) {
    if (error instanceof QoderError && error.status === 200 && error.type === 'unexpected_response')
      return null;
    throw error;
  }
}

/** Its events cannot be found, but it can: it is not gone. */
function notFoundHere(error: unknown): never {
  if (!(error instanceof QoderError) || error.status !== 404) throw error;
  const { message, status, requestId } = error;
  throw new QoderError(message, { status, type: 'unexpected_response', requestId });
}
