import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../cli/check/progress.ts';
import type { QoderClient } from '../../../lambda/read/api/client.ts';

const refuse = async () => {
  throw new Error('not asked in these tests');
};
const page = { items: Array.from({ length: 100 }), nextPage: null, malformedCount: 0 } as unknown;
const client: QoderClient = {
  listWork: async () => page as Awaited<ReturnType<QoderClient['listWork']>>,
  workStats: refuse,
  listEnvironments: refuse,
  getEnvironment: refuse,
  getSession: refuse,
  listSessionEvents: refuse,
};

async function walk(pageTimesMs: readonly number[]) {
  let nowMs = 0;
  const written: string[] = [];
  const progress = createProgress((text) => written.push(text), { nowMs: () => nowMs });
  const followed = progress.follow(client);
  for (const timeMs of pageTimesMs) {
    nowMs = timeMs;
    await followed.listWork('env_a', {}, { deadlineMs: 0 });
  }
  progress.clear();
  return written.map((text) => text.replaceAll('\r\x1b[K', '|'));
}

describe('createProgress()', () => {
  it('says pages, items and rate once a walk is long, not more often than people read, and clears its line', async () => {
    expect(await walk([500, 1_000, 1_100, 2_000])).toEqual([
      '|Reading: 2 pages, 200 items, 200 items/s',
      '|Reading: 4 pages, 400 items, 200 items/s',
      '|',
    ]);
  });

  it('says nothing of a short walk', async () => {
    expect(await walk([100, 900])).toEqual([]);
  });
});
