import { afterEach, describe, expect, it } from 'vitest';
import type { AskedSession } from '../../../lambda/model/session.ts';
import { readSessions } from '../../../lambda/read/read-sessions.ts';
import { type ApiServer, answer, type Reply, refuse, startApiServer } from '../../support/qoder-server.ts';
import { createTestClient } from '../../support/qoder-test-client.ts';

const asked = (count: number, environmentIds: readonly string[]): AskedSession[] =>
  Array.from({ length: count }, (_, index) => ({
    environmentId: environmentIds[index % environmentIds.length] ?? '',
    itemId: `work_${index}`,
    sessionId: `sess_${index}`,
  }));

const FENCE = { id: 'evt_0', type: 'span.model_request_start', processed_at: '2026-11-24T11:00:00Z' };
const EVENT = { id: 'evt_1', type: 'agent.message', processed_at: '2026-11-24T11:30:00Z' };
const CALL = { ...EVENT, id: 'evt_2', type: 'agent.tool_use' };
const TOO_LARGE = answer(200, `"${'x'.repeat(4 * 1024 * 1024)}"`);
const page = (data: readonly unknown[], next: string | null = null) =>
  answer(200, { data, has_more: next !== null, next_page: next });

/** Answers by path: a session by its status, events by these pages, the last one for all that follow. */
function sessionApi(status: string, ...pages: readonly Reply[]): Reply {
  let count = 0;
  return (response, request) => {
    const [, id = '', isEvents] = /sessions\/(sess_\d+)(\/events)?/.exec(request.url ?? '') ?? [];
    if (isEvents === undefined) return answer(200, { id, status })(response, request);
    const reply = pages[Math.min(count++, pages.length - 1)];
    reply?.(response, request);
  };
}

let server: ApiServer | undefined;
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
});

async function read(reply: Reply, count = 1, deadlineMs?: number, environmentIds = ['env_a']) {
  server = await startApiServer(reply);
  const { client, options, timing, timeoutsMs } = createTestClient(server, { mayReadSessions: true });
  const sessions = asked(count, environmentIds);
  const readings = await readSessions({ client, timing }, sessions, deadlineMs ?? options.deadlineMs);
  const urls = server.requests.map(({ url }) => url.replace('/api/v1/cloud', ''));
  return { readings, urls, timing, timeoutsMs };
}

