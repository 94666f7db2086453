import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../local/simulator/faults.ts';
import { API_PREFIX } from '../../../local/simulator/route.ts';
import { serveSimulator } from '../../../local/simulator/serve-simulator.ts';
import type { Simulator } from '../../../local/simulator/simulator.ts';
import { aSimulator, ask, ENVIRONMENT, listWork, serve } from './a-simulator.ts';

const LIST = `GET /environments/${ENVIRONMENT}/work`;
const STATS = `GET /environments/${ENVIRONMENT}/work/stats`;

/** The outcome of one request without a socket. */
function outcomeOf(simulator: Simulator, call: string): number | string {
  const [method = '', path = ''] = call.split(' ');
  const headers = { authorization: `Bearer ${simulator.token}` };
  const outcome = simulator.handle({ method, path: API_PREFIX + path, headers });
  return typeof outcome === 'string' ? outcome : outcome.status;
}

describe('addFault()', () => {
  it.each<{ fault: Fault; expected: object }>([
    {
      fault: { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
      expected: { status: 429, retryAfter: '7', contentType: 'application/json', type: 'rate_limit_error' },
    },
    {
      fault: { kind: 'status', status: 403 },
      expected: { status: 403, retryAfter: null, contentType: 'application/json', type: 'permission_error' },
    },
    {
      fault: { kind: 'status', status: 500 },
      expected: { status: 500, retryAfter: null, contentType: 'application/json', type: 'api_error' },
    },
    {
      fault: { kind: 'status', status: 503, body: 'html' },
      expected: { status: 503, retryAfter: null, contentType: 'text/html', type: '<html>' },
    },
    {
      fault: { kind: 'garbage' },
      expected: { status: 200, retryAfter: null, contentType: 'application/json', type: '{"data' },
    },
  ])('answers $fault over a socket as declared', async ({ fault, expected }) => {
    const simulator = aSimulator();
    simulator.addFault(fault);
    const request = await serve(simulator);

    const response = await request(LIST);

    const text = await response.text();
    const type = /"type":"(\w+_error)"/.exec(text)?.[1] ?? text.slice(0, 6);
    expect({
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      contentType: response.headers.get('content-type'),
      type,
    }).toEqual(expected);
  });

  it('resets the connection', async () => {
    const simulator = aSimulator();
    simulator.addFault({ kind: 'reset' });
    const request = await serve(simulator);

    await expect(request(LIST)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it.each<Fault>([{ kind: 'hang' }, { kind: 'slow', latencyMs: 3_600_000 }])(
    'holds back the answer of $kind, and closing ends it at once',
    async (fault) => {
      const simulator = aSimulator();
      simulator.addFault(fault);
      const asked = Promise.withResolvers<void>();
      const handle: Simulator['handle'] = (request) => {
        asked.resolve();
        return simulator.handle(request);
      };
      const server = await serveSimulator({ handle }, { port: 0 });
      const pending = fetch(`${server.baseUrl}/environments`).then(
        () => 'answered',
        () => 'cut off',
      );
      await asked.promise;

      await server.close();

      expect(await pending).toBe('cut off');
    },
  );

  it('answers late but whole when slow', async () => {
    const simulator = aSimulator();
    simulator.addFault({ kind: 'slow', latencyMs: 5 });
    const request = await serve(simulator);

    expect((await request(LIST)).status).toBe(200);
    expect(ask(simulator, LIST).latencyMs).toBe(5);
  });

  it('skews the Date header and nothing else', () => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT);
    const honest = ask(simulator, LIST);
    simulator.addFault({ kind: 'date-skew', skewMs: -3_600_000 });

    const skewed = ask(simulator, LIST);

    expect(skewed).toEqual({
      ...honest,
      headers: { ...honest.headers, date: 'Wed, 01 Jul 2026 07:15:01 GMT' },
    });
  });

  it('rewrites bodies', () => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT);
    simulator.addFault({ kind: 'rewrite', rewrite: (body) => body.replace('queued', 'dreaming') });

    expect(listWork(simulator).data.map((row) => row.state)).toEqual(['dreaming']);
  });

  it.each([
    { lie: 'ignored', indexes: [0, 1], has_more: true, next: 1 },
    { lie: 'empty', indexes: [], has_more: false, next: null },
    { lie: 'endless', indexes: [3, 4], has_more: true, next: 2 },
  ] as const)('lies about a cursor: $lie', ({ lie, indexes, has_more, next }) => {
    const simulator = aSimulator();
    const ids = simulator.addWork(ENVIRONMENT, { count: 5 });
    simulator.addFault({ kind: 'cursor', lie });

    const page = listWork(simulator, `?limit=2&page=${ids[2]}`);

    expect(page.data.map((row) => ids.indexOf(row.id))).toEqual(indexes);
    expect({ has_more: page.has_more, next_page: page.next_page }).toEqual({
      has_more,
      next_page: next === null ? null : ids[next],
    });
    expect(listWork(simulator, '?limit=2').data.map((row) => row.id)).toEqual(ids.slice(0, 2));
  });

  it('refuses cursors while a request without one succeeds', () => {
    const simulator = aSimulator();
    const [id] = simulator.addWork(ENVIRONMENT);
    simulator.addFault({ kind: 'cursor', lie: 'refused' });

    expect([ask(simulator, `${LIST}?after_id=${id}`).status, ask(simulator, LIST).status]).toEqual([
      400, 200,
    ]);
  });

  it('hits only its environment, its endpoint, so many requests, and pages from there on', () => {
    const simulator = aSimulator();
    const ids = simulator.addWork(ENVIRONMENT, { count: 30 });
    simulator.addEnvironment({ id: 'env_other' });
    simulator.addFault({ kind: 'status', status: 500, environmentId: 'env_other' });
    simulator.addFault({ kind: 'status', status: 429, endpoint: 'work-stats', times: 2 });
    simulator.addFault({ kind: 'hang', fromPage: 3 });
    const page = (index: number) => `${LIST}?limit=10&page=${ids[index]}`;

    expect([
      outcomeOf(simulator, 'GET /environments/env_other/work'),
      outcomeOf(simulator, STATS),
      outcomeOf(simulator, STATS),
      outcomeOf(simulator, STATS),
      outcomeOf(simulator, `${LIST}?limit=10`),
      outcomeOf(simulator, page(9)),
      outcomeOf(simulator, page(19)),
    ]).toEqual([500, 429, 429, 200, 200, 200, 'hang']);
  });

  it('ends when it is taken back, and clearFaults() ends all', () => {
    const simulator = aSimulator();
    const end = simulator.addFault({ kind: 'reset' });
    simulator.addFault({ kind: 'status', status: 503 });

    const first = outcomeOf(simulator, LIST);
    end();
    const second = outcomeOf(simulator, LIST);
    simulator.clearFaults();

    expect([first, second, outcomeOf(simulator, LIST)]).toEqual(['reset', 503, 200]);
  });
});
