import { describe, expect, it } from 'vitest';
import { aSimulator, bodyOf, ENVIRONMENT, serve, UNKNOWN_WORK } from './a-simulator.ts';

const WORK = `/environments/${ENVIRONMENT}/work`;

describe('serveSimulator()', () => {
  it('lists work in the documented envelope, with the virtual time as Date', async () => {
    const simulator = aSimulator();
    const [first, second] = simulator.addWork(ENVIRONMENT, { count: 3, metadata: { job: 'daily-report' } });
    const request = await serve(simulator);

    const response = await request(`GET ${WORK}?limit=2`);

    const row = (id: string | undefined) => ({
      id,
      type: 'work',
      environment_id: ENVIRONMENT,
      data: { type: 'session', id: expect.stringMatching(/^sess_[0-9a-f]{32}$/) },
      state: 'queued',
      created_at: '2026-07-01T08:15:01Z',
      acknowledged_at: null,
      started_at: null,
      latest_heartbeat_at: null,
      stop_requested_at: null,
      stopped_at: null,
      metadata: { job: 'daily-report' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('date')).toBe('Wed, 01 Jul 2026 08:15:01 GMT');
    expect(await response.json()).toEqual({
      data: [row(first), row(second)],
      first_id: first,
      last_id: second,
      has_more: true,
      next_page: second,
    });
  });

  it('answers an empty list with nulls', async () => {
    const request = await serve(aSimulator());

    const response = await request(`GET ${WORK}`);

    expect(await response.json()).toEqual({
      data: [],
      first_id: null,
      last_id: null,
      has_more: false,
      next_page: null,
    });
  });

  it.each([
    { query: '', expectedCount: 20 },
    { query: '?limit=7', expectedCount: 7 },
    { query: '?limit=100', expectedCount: 100 },
    { query: '?limit=1000', expectedCount: 100 },
  ])('lists $expectedCount rows for "$query"', async ({ query, expectedCount }) => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT, { count: 120 });
    const request = await serve(simulator);

    const { data } = await bodyOf(request(`GET ${WORK}${query}`));

    expect(data).toHaveLength(expectedCount);
  });

  it('carries an item from poll to stop', async () => {
    const simulator = aSimulator();
    const [id] = simulator.addWork(ENVIRONMENT);
    const request = await serve(simulator);
    const headers = { 'worker-id': 'byoc-worker-01' };
    const send = (call: string, body = '') => bodyOf(request(call, { headers, body }));

    const polled = await bodyOf(request(`GET ${WORK}/poll?block_ms=999`, { headers }));
    simulator.advance(1_000);
    const acked = await send(`POST ${WORK}/${id}/ack`);
    simulator.advance(1_000);
    const beaten = await send(`POST ${WORK}/${id}/heartbeat?expected_last_heartbeat=NO_HEARTBEAT`);
    simulator.advance(1_000);
    const stopping = await send(`POST ${WORK}/${id}/stop`, '{}');
    simulator.advance(1_000);
    const stopped = await send(`POST ${WORK}/${id}/stop`);
    const seen = await bodyOf(request(`GET ${WORK}/${id}`));

    expect(polled).toMatchObject({ id, state: 'queued', acknowledged_at: null });
    expect(acked).toEqual({ ...polled, state: 'starting', acknowledged_at: '2026-07-01T08:15:02Z' });
    expect(beaten).toEqual({
      type: 'work_heartbeat',
      last_heartbeat: expect.stringMatching(/^2026-07-01T08:15:03\.250\d{3}Z$/),
      lease_extended: true,
      state: 'active',
      ttl_seconds: 90,
    });
    expect(stopping).toEqual({
      ...acked,
      state: 'stopping',
      started_at: '2026-07-01T08:15:03Z',
      latest_heartbeat_at: beaten.last_heartbeat,
      stop_requested_at: '2026-07-01T08:15:04Z',
    });
    expect(stopped).toEqual({ ...stopping, state: 'stopped', stopped_at: '2026-07-01T08:15:05Z' });
    expect(seen).toEqual(stopped);
  });

  it('delivers an item again only when it has not been acked for long enough, and null in between', async () => {
    const simulator = aSimulator();
    const [id] = simulator.addWork(ENVIRONMENT);
    const request = await serve(simulator);
    const poll = async (query = '') =>
      (await bodyOf<{ id: string } | null>(request(`GET ${WORK}/poll${query}`)))?.id ?? null;

    const first = await poll();
    const second = await poll();
    const eager = await poll('?reclaim_older_than_ms=0');
    simulator.advance(4_999);
    const tooSoon = await poll();
    simulator.advance(1);
    const again = await poll();

    expect({ first, second, eager, tooSoon, again }).toEqual({
      first: id,
      second: null,
      eager: id,
      tooSoon: null,
      again: id,
    });
  });

  it('counts in stats what waits, what is delivered, and who polled in the last 30 s', async () => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT, { count: 3 });
    const request = await serve(simulator);
    const stats = () => bodyOf(request(`GET ${WORK}/stats`));
    await request(`GET ${WORK}/poll`, { headers: { 'worker-id': 'a' } });
    await request(`GET ${WORK}/poll`);

    const now = await stats();
    simulator.advance(30_000);
    const at30s = await stats();
    simulator.advance(1);
    const later = await stats();

    const common = { type: 'work_queue_stats', oldest_queued_at: '2026-07-01T08:15:01Z' };
    expect(now).toEqual({ ...common, depth: 1, pending: 2, workers_polling: 1 });
    expect(at30s).toEqual({ ...common, depth: 3, pending: 0, workers_polling: 1 });
    expect(later).toEqual({ ...common, depth: 3, pending: 0, workers_polling: 0 });
  });

  it.each([
    { asked: '1', granted: 10 },
    { asked: '60', granted: 60 },
    { asked: '9999', granted: 600 },
  ])('grants a lease of $granted s when asked for $asked', async ({ asked, granted }) => {
    const simulator = aSimulator();
    const [id] = simulator.addWork(ENVIRONMENT);
    const request = await serve(simulator);
    await request(`POST ${WORK}/${id}/ack`);

    const response = await request(`POST ${WORK}/${id}/heartbeat?desired_ttl_seconds=${asked}`);

    expect(await response.json()).toMatchObject({ ttl_seconds: granted });
  });

  it('merges metadata', async () => {
    const simulator = aSimulator();
    const [id] = simulator.addWork(ENVIRONMENT, { metadata: { job: 'daily', owner: 'ann' } });
    const request = await serve(simulator);

    const body = JSON.stringify({ metadata: { owner: null, note: 'x' } });
    const response = await request(`POST ${WORK}/${id}`, { body });

    expect(await response.json()).toMatchObject({ id, metadata: { job: 'daily', note: 'x' } });
  });

  it('takes a cursor of no item for the place where it would be', async () => {
    const simulator = aSimulator();
    const ids = simulator.addWork(ENVIRONMENT, { count: 2 });
    const request = await serve(simulator);

    const { data } = await bodyOf<{ data: { id: string }[] }>(
      request(`GET ${WORK}?after_id=${UNKNOWN_WORK}`),
    );

    expect(data.map((row) => row.id)).toEqual(ids);
  });
});
