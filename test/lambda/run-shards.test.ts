/** Several functions over one table: each environment is one's, and what concerns the fleet is told once. */
import { describe, expect, it } from 'vitest';
import type { SettingsInput } from '../../contract/settings.ts';
import { createVirtualMonitor, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

const IDS = Array.from({ length: 24 }, (_, number) => `env_${number + 1}`);

function aFleet(settings: Partial<SettingsInput> = {}): VirtualMonitor {
  const monitor = createVirtualMonitor({ environments: IDS, shards: 4, ...settings });
  for (const id of IDS) monitor.simulator.addEnvironment({ id });
  return monitor;
}

/** How often a depth of each environment was published, in each minute. */
function depthCounts({ published }: VirtualMonitor): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { scheduledAt, environments } of published)
    for (const [id, { QueueDepth }] of environments) {
      const key = `${scheduledAt.toISOString()} ${id}`;
      if (QueueDepth !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return counts;
}

describe('run() of several shards', () => {
  it('reads every environment once a minute, whoever reads it', async () => {
    const monitor = aFleet();
    await monitor.runMinutes(5);

    const counts = depthCounts(monitor);
    expect(counts.size).toBe(5 * IDS.length);
    expect(new Set(counts.values())).toEqual(new Set([1]));
    expect(monitor.valuesOf('Runs')).toHaveLength(5 * 4);
    expect(monitor.logged('run').map(({ shard }) => shard)).toEqual(expect.arrayContaining([0, 1, 2, 3]));
  });

  it('lets the first one discover, for all of them', async () => {
    const monitor = aFleet({ environments: 'all' });
    await monitor.runMinutes(3);
    monitor.simulator.addEnvironment({ id: 'env_new' });
    await monitor.runMinutes(11);

    const discoveries = monitor.simulator.requests.filter(({ path }) => /\/environments(\?|$)/.test(path));
    expect(discoveries).toHaveLength(2);
    expect(monitor.valuesOf('QueueDepth', 'env_new').length).toBeGreaterThan(0);
  });

  it('tells once that the API cannot be reached, and of no environment that it cannot be read', async () => {
    const monitor = aFleet();
    await monitor.runMinutes(5);
    const end = monitor.simulator.addFault({ kind: 'status', status: 503 });
    await monitor.runMinutes(12);
    end();
    await monitor.runMinutes(10);

    expect(monitor.alerts.map(({ condition, change }) => `${condition} ${change}`)).toEqual([
      'api-unreachable opened',
      'api-unreachable resolved',
    ]);
    expect(new Set(monitor.alerts[0]?.environmentIds)).toEqual(new Set(IDS));
    expect(monitor.alerts[0]?.evidence).toMatchObject({ environmentCount: 24, failedCount: 24 });
  });
});
