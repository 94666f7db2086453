/** The work endpoints of an environment: each takes a call apart and leaves the rules to others. */
import {
  applyTransition,
  pollWork,
  type SimulatedEnvironment,
  toWireEnvironment,
  toWireStats,
} from './environment.ts';
import type { CursorLie, EndpointName } from './faults.ts';
import { type SimulatedItem, toWireText } from './item.ts';
import { type Cursor, listPage } from './list-page.ts';
import { readForce, readHeartbeat, readListQuery, readMetadata, readPoll } from './parameters.ts';
import { Refusal } from './refusal.ts';
import { acknowledge, beat, mergeMetadata, stop } from './transitions.ts';
import { toWireMicroseconds } from './wire-time.ts';

export interface Call {
  readonly environment: SimulatedEnvironment;
  /** Empty where the path has none. */
  readonly itemId: string;
  readonly query: URLSearchParams;
  /** The header Worker-ID. */
  readonly workerId: string | null;
  readonly body: string;
  readonly at: Date;
  readonly cursorLie: CursorLie | null;
}

/** Endpoints of one environment; the answer is the body of a 200. */
export const ENVIRONMENT_ENDPOINTS: Readonly<
  Record<
    Exclude<EndpointName, 'list-environments' | 'get-session' | 'list-session-events' | 'exchange-key'>,
    (call: Call) => string
  >
> = {
  'get-environment': ({ environment }) => JSON.stringify(toWireEnvironment(environment)),
  'list-work': listWork,
  'work-stats': ({ environment, at }) => JSON.stringify(toWireStats(environment, at)),
  'get-work': ({ environment, itemId }) => toWireText(applyTransition(environment, itemId, (item) => item)),
  'poll-work': ({ environment, query, workerId, at }) => {
    const item = pollWork(environment, { workerId, at, ...readPoll(query) });
    return item === null ? 'null' : toWireText(item);
  },
  'ack-work': ({ environment, itemId, workerId, at }) =>
    toWireText(applyTransition(environment, itemId, (item) => acknowledge(item, { workerId, at }))),
  'heartbeat-work': heartbeat,
  'stop-work': ({ environment, itemId, body, at }) => {
    const force = readForce(body);
    return toWireText(applyTransition(environment, itemId, (item) => stop(item, { force, at })));
  },
  'update-work': ({ environment, itemId, body }) => {
    const changes = readMetadata(body);
    return toWireText(applyTransition(environment, itemId, (item) => mergeMetadata(item, changes)));
  },
};

function listWork({ environment, query, at, cursorLie }: Call): string {
  const asked = readListQuery(query);
  const lie = asked.cursor.from === 'start' ? null : cursorLie;
  if (isRefused(lie, asked.cursor, { environment, query, at }))
    throw new Refusal(400, 'Cursor is not valid.');
  if (lie === 'empty') return toPageText([], { last_id: null, has_more: false, next_page: null });
  const { items, hasMore } = listPage(
    environment.items,
    lie === 'ignored' ? { ...asked, cursor: { from: 'start' } } : asked,
  );
  const lastId = items.at(-1)?.id ?? null;
  if (hasMore && lastId !== null && cursorLie === 'stale-refused') environment.toldCursorsAt.set(lastId, at);
  const ownCursor = asked.cursor.from === 'start' ? null : asked.cursor.id;
  return toPageText(items, {
    last_id: lastId,
    has_more: hasMore || lie === 'endless',
    next_page: lie === 'endless' ? ownCursor : hasMore ? lastId : null,
  });
}

function toPageText(items: readonly SimulatedItem[], rest: Readonly<Record<string, unknown>>): string {
  const fields = JSON.stringify({ first_id: items[0]?.id ?? null, ...rest });
  return `{"data":[${items.map(toWireText).join()}],${fields.slice(1)}`;
}

/** For so long `stale-refused` takes what it told. */
const FRESH_MS = 30_000;

function isRefused(
  lie: CursorLie | null,
  cursor: Cursor,
  { environment, query, at }: Pick<Call, 'environment' | 'query' | 'at'>,
): boolean {
  if (lie === 'after-id-refused') return query.has('after_id');
  if (lie !== 'stale-refused' || cursor.from === 'start') return lie === 'refused';
  const toldAt = environment.toldCursorsAt.get(cursor.id);
  return toldAt === undefined || at.getTime() - toldAt.getTime() > FRESH_MS;
}

function heartbeat({ environment, itemId, query, at }: Call): string {
  const { expectedLastHeartbeat, ttlSeconds } = readHeartbeat(query);
  const item = applyTransition(environment, itemId, (current) => beat(current, expectedLastHeartbeat, at));
  return JSON.stringify({
    type: 'work_heartbeat',
    last_heartbeat: toWireMicroseconds(at),
    // Our choice: a draining item's lease goes on too.
    lease_extended: true,
    state: item.state,
    ttl_seconds: ttlSeconds,
  });
}
