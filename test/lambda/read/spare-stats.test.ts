import { expect, it } from 'vitest';
import { TIME_BUDGET } from '../../../contract/time-budget.ts';
import { spareStats } from '../../../lambda/read/spare-stats.ts';
import { answer, type Reply, refuse, startApiServer } from '../../support/qoder-server.ts';
import { createTestClient } from '../../support/qoder-test-client.ts';

const BROKEN = refuse(500, 'api_error', 'oops');
const STATS = answer(200, '{"depth":1,"pending":0,"workers_polling":0}');

/** How often each environment is asked for its stats. */
async function triesOf(ids: readonly string[], ...replies: readonly [Reply, ...Reply[]]) {
  await using server = await startApiServer(...replies);
  const { client, options, timing, timeoutsMs } = createTestClient(server);
  const spared = spareStats(client);
  const tries: number[] = [];
  for (const id of ids) {
    const before = server.requests.length;
    await spared.workStats(id, { ...options, deadlineMs: timing.nowMs() + 60_000 }).catch(() => undefined);
    tries.push(server.requests.length - before);
  }
  return { tries, timeoutsMs };
}

it('spareStats() asks once, and not for long, once three environments have no stats', async () => {
  const { tries, timeoutsMs } = await triesOf(['env_a', 'env_b', 'env_c', 'env_d'], BROKEN);

  expect(tries).toEqual([4, 4, 1, 1]);
  expect(timeoutsMs.slice(-2)).toEqual([TIME_BUDGET.requestTimeoutMs, TIME_BUDGET.statsRequestMs]);
});

it('spareStats() goes on trying for one environment alone', async () => {
  expect((await triesOf(['env_a', 'env_a', 'env_a', 'env_a'], BROKEN)).tries).toEqual([4, 4, 4, 4]);
});

it('spareStats() tries again as before once somebody has stats', async () => {
  const replies = [...Array.from({ length: 8 }, () => BROKEN), STATS, BROKEN];

  expect((await triesOf(['env_a', 'env_b', 'env_c', 'env_d', 'env_e'], BROKEN, ...replies)).tries).toEqual([
    4, 4, 1, 1, 4,
  ]);
});
