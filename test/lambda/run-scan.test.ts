/** What a run costs on a list that keeps everything, and what it makes of rows of ranges that are not its own. */
import { describe, expect, it } from 'vitest';
import { createVirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

const MINUTE_MS = 60_000;

function startLong(finishedItemCount: number) {
  const monitor = createVirtualMonitor({ environments: ['env_long'] });
  monitor.simulator.addEnvironment({ id: 'env_long', name: 'long', finishedItemCount });
  monitor.simulator.advance(MINUTE_MS);
  return monitor;
}

describe('run() on a list of finished work', () => {
  it('costs an idle environment one list request and no write of its own', async () => {
    const monitor = startLong(5000);
    await monitor.runMinutes(6);

    const { steps } = await monitor.runMinutes(1);

    expect(steps).toEqual([
      'acquireLease',
      'load',
      'GET /api/v1/cloud/environments/env_long/work',
      'publish',
      'releaseLease',
      'publish own',
    ]);
  });

  it('adds a page and the stats every 15 minutes, and a name every ten', async () => {
    const monitor = startLong(5000);
    await monitor.runMinutes(30);
    const before = monitor.simulator.requests.length;

    await monitor.runMinutes(60);

    // 60 runs, 4 spot checks of a page and the stats, 6 names.
    expect(monitor.simulator.requests.length - before).toBe(60 + 4 * 2 + 6);
  });

  it.each([
    [
      'a health check that waits',
      (row: Record<string, unknown>) => ({ ...row, data: { type: 'healthcheck' } }),
    ],
    [
      'a row that waits and cannot be read',
      (row: Record<string, unknown>) => ({ ...row, created_at: 'never' }),
    ],
  ])('forgets nothing for %s, which the stats count', async (_, change) => {
    const monitor = startLong(5000);
    await monitor.runMinutes(30);
    const [id] = monitor.simulator.addWork('env_long');
    const rewrite = (body: string) => {
      const { data, ...rest } = JSON.parse(body);
      const rows = data.map((row: Record<string, unknown>) => (row.id === id ? change(row) : row));
      return JSON.stringify({ data: rows, ...rest });
    };
    monitor.simulator.addFault({ endpoint: 'list-work', kind: 'rewrite', rewrite });
    monitor.simulator.forgetRequests();

    await monitor.runMinutes(60);

    const lists = monitor.simulator.requests.filter(({ path }) => path.includes('/work?'));
    expect(lists).toHaveLength(60 + 4);
    expect(new Set(monitor.valuesOf('ScanDrift'))).toEqual(new Set([0]));
  });

  it('reads the pages that it adds for many environments in minutes of their own', async () => {
    const ids = Array.from({ length: 40 }, (_, number) => `env_${number}`);
    const monitor = createVirtualMonitor({ environments: ids }, undefined, true);
    for (const id of ids) monitor.simulator.addEnvironment({ id, name: id, finishedItemCount: 120 });
    const countsOf = async (minutes: number) => {
      const counts: number[] = [];
      for (let minute = 0; minute < minutes; minute++) {
        monitor.simulator.forgetRequests();
        await monitor.runMinutes(1);
        counts.push(monitor.simulator.requests.filter(({ path }) => path.includes('/work')).length);
      }
      return counts;
    };

    await monitor.runMinutes(20);
    const counts = await countsOf(15);
    expect(counts.reduce((sum, count) => sum + count)).toBe(15 * ids.length + 2 * ids.length);
    expect(Math.max(...counts)).toBeLessThan(1.6 * ids.length);
    monitor.breakSteps(() => 'refused');
    await monitor.runMinutes(20);
    monitor.breakSteps(null);
    expect(Math.max(...(await countsOf(2)))).toBeLessThan(2 * ids.length);
  });

  it('walks a list that is longer than a run in several, and then reads it whole', async () => {
    const monitor = startLong(90_000);
    const results = [];
    for (let run = 0; run < 6; run++) {
      await monitor.runMinutes(1);
      results.push([
        monitor.valuesOf('EnvironmentsIncomplete').at(-1),
        monitor.valuesOf('QueueDepth', 'env_long').length,
      ]);
    }

    // 900 pages at 100 ms or a little more, 43 s a run.
    expect(results).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
    ]);
    expect(monitor.valuesOf('Runs')).toHaveLength(6);
    const lists = monitor.simulator.requests.filter(({ path }) => path.includes('/work?'));
    expect(lists.length).toBeLessThanOrEqual(900 * 1.02 + 10);
    expect(monitor.told()).toEqual([]);
  });

  it('reads what is known before it walks what is new', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_known'] });
    monitor.simulator.addEnvironment({ id: 'env_known', name: 'known' });
    monitor.simulator.addEnvironment({ id: 'env_new', name: 'new', finishedItemCount: 90_000 });
    await monitor.runMinutes(2);
    monitor.deploy({ environments: ['env_new', 'env_known'] });

    const { steps } = await monitor.runMinutes(1);

    const gets = steps.filter((step) => step.includes('/work'));
    expect(gets[0]).toContain('env_known');
    expect(monitor.valuesOf('QueueDepth', 'env_known')).toHaveLength(3);
  });

  it.each([
    ['corrupt', 'writes it anew', { body: new Uint8Array([1, 2, 3]) }, [1, 0]],
    ['newer-version', 'leaves it alone', { schemaVersion: 99 }, [1, 1]],
  ])(
    'walks the whole list when the row of ranges is %s, counts it, and %s',
    async (fault, _, change, driftCounts) => {
      const monitor = startLong(5000);
      await monitor.runMinutes(3);
      Object.assign(monitor.rows.get('ranges#env_long') ?? {}, change);
      const before = monitor.simulator.requests.length;

      const { error } = await monitor.runMinutes(1);
      await monitor.runMinutes(1);

      expect(error).toBeNull();
      expect(monitor.simulator.requests.length - before).toBeGreaterThanOrEqual(50 + 1);
      expect(monitor.valuesOf('ScanDrift').slice(-2)).toEqual(driftCounts);
      expect(monitor.logged('run').at(-2)?.unreadableRows).toEqual([`ranges of env_long: ${fault}`]);
      expect(monitor.valuesOf('QueueDepth', 'env_long').slice(-2)).toEqual([0, 0]);
    },
  );
});
