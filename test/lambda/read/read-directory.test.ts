import { describe, expect, it } from 'vitest';
import type { Directory } from '../../../lambda/model/directory.ts';
import type { QoderClient, QoderEnvironment } from '../../../lambda/read/api/client.ts';
import type { EnvironmentPage } from '../../../lambda/read/api/environments.ts';
import { QoderError } from '../../../lambda/read/api/qoder-error.ts';
import { ASKED_ONE_BY_ONE_COUNT, readDirectory } from '../../../lambda/read/read-directory.ts';
import { createVirtualTiming } from '../../support/qoder-timing.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const EARLIER = new Date('2026-11-24T11:50:00Z');
const GONE = new QoderError('GET /environments/env_b answered 404', {
  status: 404,
  type: 'not_found_error',
  requestId: null,
});

const BROKEN = new QoderError('answered 503', { status: 503, type: 'api_error', requestId: null });

const environment = (id: string, overrides: Partial<QoderEnvironment> = {}): QoderEnvironment => ({
  id,
  name: `name of ${id}`,
  type: 'self_hosted',
  archivedAt: null,
  ...overrides,
});
const entry = (id: string, name: string | null = `name of ${id}`) => ({ id, name, archivedAt: null });
const page = (
  environments: readonly QoderEnvironment[],
  rest: Partial<EnvironmentPage> = {},
): EnvironmentPage => ({
  environments,
  malformedCount: 0,
  nextPage: null,
  ...rest,
});

/** An API of these pages, which knows these environments by id. */
async function read(
  environments: 'all' | string[],
  {
    pages = [],
    known = [],
    before = { readAt: EARLIER, environments: [] },
    rememberedIds = [],
  }: {
    pages?: readonly (EnvironmentPage | Error)[];
    known?: readonly QoderEnvironment[];
    before?: Directory;
    rememberedIds?: readonly string[];
  },
) {
  let pageCount = 0;
  return readDirectory(
    {
      timing: createVirtualTiming(),
      client: {
        listEnvironments: async (_cursor, { onRequest }) => {
          onRequest?.();
          const next = pages[pageCount++] ?? GONE;
          if (next instanceof Error) throw next;
          return next;
        },
        getEnvironment: async (id, { onRequest }) => {
          onRequest?.();
          const found = known.find((each) => each.id === id);
          if (id.startsWith('env_unsure')) throw BROKEN;
          if (found === undefined) throw GONE;
          return found;
        },
      },
    },
    { environments, before, rememberedIds: new Set(rememberedIds), scheduledAt: NOW, deadlineMs: 0 },
  );
}

