import { describe, expect, it } from 'vitest';
import { VERSION } from '../../../../contract/version.ts';
import { toReadError } from '../../../../lambda/read/api/qoder-error.ts';
import { aWorkRow } from '../../../support/qoder-row.ts';
import { answer, EMPTY_LIST, startApiServer } from '../../../support/qoder-server.ts';
import { createTestClient } from '../../../support/qoder-test-client.ts';

const PATH = '/api/v1/cloud/environments/env_a/work?limit=100';
const DATE = 'Tue, 24 Nov 2026 10:15:10 GMT';
const LIST = 'GET /environments/env_a/work';
const failureOf = (promise: Promise<unknown>) => promise.then(() => null, toReadError);

describe('createQoderClient()', () => {
  it('sends the four reads with the headers of the API', async () => {
    await using server = await startApiServer(
      answer(200, EMPTY_LIST),
      answer(200, { depth: 1 }),
      answer(200, EMPTY_LIST),
      answer(200, { id: 'env_a', config: { type: 'self_hosted' } }),
    );
    const { client, options } = createTestClient(server, { workspaceId: 'ws_1' });

    const work = await client.listWork('env_a', { afterId: 'work_1' }, options);
    const stats = await client.workStats('env_a', options);
    const environments = await client.listEnvironments({ page: 'env_z' }, options);
    const environment = await client.getEnvironment('env_a', options);

    const headers = {
      authorization: 'Bearer pt-one',
      accept: 'application/json',
      'user-agent': `qoder-work-queue-monitor/${VERSION}`,
      'qoder-workspace-id': 'ws_1',
    };
    expect(server.requests).toMatchObject([
      { method: 'GET', url: `${PATH}&after_id=work_1`, headers },
      { method: 'GET', url: '/api/v1/cloud/environments/env_a/work/stats', headers },
      {
        method: 'GET',
        url: '/api/v1/cloud/environments?limit=100&include_archived=true&page=env_z',
        headers,
      },
      { method: 'GET', url: '/api/v1/cloud/environments/env_a', headers },
    ]);
    expect({ work, stats, environments, environment }).toEqual({
      work: { items: [], malformedCount: 0, rowCount: 0, firstRowId: null, nextPage: null },
      stats: { depthCount: 1, pendingCount: null, workersPollingCount: null },
      environments: { environments: [], malformedCount: 0, nextPage: null },
      environment: { id: 'env_a', name: null, type: 'self_hosted', archivedAt: null },
    });
  });

  it('walks by cursor', async () => {
    await using server = await startApiServer(
      answer(200, { ...EMPTY_LIST, data: [aWorkRow({ id: 'work_1' })], has_more: true, next_page: 'work_1' }),
      answer(200, { ...EMPTY_LIST, data: [aWorkRow({ id: 'work_2' })] }),
    );
    const { client, options } = createTestClient(server);

    const first = await client.listWork('env_a', {}, options);
    const second = await client.listWork('env_a', { page: first.nextPage ?? '' }, options);

    expect([first.firstRowId, second.firstRowId, second.nextPage]).toEqual(['work_1', 'work_2', null]);
    expect(server.requests.map(({ url }) => url)).toEqual([PATH, `${PATH}&page=work_1`]);
  });

  it.each([
    { name: 'page', cursor: { page: 'work_1' } },
    { name: 'after_id', cursor: { afterId: 'work_1' } },
  ])('refuses a list whose $name cursor does not move on', async ({ cursor }) => {
    await using server = await startApiServer(
      answer(200, { ...EMPTY_LIST, has_more: true, next_page: 'work_1' }),
    );
    const { client, options } = createTestClient(server);

    expect(await failureOf(client.listWork('env_a', cursor, options))).toEqual({
      status: 200,
      type: 'unexpected_response',
      requestId: null,
      message: `${LIST} answered 200, but the body announces more rows, but its next_page is no new cursor`,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('refuses a list of environments whose cursor does not move on', async () => {
    await using server = await startApiServer(
      answer(200, { ...EMPTY_LIST, has_more: true, next_page: 'env_a' }),
    );
    const { client, options } = createTestClient(server);

    expect(await failureOf(client.listEnvironments({ page: 'env_a' }, options))).toMatchObject({
      type: 'unexpected_response',
    });
  });

  it.each(['env_x/work/poll?', 'env_x/work/poll', '../env_x', 'env_x%2fwork%2fpoll', '', 'env_'])(
    'sends nothing for the environment id %j',
    async (id) => {
      await using server = await startApiServer(answer(200, EMPTY_LIST));
      const { client, options } = createTestClient(server);

      const outcomes = await Promise.allSettled([
        client.listWork(id, {}, options),
        client.workStats(id, options),
        client.getEnvironment(id, options),
      ]);

      expect(
        outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason instanceof RangeError),
      ).toEqual([true, true, true]);
      expect(server.requests).toEqual([]);
    },
  );

  it('takes the time from what succeeds, and never from an error', async () => {
    await using server = await startApiServer(
      answer(503, '', { date: 'Tue, 24 Nov 2026 23:00:00 GMT' }),
      answer(200, EMPTY_LIST, { date: DATE }),
    );
    const { client, options, clock } = createTestClient(server);

    await client.listWork('env_a', {}, options);

    // The client's own clock stands at 0.
    expect(clock.measure().skewMs).toBe(Date.parse(DATE));
  });

  it('spaces the requests of all callers', async () => {
    await using server = await startApiServer(answer(200, EMPTY_LIST));
    const { client, options, timing } = createTestClient(server);

    await Promise.all([1, 2, 3].map(() => client.listWork('env_a', {}, options)));

    expect(timing.delaysMs).toEqual([20, 20]);
  });
});
