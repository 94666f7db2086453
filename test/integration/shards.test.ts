/** The built bundle as two functions over one table, and as one again. */
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalMonitor, startLocalMonitor, subjectsOf, valuesOf } from '../support/a-local-monitor.ts';

const MINUTE_MS = 60_000;
const IDS = Array.from({ length: 8 }, (_, number) => `env_${number}`);

describe('the built bundle of several shards', () => {
  let monitor: LocalMonitor;
  afterEach(() => monitor.close());

  it('reads each environment once a minute, tells each thing once, and goes on as one', async () => {
    monitor = await startLocalMonitor({ settings: { environments: IDS } });
    const { simulator } = monitor;
    for (const id of IDS) simulator.addEnvironment({ id });
    simulator.addWork('env_3');
    const functions = [await monitor.startShard(0, 2), await monitor.startShard(1, 2)];
    const runBoth = async () => {
      simulator.advance(MINUTE_MS);
      return Promise.all(functions.map((each) => each.invoke(monitor.event())));
    };
    for (let minute = 0; minute < 8; minute++)
      expect((await runBoth()).map(({ error }) => error)).toEqual([null, null]);

    // In the first minute the second one may have found nobody to share with yet.
    const depthCounts = IDS.map((id) => valuesOf(monitor, 'QueueDepth', id).length);
    for (const count of depthCounts) expect([7, 8]).toContain(count);
    expect(subjectsOf(monitor)).toEqual([expect.stringContaining('env_3')]);
    const keys = (await monitor.rows()).map(({ sk }) => sk);
    expect(keys).toEqual(expect.arrayContaining(['monitor#1', 'run', 'run#1', 'run#layout']));

    const single = await monitor.startShard(0, 1);
    simulator.addWorker('env_3', { behaviour: 'works', name: 'w' });
    for (let minute = 0; minute < 9; minute++) {
      simulator.advance(MINUTE_MS);
      expect((await single.invoke(monitor.event())).error).toBeNull();
    }

    expect(subjectsOf(monitor)).toHaveLength(2);
    for (const [index, id] of IDS.entries())
      expect(valuesOf(monitor, 'QueueDepth', id)).toHaveLength((depthCounts[index] ?? 0) + 9);
    const rows = await monitor.rows();
    expect(rows.find(({ sk }) => sk === 'run')).not.toHaveProperty('shards');
    expect(rows.map(({ sk }) => sk)).not.toContain('monitor#1');
  });
});