describe('readDirectory() of all environments', () => {
  it('finds those that are self_hosted, on every page, and archived ones of which something is remembered', async () => {
    const archivedAt = EARLIER;
    const pages = [
      page([environment('env_a'), environment('env_cloud', { type: 'cloud' })], { nextPage: 'p2' }),
      page([environment('env_b', { name: null, archivedAt }), environment('env_c', { archivedAt })]),
    ];

    expect(await read('all', { pages, rememberedIds: ['env_b'] })).toEqual({
      directory: { readAt: NOW, environments: [entry('env_a'), { id: 'env_b', name: null, archivedAt }] },
      requestCount: 2,
      error: null,
      listed: { selfHostedCount: 3, otherCount: 1, malformedCount: 0 },
    });
  });

  const before: Directory = { readAt: EARLIER, environments: [entry('env_a'), entry('env_b')] };

  it.each<[string, (EnvironmentPage | Error)[], string[]]>([
    [
      'drops what is no longer listed, and by the API’s own word gone',
      [page([environment('env_a')])],
      ['env_a'],
    ],
    [
      'drops what is no longer self_hosted',
      [page([environment('env_a'), environment('env_b', { type: 'cloud' })])],
      ['env_a'],
    ],
    ['keeps what is listed without a type', [page([environment('env_b', { type: null })])], ['env_b']],
    ['adds nothing that is listed without a type', [page([environment('env_x', { type: null })])], []],
    [
      'keeps all that a row which cannot be read may be',
      [page([environment('env_a')], { malformedCount: 1 })],
      ['env_a', 'env_b'],
    ],
    ['changes nothing when a page fails', [page([], { nextPage: 'p2' }), GONE], ['env_a', 'env_b']],
  ])('%s', async (_name, pages, ids) => {
    const { directory } = await read('all', { pages, before });

    expect(directory.environments.map(({ id }) => id)).toEqual(ids);
  });

  it('keeps what a list lacks and the API still knows, or cannot be asked for, until the next list', async () => {
    const known = [environment('env_b', { name: 'new name' })];
    const lacking = { readAt: EARLIER, environments: [entry('env_a'), entry('env_b'), entry('env_unsure')] };

    const first = await read('all', { pages: [page([environment('env_a')])], before: lacking, known });
    const second = await read('all', {
      pages: [page([environment('env_a')])],
      before: first.directory,
      known,
    });

    expect(first.directory.environments).toEqual([
      entry('env_a'),
      { ...entry('env_b', 'new name'), isMissing: true },
      { ...entry('env_unsure'), isMissing: true },
    ]);
    expect(second.directory.environments).toEqual([entry('env_a')]);
    expect([first.requestCount, second.requestCount]).toEqual([3, 1]);
  });

  it('asks for no more than twenty of those that a list lacks', async () => {
    const environments = Array.from({ length: 50 }, (_, index) => entry(`env_unsure_${index}`));

    const { directory, requestCount } = await read('all', {
      pages: [page([])],
      before: { readAt: EARLIER, environments },
    });

    expect([directory.environments.length, requestCount]).toEqual([50, 21]);
  });

  it('goes on with a list that it has begun, so that a page need not wait for all whose turn has not come', async () => {
    const asked: boolean[] = [];
    const listEnvironments: QoderClient['listEnvironments'] = async (
      { page: from },
      { isContinuing = false },
    ) => {
      asked.push(isContinuing);
      return page([], { nextPage: from === 'p3' ? null : from === 'p2' ? 'p3' : 'p2' });
    };
    await readDirectory(
      {
        timing: createVirtualTiming(),
        client: { listEnvironments, getEnvironment: async () => environment('x') },
      },
      {
        environments: 'all',
        before: { readAt: EARLIER, environments: [] },
        rememberedIds: new Set(),
        scheduledAt: NOW,
        deadlineMs: 0,
      },
    );

    expect(asked).toEqual([false, true, true]);
  });

  it('throws a fault of our own', async () => {
    await expect(read('all', { pages: [new TypeError('bug')] })).rejects.toThrow('bug');
  });
});

describe('readDirectory() of configured environments', () => {
  it('asks for each, keeps the old name of one that cannot be read, and remembers that another has none', async () => {
    const before = { readAt: EARLIER, environments: [entry('env_b', 'old name')] };

    expect(await read(['env_a', 'env_b', 'env_c'], { known: [environment('env_a')], before })).toEqual({
      directory: {
        readAt: NOW,
        environments: [entry('env_a'), entry('env_b', 'old name'), entry('env_c', null)],
      },
      requestCount: 3,
      error: { status: 404, type: 'not_found_error', message: GONE.message, requestId: null },
      listed: null,
    });
  });

  it('lists all instead of asking for each of very many', async () => {
    const ids = Array.from({ length: ASKED_ONE_BY_ONE_COUNT + 1 }, (_, index) => `env_${index}`);
    const pages = [page([environment('env_other'), ...ids.map((id) => environment(id))])];

    const { directory, requestCount } = await read(ids, { pages });

    expect(requestCount).toBe(1);
    expect(directory.environments).toEqual(ids.map((id) => entry(id)));
  });
});