describe('readSessions()', () => {
  it('reads a session that runs, and its newest events', async () => {
    const { readings, urls } = await read(sessionApi('running', page([EVENT, FENCE], 'evt_0')));

    expect(urls).toEqual(['/sessions/sess_0', '/sessions/sess_0/events?order=desc&limit=100']);
    expect(readings).toMatchObject({
      readings: [{ itemId: 'work_0', outcome: 'read', session: { status: 'running' } }],
      requestCount: 2,
      failedCount: 0,
      isForbidden: false,
      pauseSeconds: null,
    });
    expect(readings.readings[0]?.events.map(({ kind }) => kind)).toEqual(['model-output', 'model-start']);
    expect(readings.readings[0]?.isWhole).toBe(true);
  });

  it('goes back as far as it takes to know, and at most three pages', async () => {
    const first = await read(sessionApi('running', page([EVENT], 'evt_2'), page([FENCE], 'evt_3')));
    await server?.[Symbol.asyncDispose]();
    const endless = await read(
      sessionApi('running', page([EVENT], 'evt_2'), page([EVENT], 'evt_3'), page([EVENT], 'evt_4')),
    );

    expect(first.urls).toEqual([
      '/sessions/sess_0',
      '/sessions/sess_0/events?order=desc&limit=100',
      '/sessions/sess_0/events?order=desc&limit=100&page=evt_2',
    ]);
    expect(endless.urls).toHaveLength(4);
    expect(first.readings.readings[0]).toMatchObject({ outcome: 'read', isWhole: true });
    expect(endless.readings.readings[0]).toMatchObject({ outcome: 'read', isWhole: false });
  });

  it.each(['terminated', 'rescheduling', 'canceling'])(
    'asks for no events of a session that is %s',
    async (status) => {
      const { urls } = await read(sessionApi(status));

      expect(urls).toEqual(['/sessions/sess_0']);
    },
  );

  it('asks for fewer events where a page is too large', async () => {
    const { readings, urls } = await read(sessionApi('running', TOO_LARGE, page([EVENT, FENCE])));

    expect(urls.slice(1)).toEqual([
      '/sessions/sess_0/events?order=desc&limit=100',
      '/sessions/sess_0/events?order=desc&limit=10',
    ]);
    expect(readings.readings[0]?.events).toHaveLength(2);
  });

  it.each<[string, readonly Reply[]]>([
    ['is garbled', [answer(200, '<html>')]],
    ['is no list', [answer(200, { events: [EVENT] })]],
    ['announces more without a cursor', [answer(200, { data: [EVENT], has_more: true, next_page: null })]],
    ['has too many rows', [page(Array.from({ length: 201 }, () => EVENT))]],
    [
      'has the oldest first, of many',
      [page([FENCE, { ...EVENT, processed_at: '2026-11-24T11:30:00Z' }], 'evt_2')],
    ],
    ['is too large, however few are asked for', [TOO_LARGE, TOO_LARGE]],
    ['is followed by one that is garbled', [page([CALL], 'evt_2'), answer(200, '<html>')]],
    ['is followed by one that is too large', [page([CALL], 'evt_2'), TOO_LARGE, TOO_LARGE]],
  ])('counts a session as not read whose page of events %s', async (_, pages) => {
    const { readings } = await read(sessionApi('running', ...pages));

    expect(readings.readings).toMatchObject([{ outcome: 'failed', events: [] }]);
    expect(readings).toMatchObject({ failedCount: 1, error: { status: 200, type: 'unexpected_response' } });
  });

  it('takes a session for gone only by the API’s own word', async () => {
    const own = await read(refuse(404, 'not_found_error', 'Session not found.'));
    await server?.[Symbol.asyncDispose]();
    const gateway = await read(answer(404, '<html>'));

    expect(own.readings.readings).toMatchObject([{ outcome: 'gone' }]);
    expect(gateway.readings.readings).toMatchObject([{ outcome: 'failed' }]);
  });

  it('takes no session for gone whose events cannot be found', async () => {
    const { readings } = await read(sessionApi('running', refuse(404, 'not_found_error', 'Not found.')));

    expect(readings.readings).toMatchObject([{ outcome: 'failed' }]);
  });

  it.each([401, 403])('stops after three answers of %s, and says that it may not', async (status) => {
    const { readings, urls } = await read(refuse(status, 'permission_error', 'No.'), 50);

    expect(urls.filter((url) => url.includes('sess_0'))).not.toEqual([]);
    expect(readings).toMatchObject({
      failedCount: 3,
      notAskedCount: 47,
      isForbidden: true,
      error: { status, type: 'permission_error' },
    });
  });

  it('leaves one environment alone that refuses, and not the others', async () => {
    const reply: Reply = (response, request) =>
      (/sess_\d*[02468]$/.test(request.url ?? '')
        ? refuse(403, 'permission_error', 'No.')
        : sessionApi('terminated'))(response, request);
    const { readings } = await read(reply, 20, undefined, ['env_a', 'env_b']);

    const { failedCount, notAskedCount, begun } = readings;
    expect(readings.readings.filter(({ outcome }) => outcome === 'read')).toHaveLength(10);
    expect(readings.isForbidden).toBe(false);
    // Three, and what was asked for at once.
    expect(failedCount).toBeGreaterThanOrEqual(3);
    expect(failedCount).toBeLessThanOrEqual(6);
    expect([begun.length, notAskedCount]).toEqual([10 + failedCount, 10 - failedCount]);
  });

  it('waits 3 s for a request, and the rest of its time for others', async () => {
    const { timeoutsMs } = await read(sessionApi('running', page([EVENT, FENCE])));

    expect(timeoutsMs).toEqual([3_000, 3_000]);
  });

  it('does not call a token forbidden that reads others', async () => {
    let count = 0;
    const reply: Reply = (response, request) =>
      (count++ === 0 ? refuse(403, 'permission_error', 'No.') : sessionApi('terminated'))(response, request);
    const { readings } = await read(reply, 3);

    expect(readings).toMatchObject({ failedCount: 1, notAskedCount: 0, isForbidden: false });
  });

  it('stops at once, and waits for as long as it is asked to, when the API has had enough', async () => {
    const { readings, urls, timing } = await read(
      refuse(429, 'rate_limit_error', 'Slow.', { 'retry-after': '120' }),
      50,
    );

    expect(urls).toHaveLength(1);
    expect(timing.delaysMs).toEqual([]);
    expect(readings).toMatchObject({
      failedCount: 1,
      notAskedCount: 49,
      pauseSeconds: 120,
      isForbidden: null,
    });
  });

  it('asks nothing once the time is over', async () => {
    const { readings, urls } = await read(sessionApi('running', page([])), 3, 0);

    expect(urls).toEqual([]);
    expect(readings).toMatchObject({ readings: [], notAskedCount: 3, failedCount: 0, isForbidden: null });
  });

  it.each([
    ['api_error', 'api_error'],
    ['The plan of the user', 'unexpected_response'],
    ['plan!', 'unexpected_response'],
    ['a_plan_'.repeat(6), 'unexpected_response'],
  ])('keeps no word of what the API says about a session: %s', async (type, expected) => {
    const { readings } = await read(refuse(500, type, 'The plan of the user failed'));

    expect(JSON.stringify(readings)).not.toContain('plan');
    expect(readings.error).toEqual({ status: 500, type: expected });
  });
});
