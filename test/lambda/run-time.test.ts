import { describe, expect, it } from 'vitest';
import { createVirtualMonitor, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

const HOUR_MS = 3_600_000;

/** A new item every 20 s, each taken at once. */
function aBusyMonitor() {
  const monitor = createVirtualMonitor({ environments: ['env_a'], metrics: 'full' });
  monitor.simulator.addEnvironment({ id: 'env_a', arrivals: { kind: 'every', seconds: 20 } });
  monitor.simulator.addWorker('env_a', { behaviour: 'works', name: 'w', workSeconds: { min: 2, max: 3 } });
  return monitor;
}

/** What was published of the environment, run by run. */
const numbersOf = ({ published }: VirtualMonitor) =>
  published.flatMap(({ environments }) => [...environments.values()]);

const sum = (values: readonly unknown[]) => values.reduce<number>((total, value) => total + Number(value), 0);

describe('run() and clocks', () => {
  it.each([HOUR_MS, -HOUR_MS])(
    'measures the same with a local clock that is off by %d ms',
    async (skewMs) => {
      const [straight, skewed] = [aBusyMonitor(), aBusyMonitor()];
      skewed.setLocalSkew(skewMs);

      await straight.runMinutes(10);
      await skewed.runMinutes(10);

      expect(skewed.published).toEqual(straight.published);
      expect(skewed.rows).toEqual(straight.rows);
      const run = skewed.logged('run').at(-1);
      expect(Math.abs(Number(run?.skewMs) + skewMs)).toBeLessThanOrEqual(1000);
    },
  );

  it('has no flows in its first run, and then counts every event once, in runs that came late too', async () => {
    const monitor = aBusyMonitor();
    await monitor.runMinutes(1);
    expect(monitor.valuesOf('ItemsCreated', 'env_a')).toEqual([]);

    await monitor.runMinutes(3);
    monitor.simulator.advance(7 * 60_000);
    await monitor.runMinutes(2);

    // From the first run to the last one: 12 minutes, three items each.
    expect(sum(monitor.valuesOf('ItemsCreated', 'env_a'))).toBe(36);
  });

  it.each([HOUR_MS, -HOUR_MS, 12 * 60_000, 400 * 24 * HOUR_MS])(
    'has the right numbers in a run whose every answer is off by %d ms, and tells nothing',
    async (skewMs) => {
      const [straight, jumped] = [aBusyMonitor(), aBusyMonitor()];
      await straight.runMinutes(20);
      await jumped.runMinutes(5);
      const endFault = jumped.simulator.addFault({ kind: 'date-skew', skewMs });
      await jumped.runMinutes(1);
      endFault();
      await jumped.runMinutes(14);

      expect(numbersOf(jumped)).toEqual(numbersOf(straight));
      expect(jumped.alerts).toEqual([]);
      expect(jumped.valuesOf('ClockDeviation').filter((value) => Number(value) > 60)).toEqual([
        Math.abs(skewMs) / 1000,
      ]);
    },
  );

  it('takes no time from the error page of a gateway', async () => {
    const monitor = aBusyMonitor();
    await monitor.runMinutes(5);

    monitor.simulator.addFault({ kind: 'date-skew', skewMs: HOUR_MS, times: 1 });
    monitor.simulator.addFault({ kind: 'status', status: 503, body: 'html', times: 1 });
    await monitor.runMinutes(5);

    expect(monitor.valuesOf('ClockDeviation').filter((value) => Number(value) > 60)).toEqual([]);
  });

  it('believes another time that three runs agree on', async () => {
    const monitor = aBusyMonitor();
    await monitor.runMinutes(5);

    monitor.simulator.addFault({ kind: 'date-skew', skewMs: HOUR_MS });
    await monitor.runMinutes(6);

    expect(monitor.valuesOf('ClockDeviation').map((value) => Number(value) > 60)).toEqual([
      ...Array(5).fill(false),
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('opens nothing by a first run that is off, until the next one agrees', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_a'] });
    monitor.simulator.addEnvironment({ id: 'env_a' });
    monitor.simulator.addWork('env_a');
    monitor.simulator.addFault({ kind: 'date-skew', skewMs: HOUR_MS });

    await monitor.runMinutes(1);
    const first = monitor.told();
    await monitor.runMinutes(1);

    expect([first, monitor.told()]).toEqual([[], ['env_a queue-stuck opened critical']]);
  });

  it('does not move back with a server clock that falls behind by seconds', async () => {
    const monitor = aBusyMonitor();
    await monitor.runMinutes(5);

    monitor.simulator.addFault({ kind: 'date-skew', skewMs: -90_000, times: 1 });
    await monitor.runMinutes(5);

    const instants = monitor.logged('run').map(({ at }) => String(at));
    expect(instants).toEqual([...instants].sort());
    expect(sum(monitor.valuesOf('ItemsCreated', 'env_a'))).toBe(9 * 3);
  });

  it('has no flows in runs without an answer, and counts on from the last one', async () => {
    const monitor = aBusyMonitor();
    await monitor.runMinutes(3);

    const endFault = monitor.simulator.addFault({ kind: 'reset' });
    await monitor.runMinutes(2);
    endFault();
    await monitor.runMinutes(1);

    expect(monitor.valuesOf('ItemsCreated', 'env_a')).toHaveLength(3);
    expect(sum(monitor.valuesOf('ItemsCreated', 'env_a'))).toBe(5 * 3);
  });

  it('reads until its deadline when everything hangs, and ends in time', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_a', 'env_b', 'env_c'] });
    for (const id of ['env_a', 'env_b', 'env_c']) monitor.simulator.addEnvironment({ id });
    await monitor.runMinutes(1);

    monitor.simulator.addFault({ kind: 'hang' });
    const result = await monitor.runMinutes(1);

    expect(result.error).toBeNull();
    expect(result.durationMs).toBeLessThanOrEqual(40_000);
    expect(monitor.valuesOf('EnvironmentsFailed')).toEqual([0, 3]);
  });

  it('lets the second of two runs end at the lease', async () => {
    const monitor = aBusyMonitor();
    monitor.simulator.addFault({ kind: 'slow', latencyMs: 3_000 });
    monitor.simulator.advance(60_000);

    const results = await Promise.all([monitor.run(), monitor.run()]);

    expect(results.map(({ error, steps }) => [error, steps.length > 1])).toEqual([
      [null, true],
      [null, false],
    ]);
    expect(monitor.valuesOf('Runs')).toEqual([1]);
    expect(monitor.logged('lease held')).toHaveLength(1);
  });
});
