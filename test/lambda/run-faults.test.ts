import { describe, expect, it } from 'vitest';
import { createVirtualMonitor, TOKEN } from '../../local/virtual/virtual-monitor.ts';

async function aMonitorAboutToTell() {
  const monitor = createVirtualMonitor({ environments: ['env_a', 'env_b'] });
  for (const id of ['env_a', 'env_b']) monitor.simulator.addEnvironment({ id });
  monitor.simulator.addWork('env_a');
  await monitor.runMinutes(5);
  return monitor;
}

describe('run() with faults of our own', () => {
  it.each([
    ['acquireLease', 'acquireLease was refused'],
    ['load', 'Could not complete the run: load was refused'],
    ['publish', 'Could not publish metrics: publish was refused'],
    ['publish own', 'Could not publish metrics: publish own was refused'],
    ['save environment#env_a', 'Could not save the state of env_a: save environment#env_a was refused'],
    ['releaseLease', 'Could not release the lease: releaseLease was refused'],
  ])('ends with an error when %s is refused, and is whole again in a later one', async (name, message) => {
    const monitor = await aMonitorAboutToTell();

    monitor.breakSteps((step) => (step.name === name ? 'refused' : null));
    const { error } = await monitor.runMinutes(1);
    monitor.breakSteps(null);
    // A lease that was not released is free after 75 s.
    const { error: later } = await monitor.runMinutes(2);

    expect([error, later]).toEqual([message, null]);
    expect(new Set(monitor.alerts.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('publishes the others and tells them while one environment cannot be saved', async () => {
    const monitor = await aMonitorAboutToTell();

    monitor.breakSteps((step) => (step.name === 'save environment#env_b' ? 'refused' : null));
    await monitor.runMinutes(1);

    expect(monitor.told()).toEqual(['env_a queue-stuck opened warning']);
    expect(monitor.valuesOf('QueueDepth', 'env_b')).toHaveLength(6);
  });

  it('does not advance its instant while nothing can be published, and publishes the flows later', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_a'], metrics: 'full' });
    monitor.simulator.addEnvironment({ id: 'env_a', arrivals: { kind: 'every', seconds: 20 } });
    await monitor.runMinutes(2);

    monitor.breakSteps((step) => (step.name === 'publish' ? 'refused' : null));
    await monitor.runMinutes(3);
    monitor.breakSteps(null);
    await monitor.runMinutes(1);

    expect(monitor.valuesOf('ItemsCreated', 'env_a')).toEqual([3, 12]);
    expect(monitor.valuesOf('Runs')).toEqual([1, 1, 1]);
  });

  it('counts each flow once when the metrics of one environment cannot be published', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_a', 'env_b'], metrics: 'full' });
    for (const id of ['env_a', 'env_b'])
      monitor.simulator.addEnvironment({ id, arrivals: { kind: 'every', seconds: 20 } });
    await monitor.runMinutes(2);

    monitor.refuseMetricsOf(['env_b']);
    const { error } = await monitor.runMinutes(3);
    monitor.refuseMetricsOf([]);
    await monitor.runMinutes(1);

    expect(error).toBe('Could not publish metrics: Throttled');
    expect(monitor.valuesOf('ItemsCreated', 'env_a')).toEqual([3, 3, 3, 3, 3]);
    expect(monitor.valuesOf('ItemsCreated', 'env_b')).toEqual([3, 12]);
  });

  it('has failed when it cannot end: what it did not hand on, the next run does not know', async () => {
    const monitor = await aMonitorAboutToTell();

    monitor.breakSteps(({ name }) => (name === 'releaseLease' ? 'refused' : null));
    await monitor.runMinutes(1);

    expect(monitor.valuesOf('Runs')).toHaveLength(5);
    expect(monitor.valuesOf('OpenIncidents')).toHaveLength(6);
  });

  it('keeps what a topic does not take, counts it, and neither repeats nor overtakes later', async () => {
    const monitor = await aMonitorAboutToTell();

    monitor.breakSteps((step) => (step.name.startsWith('send') ? 'refused' : null));
    const { error } = await monitor.runMinutes(12);
    monitor.breakSteps(null);
    await monitor.runMinutes(2);

    expect(error).toBeNull();
    expect(monitor.told()).toEqual([
      'env_a queue-stuck opened warning',
      'env_a queue-stuck worsened critical',
    ]);
    expect(monitor.valuesOf('NotificationsFailed').slice(5)).toEqual([...Array(10).fill(1), 2, 2, 0, 0]);
  });

  it.each([
    ['environment#env_a', 'newer-version', { version: 1, schemaVersion: 99, body: '{}' }],
    ['environment#env_a', 'corrupt', { version: 1, schemaVersion: 1, body: '[]' }],
    ['environment#env_a', 'corrupt', {}],
    ['monitor', 'newer-version', { version: 1, schemaVersion: 99, body: '{}' }],
  ])('counts the row %s that is %s as drift and writes it anew', async (sortKey, fault, row) => {
    const monitor = await aMonitorAboutToTell();
    await monitor.runMinutes(1);

    monitor.rows.set(sortKey, row);
    const { error } = await monitor.runMinutes(1);
    await monitor.runMinutes(1);

    expect(error).toBeNull();
    expect(monitor.valuesOf('ScanDrift').slice(-2)).toEqual([1, 0]);
    expect(monitor.logged('run').at(-2)?.unreadableRows).toEqual([
      `${sortKey === 'monitor' ? 'test' : 'env_a'}: ${fault}`,
    ]);
  });

  it('counts a memory that another version wrote as drift', async () => {
    const monitor = await aMonitorAboutToTell();

    monitor.runRow.schemaVersion = 99;
    await monitor.runMinutes(2);

    expect(monitor.valuesOf('ScanDrift').slice(-2)).toEqual([1, 0]);
    expect(monitor.logged('run').at(-2)?.unreadableRows).toEqual(['run: newer-version']);
  });

  it('blames no environment while there is no token, and sends nothing', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_a'] });
    monitor.simulator.addEnvironment({ id: 'env_a' });
    monitor.setSecret('no-token-yet');

    const { error } = await monitor.runMinutes(4);

    expect(error).toBe(
      'Could not complete the run: There is no token yet: store one with: npm run token -- --stack QoderMonitor-test',
    );
    expect(monitor.simulator.requests).toEqual([]);
    expect(monitor.alerts).toEqual([]);
  });

  it('uses a rotated token in the very run in which the old one is rejected', async () => {
    const monitor = await aMonitorAboutToTell();

    monitor.simulator.rotateToken('pt-rotated');
    monitor.setSecret('pt-rotated\n');
    await monitor.runMinutes(1);

    expect(monitor.valuesOf('EnvironmentsFailed')).toEqual(Array(6).fill(0));
  });

  it('keeps every token it has seen out of what it logs', async () => {
    const monitor = await aMonitorAboutToTell();

    monitor.breakSteps(({ name }) => (name === 'publish' ? 'refused' : null));
    monitor.simulator.addFault({
      environmentId: 'env_b',
      kind: 'rewrite',
      rewrite: () => `{"error":{"type":"${TOKEN}","message":"Bearer ${TOKEN}"}}`,
    });
    monitor.simulator.addFault({ environmentId: 'env_b', kind: 'status', status: 403 });
    await monitor.runMinutes(3);

    expect(monitor.logLines.join('\n')).toContain('env_b');
    expect(
      [...monitor.logLines, ...[...monitor.rows.values()].map(({ body }) => String(body))].join('\n'),
    ).not.toContain(TOKEN);
  });
});
