/** Queues of tens of thousands that come at once: how long until their depth is known, and how long a run takes. */
import { describe, expect, it } from 'vitest';
import { createVirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

async function afterBurstOf(count: number) {
  const monitor = createVirtualMonitor({ environments: ['env_a'] });
  monitor.simulator.addEnvironment({ id: 'env_a', finishedItemCount: 500 });
  monitor.simulator.addFault({ kind: 'slow', latencyMs: 40 });
  await monitor.runMinutes(3);
  monitor.simulator.addWork('env_a', { count });
  return monitor;
}

describe('a queue that is long at once', () => {
  it('of 20,000 is read whole in each run, its parts at the same time from the second on', async () => {
    const monitor = await afterBurstOf(20_000);
    const durationsMs = [];
    for (let run = 0; run < 3; run++) durationsMs.push((await monitor.runMinutes(1)).durationMs);

    expect(monitor.valuesOf('QueueDepth', 'env_a').slice(-3)).toEqual([20_000, 20_000, 20_000]);
    expect(durationsMs[0]).toBeLessThan(30_000);
    expect(Math.max(...durationsMs.slice(1))).toBeLessThan(6_000);
  });

  it('of 100,000 is known within five minutes, and in each run from then on', {
    timeout: 120_000,
  }, async () => {
    const monitor = await afterBurstOf(100_000);
    await monitor.runMinutes(4);
    const [first] = monitor.valuesOf('QueueDepth', 'env_a').slice(3);
    const { durationMs } = await monitor.runMinutes(1);

    expect(first).toBe(100_000);
    expect(monitor.valuesOf('QueueDepth', 'env_a').slice(3)).toEqual([100_000, 100_000]);
    expect(durationMs).toBeLessThan(25_000);
    expect(monitor.told()).toEqual([]);
  });

  it('of 100,000 is known within six minutes in a fleet of 1,000, of which none waits for long', {
    timeout: 120_000,
  }, async () => {
    const others = Array.from({ length: 1_000 }, (_, index) => `env_idle_${index}`);
    const monitor = createVirtualMonitor({ environments: [...others, 'env_a'] });
    for (const id of [...others, 'env_a']) monitor.simulator.addEnvironment({ id });
    monitor.simulator.addFault({ kind: 'slow', latencyMs: 40 });
    await monitor.runMinutes(1);
    monitor.simulator.addWork('env_a', { count: 100_000 });
    await monitor.runMinutes(6);

    expect(monitor.valuesOf('QueueDepth', 'env_a').at(-1)).toBe(100_000);
    expect(new Set(monitor.valuesOf('EnvironmentsFailed'))).toEqual(new Set([0]));
    expect(Math.max(...monitor.valuesOf('ScanAge').map(Number))).toBeLessThanOrEqual(62);
  });
});

describe('a server that does not take every cursor', () => {
  it.each([
    ['stale-refused', 'fresh', 9],
    ['after-id-refused', 'page', 1],
  ] as const)(
    '%s is learned once, told once, and read whole in every run',
    async (lie, cursors, requestCount) => {
      const monitor = createVirtualMonitor({ environments: ['env_a'] });
      monitor.simulator.addEnvironment({ id: 'env_a', finishedItemCount: 900 });
      await monitor.runMinutes(2);
      monitor.simulator.addFault({ kind: 'cursor', lie });
      await monitor.runMinutes(5);

      expect(monitor.valuesOf('QueueDepth', 'env_a')).toEqual([0, 0, 0, 0, 0, 0, 0]);
      expect(monitor.logged('cursors')).toEqual([
        expect.objectContaining({ cursors, environmentCount: 1, environmentIds: ['env_a'] }),
      ]);
      expect(monitor.logged('run').at(-1)).toMatchObject({ requestCount, ScanDrift: 0 });
      expect(monitor.told()).toEqual([]);
    },
  );
});
