import { describe, expect, it } from 'vitest';
import { createNormsOfLists } from '../../../cli/check/list-norms.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import type { QoderClient } from '../../../lambda/read/api/client.ts';
import { AT, ago, aWorkItem } from '../../support/a-work-item.ts';

/** Taken after so many seconds, started after as many more, over an hour before the reading. */
const finished = (pickupSeconds: number, startupSeconds: number, overrides: Partial<WorkItem> = {}) =>
  aWorkItem({
    state: 'stopped',
    createdAt: ago(7_200),
    acknowledgedAt: ago(7_200 - pickupSeconds),
    startedAt: ago(7_200 - pickupSeconds - startupSeconds),
    stoppedAt: ago(3_600),
    ...overrides,
  });

/** A client whose pages are given. */
async function readPages(pages: readonly (readonly [environmentId: string, items: readonly WorkItem[]])[]) {
  const norms = createNormsOfLists(AT);
  const queue = pages.map(([, items]) => items);
  const client = norms.follow({
    listWork: async () => ({ items: queue.shift() ?? [], malformedCount: 0, nextCursor: null }),
  } as unknown as QoderClient);
  for (const [environmentId] of pages) await client.listWork(environmentId, {}, { deadlineMs: 1_000 });
  return norms;
}

const many = (count: number, make: () => WorkItem) => Array.from({ length: count }, make);

describe('createNormsOfLists()', () => {
  it('tells what is normal of each environment, over all of its pages, each once', async () => {
    const norms = await readPages([
      ['env_a', many(60, () => finished(30, 300))],
      ['env_b', many(60, () => finished(5, 5))],
      ['env_a', many(40, () => finished(40, 300, { createdAt: ago(7_199), acknowledgedAt: ago(7_160) }))],
      ['env_a', many(60, () => finished(30, 300))],
    ]);

    const { pickup, startup, run } = norms.of('env_a');
    expect([pickup?.itemCount, startup?.itemCount, run?.itemCount]).toEqual([100, 100, 100]);
    expect(pickup?.fromSeconds).toBeLessThanOrEqual(30);
    expect(pickup?.toSeconds).toBeGreaterThanOrEqual(40);
    expect(pickup?.toSeconds).toBeLessThan(60);
    expect(startup?.toSeconds).toBeGreaterThanOrEqual(300);
    expect(norms.of('env_b').startup?.toSeconds).toBeLessThan(10);
  });

  it.each<[string, WorkItem[]]>([
    ['too few rows', many(19, () => finished(30, 300))],
    ['health checks', many(60, () => finished(30, 300, { isHealthcheck: true }))],
    ['rows whose instants cannot be read', many(60, () => finished(30, 300, { unreadable: ['startedAt'] }))],
    ['what has not ended yet', many(60, () => aWorkItem())],
    ['what ends in the future', many(60, () => finished(1e9, 1))],
  ])('knows nothing of %s', async (_name, items) => {
    expect((await readPages([['env_a', items]])).of('env_a').pickup).toBeUndefined();
  });

  it('knows nothing of an environment that was not read', async () => {
    expect((await readPages([])).of('env_a')).toEqual({});
  });
});
