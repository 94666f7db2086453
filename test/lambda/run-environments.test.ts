import { describe, expect, it } from 'vitest';
import { createVirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

const HTML_404 = { kind: 'status', status: 404, body: 'html' } as const;

/** A monitor that has told that work is stuck in env_a. */
async function aMonitorWithStuckWork(settings: Parameters<typeof createVirtualMonitor>[0] = {}) {
  const monitor = createVirtualMonitor(settings);
  monitor.simulator.addEnvironment({ id: 'env_a', name: 'nightly' });
  monitor.simulator.addEnvironment({ id: 'env_b' });
  monitor.simulator.addWork('env_a');
  await monitor.runMinutes(6);
  expect(monitor.told()).toEqual(['env_a queue-stuck opened warning']);
  return monitor;
}

describe('run() over environments that come and go', () => {
  it('withdraws what is no longer configured, forgets it, and begins anew with its name when it is back', async () => {
    const monitor = await aMonitorWithStuckWork({ environments: ['env_a', 'env_b'] });

    monitor.deploy({ environments: ['env_b'] });
    await monitor.runMinutes(2);
    const sortKeys = [...monitor.rows.keys()].sort();
    monitor.deploy({ environments: ['env_a', 'env_b'] });
    await monitor.runMinutes(2);

    expect(sortKeys).toEqual(['directory', 'environment#env_b', 'monitor']);
    expect(monitor.told().slice(1)).toEqual([
      'env_a queue-stuck withdrawn warning',
      'env_a queue-stuck opened warning',
    ]);
    expect(monitor.alerts.map(({ environmentName, ending }) => [environmentName, ending])).toEqual([
      ['nightly', null],
      ['nightly', 'not-configured'],
      ['nightly', null],
    ]);
    expect(new Set(monitor.alerts.map(({ incidentId }) => incidentId)).size).toBe(2);
  });

  it('watches an archived environment until its live work is done, and then forgets it', async () => {
    const monitor = await aMonitorWithStuckWork();

    monitor.simulator.archiveEnvironment('env_a');
    await monitor.runMinutes(20);
    monitor.simulator.addWorker('env_a', { behaviour: 'works', name: 'w-1' });
    await monitor.runMinutes(4);

    expect(monitor.told().slice(1)).toEqual([
      'env_a queue-stuck worsened critical',
      'env_a queue-stuck withdrawn critical',
    ]);
    expect(monitor.alerts.at(-1)?.ending).toBe('archived');
    expect(monitor.rows.has('environment#env_a')).toBe(false);
    const { environments } = monitor.published.at(-2) ?? {};
    expect([...(environments?.keys() ?? [])]).toEqual(['env_b']);
  });

  it('withdraws the incidents of a deleted environment', async () => {
    const monitor = await aMonitorWithStuckWork({ environments: ['env_a', 'env_b'] });

    monitor.simulator.deleteEnvironment('env_a');
    await monitor.runMinutes(4);

    expect(monitor.told().slice(1)).toEqual([
      'env_a queue-stuck withdrawn warning',
      'env_a environment-unreadable opened warning',
    ]);
    expect(monitor.alerts.map(({ reason, ending }) => [reason, ending]).slice(1)).toEqual([
      ['no-workers', 'not-found'],
      ['not_found_error', null],
    ]);
  });

  it("takes a gateway's 404 without an envelope for no word of the API", async () => {
    const monitor = await aMonitorWithStuckWork({ environments: ['env_a', 'env_b'] });

    const endFault = monitor.simulator.addFault({ environmentId: 'env_a', ...HTML_404 });
    await monitor.runMinutes(2);
    endFault();
    await monitor.runMinutes(2);

    expect(monitor.told()).toEqual(['env_a queue-stuck opened warning']);
  });

  it('tells environments apart whose ids differ in case only', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_a', 'env_A'] });
    for (const id of ['env_a', 'env_A']) monitor.simulator.addEnvironment({ id });
    monitor.simulator.addWork('env_A', { count: 2 });

    await monitor.runMinutes(6);

    expect(monitor.valuesOf('QueueDepth', 'env_a').at(-1)).toBe(0);
    expect(monitor.valuesOf('QueueDepth', 'env_A').at(-1)).toBe(2);
    expect(monitor.told()).toEqual(['env_A queue-stuck opened warning']);
  });

  it('tells an environment that is not self_hosted as unreadable', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_cloud', 'env_b'] });
    monitor.simulator.addEnvironment({ id: 'env_cloud', type: 'cloud' });
    monitor.simulator.addEnvironment({ id: 'env_b' });

    await monitor.runMinutes(3);

    expect(monitor.told()).toEqual(['env_cloud environment-unreadable opened warning']);
    expect(monitor.alerts[0]?.evidence).toMatchObject({ status: 400, type: 'invalid_request_error' });
    expect(monitor.valuesOf('Runs')).toEqual([1, 1, 1]);
  });

  it.each([
    ['configured', (ids: string[]) => ids],
    ['discovered', () => 'all' as const],
  ])(
    'reads 1000 %s environments every minute, those in which names are read too',
    { timeout: 180_000 },
    async (_name, toEnvironments) => {
      const ids = Array.from({ length: 1000 }, (_, index) => `env_${index}`);
      const monitor = createVirtualMonitor({ environments: toEnvironments(ids) });
      for (const id of ids) monitor.simulator.addEnvironment({ id, name: `name of ${id}` });

      const { durationMs } = await monitor.runMinutes(12);

      expect(durationMs).toBeLessThan(30_000);
      expect(monitor.valuesOf('EnvironmentsFailed')).toEqual(Array(12).fill(0));
      expect(monitor.valuesOf('QueueDepth', 'env_999')).toHaveLength(12);
    },
  );

  it('keeps every log line below what CloudWatch takes, with 1000 environments failing at length', {
    timeout: 180_000,
  }, async () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `env_${String(index).padStart(40, '0')}`);
    const monitor = createVirtualMonitor({ environments: ids });
    for (const id of ids) monitor.simulator.addEnvironment({ id });
    const words = '"\\\n'.repeat(500);
    const refusal = JSON.stringify({ error: { type: words, message: words } });
    monitor.simulator.addFault({ kind: 'status', status: 403 });
    monitor.simulator.addFault({ kind: 'rewrite', rewrite: () => refusal });
    monitor.breakSteps(({ name }) => (name.startsWith('saveEnvironment') ? 'refused' : null));

    await monitor.runMinutes(3);

    const longestBytes = Math.max(...monitor.logLines.map((line) => Buffer.byteLength(line)));
    expect(longestBytes).toBeGreaterThan(20_000);
    expect(longestBytes).toBeLessThan(256_000);
    expect(monitor.alerts).toMatchObject([{ condition: 'api-unreachable', change: 'opened' }]);
  });
});
