import { describe, expect, it } from 'vitest';
import { createQueuesOfLists, toStay } from '../../../cli/check/queue-stays.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import type { QoderClient } from '../../../lambda/read/api/client.ts';
import { ago, anActiveItem, aWorkItem } from '../../support/a-work-item.ts';

describe('toStay()', () => {
  it.each<[string, Partial<WorkItem>, ReturnType<typeof toStay>['leftAt'], boolean]>([
    ['waits', {}, null, false],
    ['was picked up', { state: 'starting', acknowledgedAt: ago(50) }, ago(50), true],
    ['was stopped before anybody took it', { state: 'stopped', stoppedAt: ago(10) }, ago(10), false],
    [
      'was picked up, and stopped',
      { state: 'stopped', acknowledgedAt: ago(50), stoppedAt: ago(10) },
      ago(50),
      true,
    ],
    ['was given back to the queue', { acknowledgedAt: ago(50) }, 'untold', false],
    [
      'waits, and was taken before at a time that cannot be read',
      { unreadable: ['acknowledgedAt'] },
      'untold',
      false,
    ],
    ['is over, and nothing says since when', { state: 'stopped' }, 'untold', false],
    ['is active, and nothing says who took it', { state: 'active', startedAt: ago(40) }, 'untold', false],
    [
      'has run, and nothing says who took it',
      { state: 'stopped', startedAt: ago(90), stoppedAt: ago(10) },
      'untold',
      false,
    ],
    [
      'was asked to stop while it waited',
      { state: 'stopped', stopRequestedAt: ago(80), stoppedAt: ago(10) },
      ago(80),
      false,
    ],
    ['is to stop, and was never taken', { state: 'stopping', stopRequestedAt: ago(80) }, ago(80), false],
    ['is in a state that is not known', { state: 'other' }, 'untold', false],
    [
      'was picked up at a time that cannot be read',
      { state: 'stopped', unreadable: ['acknowledgedAt'], stoppedAt: ago(10) },
      'untold',
      false,
    ],
  ])('of an item that %s', (_name, overrides, leftAt, isPickedUp) => {
    const item = aWorkItem(overrides);

    expect(toStay(item)).toEqual({ createdAt: item.createdAt, leftAt, isPickedUp });
  });
});

describe('createQueuesOfLists()', () => {
  async function readPages(pages: readonly (readonly [environmentId: string, items: readonly WorkItem[]])[]) {
    const queues = createQueuesOfLists(() => ({ horizon: ago(3_600), end: ago(-600) }));
    const queue = pages.map(([, items]) => items);
    const client = queues.follow({
      listWork: async () => ({ items: queue.shift() ?? [] }),
    } as unknown as QoderClient);
    for (const [environmentId] of pages) await client.listWork(environmentId, {}, { deadlineMs: 1_000 });
    return queues;
  }

  it('keeps lists apart, and what was read last of an item that was read twice', async () => {
    const item = aWorkItem({ createdAt: ago(900) });
    const taken: WorkItem = { ...item, state: 'starting', acknowledgedAt: ago(600) };
    const queues = await readPages([
      ['env_a', [item]],
      ['env_b', [anActiveItem(5)]],
      ['env_a', [taken]],
    ]);

    expect(queues.of('env_a').stays).toEqual([{ createdAt: ago(900), leftAt: ago(600), isPickedUp: true }]);
    expect(queues.of('env_b').stays).toHaveLength(1);
  });

  it('forgets what was over before the horizon, and remembers where the list begins and ends', async () => {
    const queues = await readPages([
      [
        'env_a',
        [
          aWorkItem({
            state: 'stopped',
            createdAt: ago(9_000),
            acknowledgedAt: ago(8_000),
            stoppedAt: ago(7_000),
          }),
          aWorkItem({
            state: 'active',
            createdAt: ago(9_000),
            acknowledgedAt: ago(8_000),
            startedAt: ago(8_000),
          }),
          aWorkItem({ state: 'stopped', createdAt: ago(8_500) }),
          aWorkItem({ createdAt: ago(8_000) }),
          aWorkItem({ createdAt: ago(30), isHealthcheck: true }),
        ],
      ],
    ]);

    expect(queues.of('env_a')).toEqual({
      stays: [{ createdAt: ago(8_000), leftAt: null, isPickedUp: false }],
      rows: { firstAtMs: ago(9_000).getTime(), lastAtMs: ago(30).getTime() },
    });
  });

  it('does not take a row that is dated ahead for the end of what was read', async () => {
    const queues = await readPages([
      ['env_a', [aWorkItem({ createdAt: ago(900) }), aWorkItem({ id: 'work_b', createdAt: ago(-36_000) })]],
    ]);

    expect(queues.of('env_a').rows).toEqual({ firstAtMs: ago(900).getTime(), lastAtMs: ago(900).getTime() });
  });

  it('knows nothing of a list that was not read', async () => {
    expect((await readPages([])).of('env_a')).toEqual({ stays: [], rows: null });
  });
});
