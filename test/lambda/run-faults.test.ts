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
    ['environment#env_a', { version: 1, schemaVersion: 1, body: '[]' }],
    ['environment#env_a', {}],
    ['monitor', { version: 1, schemaVersion: 1, body: 'null' }],
  ])('counts the corrupt row %s as drift, tells it, and writes it anew', async (sortKey, row) => {
    const monitor = await aMonitorAboutToTell();
    await monitor.runMinutes(1);

    monitor.rows.set(sortKey, row);
    const { error } = await monitor.runMinutes(1);
    await monitor.runMinutes(1);

    expect(error).toBeNull();
    expect(monitor.valuesOf('ScanDrift').slice(-2)).toEqual([1, 0]);
    const name = sortKey === 'monitor' ? 'test' : 'env_a';
    expect(monitor.logged('run').at(-2)?.unreadableRows).toEqual([`${name}: corrupt`]);
    expect(monitor.told()).toContain(
      `${sortKey === 'monitor' ? '' : 'env_a'} state-unreadable opened warning`,
    );
  });

  it('says of incidents that open anew after their memory was lost that they may be no news', async () => {
    const monitor = await aMonitorAboutToTell();
    await monitor.runMinutes(1);
    monitor.rows.set('environment#env_a', { version: 2, schemaVersion: 1, body: '{' });
    await monitor.runMinutes(1);

    const opened = monitor.alerts.filter(({ condition }) => condition === 'queue-stuck');
    expect(opened.map(({ isMaybeRepeated = false }) => isMaybeRepeated)).toEqual([false, true]);
  });

  it('leaves alone what a newer version wrote before a rollback, and tells it when that version is back', async () => {
    const monitor = await aMonitorAboutToTell();
    monitor.breakSteps(({ name }) => (name.startsWith('send') ? 'refused' : null));
    await monitor.runMinutes(1);
    monitor.breakSteps(null);
    const row = monitor.rows.get('environment#env_a');
    const newer = { ...row, schemaVersion: 99 };
    monitor.rows.set('environment#env_a', newer);

    const { error } = await monitor.runMinutes(3);
    const toldMeanwhile = monitor.told();
    const kept = monitor.rows.get('environment#env_a');
    monitor.rows.set('environment#env_a', { ...row, schemaVersion: 1 });
    await monitor.runMinutes(1);

    expect([error, kept]).toEqual([null, newer]);
    expect(toldMeanwhile).toEqual(['env_a state-unreadable opened warning']);
    expect(monitor.told().slice(1)).toEqual(['env_a queue-stuck opened warning']);
  });

  it('counts a memory that a newer version wrote as drift, and leaves it alone', async () => {
    const monitor = await aMonitorAboutToTell();

    monitor.runRow.schemaVersion = 99;
    const { body } = monitor.runRow;
    await monitor.runMinutes(2);

    expect(monitor.valuesOf('ScanDrift').slice(-2)).toEqual([1, 1]);
    expect(monitor.logged('run').at(-1)?.unreadableRows).toEqual(['run: newer-version']);
    expect([monitor.runRow.body, monitor.runRow.schemaVersion]).toEqual([body, 99]);
  });

  it('takes a missing token for a state: nothing fails, nothing is asked, told or counted as a run', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_a'] });
    monitor.simulator.addEnvironment({ id: 'env_a' });
    monitor.setSecret('no-token-yet');

    const { error } = await monitor.runMinutes(4);

    expect(error).toBeNull();
    expect(monitor.simulator.requests).toEqual([]);
    expect(monitor.alerts).toEqual([]);
    expect(monitor.valuesOf('Runs')).toEqual([]);
    expect(monitor.logged('no token yet').at(-1)?.remedy).toBe(
      'There is no token yet: store one with: npx qoder-work-queue-monitor token',
    );

    monitor.setSecret(TOKEN);
    await monitor.runMinutes(1);
    expect(monitor.valuesOf('Runs')).toEqual([1]);
  });

  it('takes no 404 of the exchange for one of the API, which would say that an environment is gone', async () => {
    const monitor = await aMonitorAboutToTell();
    await monitor.runMinutes(2);
    monitor.setSecret('{"serviceAccountKey": "sak-faults-0123456789"}');
    monitor.simulator.addFault({ endpoint: 'exchange-key', kind: 'status', status: 404 });
    monitor.restart();
    await monitor.runMinutes(12);

    const told = monitor.told();
    expect(told.filter((line) => line.includes('api-unreachable opened'))).toHaveLength(1);
    expect(told.filter((line) => /withdrawn|resolved/.test(line))).toEqual([]);
    const unread = { status: null, type: 'exchange_failed' };
    expect(monitor.logged('run').at(-1)?.unread).toMatchObject([unread, unread]);
  });

  it('leaves a run whose exchange hangs the time to publish and to tell, and asks once a run', async () => {
    const monitor = await aMonitorAboutToTell();
    monitor.setSecret('{"serviceAccountKey": "sak-faults-0123456789"}');
    monitor.simulator.addFault({ endpoint: 'exchange-key', kind: 'hang' });
    monitor.restart();

    const { error, durationMs, steps } = await monitor.runMinutes(4);

    expect(error).toBeNull();
    // Two tries of it, and nothing of the API.
    expect(durationMs).toBeLessThanOrEqual(21_000);
    expect(steps.filter((step) => /^(GET|POST) /.test(step))).toEqual(
      Array.from({ length: 2 }, () => 'POST /api/v1/serviceToken/exchange'),
    );
    expect(monitor.told().at(-1)).toMatch(/api-unreachable opened critical/);
  });

  it('takes a token that cannot be sent for a fault', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_a'] });
    monitor.setSecret('pt with spaces');

    expect((await monitor.runMinutes(1)).error).toContain('The secret holds no token that can be used');
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
