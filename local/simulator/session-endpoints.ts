/** The endpoints of sessions. Source: sessions/get, sessions/list-events; what a session is about is made up. */
import { readLimit } from './parameters.ts';
import { CONTENT, sessionEvents } from './play-session.ts';
import { Refusal } from './refusal.ts';
import type { SimulatedSession } from './simulated-session.ts';
import { toWireMicroseconds } from './wire-time.ts';

const MAX_LIMIT_COUNT = 100;
const CREDITS_PER_EVENT = 0.05;

interface SessionCall {
  readonly session: SimulatedSession;
  readonly query: URLSearchParams;
  readonly at: Date;
}

export const SESSION_ENDPOINTS = {
  'get-session': ({ session, at }: SessionCall) => toWireSession(session, at),
  'list-session-events': listEvents,
} as const;

function toWireSession(session: SimulatedSession, at: Date) {
  const { id, item } = session;
  const events = sessionEvents(session, at);
  const createdAt = toWireMicroseconds(item.createdAt);
  const seconds = Math.round((at.getTime() - item.createdAt.getTime()) / 1000);
  return {
    id,
    type: 'session',
    agent: { id: 'agent_simulated', name: CONTENT },
    environment_id: item.environmentId,
    status: statusOf(session),
    title: CONTENT,
    metadata: { purpose: CONTENT },
    resources: [],
    vault_ids: [],
    stats: { active_seconds: seconds, duration_seconds: seconds },
    usage: { total_credits: Math.floor(100 * CREDITS_PER_EVENT * events.length) / 100 },
    archived_at: null,
    created_at: createdAt,
    updated_at: events.at(-1)?.processed_at ?? createdAt,
  };
}

function statusOf({ item, steps }: SimulatedSession): string {
  if (item.state === 'stopped') return 'idle';
  switch (steps.at(-1)?.turn) {
    case 'asks-person':
    case 'ends-turn':
      return 'idle';
    case 'is-terminated':
      return 'terminated';
    case 'is-rescheduled':
      return 'rescheduling';
    default:
      return 'running';
  }
}

/** Our choice: a limit of more than 100 is capped, as in the list of work; a cursor that is no event is refused. */
function listEvents({ session, query, at }: SessionCall) {
  const limitCount = Math.min(readLimit(query), MAX_LIMIT_COUNT);
  const order = query.get('order') ?? 'asc';
  if (order !== 'asc' && order !== 'desc') throw new Refusal(400, 'order must be asc or desc.');
  const ascending = sessionEvents(session, at);
  const all = order === 'asc' ? ascending : ascending.toReversed();
  const page = query.get('page');
  const cursorIndex = all.findIndex(({ id }) => id === page);
  if (page !== null && cursorIndex === -1) throw new Refusal(400, 'page is not a valid cursor.');
  const rest = all.slice(cursorIndex + 1);
  const data = rest.slice(0, limitCount);
  const lastId = data.at(-1)?.id ?? null;
  const hasMore = rest.length > data.length;
  return {
    data,
    first_id: data[0]?.id ?? null,
    last_id: lastId,
    has_more: hasMore,
    next_page: hasMore ? lastId : null,
  };
}
