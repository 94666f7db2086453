import { describe, expect, it } from 'vitest';
import { createVirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

async function aRunWithAnIncident() {
  const monitor = createVirtualMonitor({ environments: ['env_a', 'env_b'] });
  monitor.simulator.addEnvironment({ id: 'env_a', name: 'nightly' });
  monitor.simulator.addWork('env_a', { count: 2 });
  monitor.simulator.addEnvironment({ id: 'env_b', type: 'cloud' });
  await monitor.runMinutes(6);
  return monitor;
}

describe('logRun()', () => {
  it('writes one line for the run, with what is no metric', async () => {
    const monitor = await aRunWithAnIncident();

    const lines = monitor.logged('run');
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toMatchObject({
      runNumber: 6,
      scheduledAt: '2026-11-24T12:06:00.000Z',
      at: '2026-11-24T12:05:58.000Z',
      Runs: 1,
      EnvironmentsFailed: 1,
      EnvironmentsIncomplete: 0,
      OpenIncidents: 2,
      ScanDrift: 0,
      NotificationsFailed: 0,
      environmentCount: 2,
      itemsReadCount: 2,
      malformedCount: 0,
      mismatchCount: 0,
      unknownStateCount: 0,
      healthcheckCount: 0,
      notUnderstood: [],
      unread: [
        { environmentId: 'env_b', completeness: 'failed', status: 400, type: 'invalid_request_error' },
      ],
      withoutStats: [],
      directoryError: null,
      alertsSentCount: 1,
      sendErrors: [],
      unreadableRows: [],
      faults: [],
    });
  });

  it('writes one line for each open incident of each run', async () => {
    const monitor = await aRunWithAnIncident();

    expect(
      monitor.logged('incident').map(({ environmentId, condition }) => [environmentId, condition]),
    ).toEqual([
      ['env_b', 'environment-unreadable'],
      ['env_b', 'environment-unreadable'],
      ['env_b', 'environment-unreadable'],
      ['env_a', 'queue-stuck'],
      ['env_b', 'environment-unreadable'],
    ]);
    expect(monitor.logged('incident').at(-2)).toMatchObject({
      environmentName: 'nightly',
      severity: 'warning',
      reason: 'no-workers',
      itemCount: 2,
      isClearing: false,
    });
  });

  it('writes, with lean metrics, one line for each environment that was read whole, with what was measured', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_a', 'env_b', 'env_c'], metrics: 'lean' });
    monitor.simulator.addEnvironment({ id: 'env_a', name: 'nightly' });
    monitor.simulator.addWork('env_a', { count: 2 });
    monitor.simulator.addEnvironment({ id: 'env_b', type: 'cloud' });
    monitor.simulator.addEnvironment({ id: 'env_c' });

    await monitor.runMinutes(2);

    const lines = monitor.logged('environment').slice(-2);
    expect(lines).toMatchObject([
      { environmentId: 'env_a', environmentName: 'nightly', verdict: 'ok', QueueDepth: 2, LostHeartbeats: 0 },
      { environmentId: 'env_c', verdict: 'ok', QueueDepth: 0, ItemsActive: 0, QueueVerdict: 0 },
    ]);
    // Nothing was acknowledged: that is no wait of 0 s.
    expect(lines.filter((line) => 'QueueWait' in line || 'WorkersPolling' in line)).toEqual([]);
  });

  it('writes no such lines where the essential metrics are sent', async () => {
    const monitor = await aRunWithAnIncident();

    expect(monitor.logged('environment')).toEqual([]);
  });

  it('writes one line for each alert in the run that decided it, sent or not', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_a'] });
    monitor.simulator.addEnvironment({ id: 'env_a' });
    monitor.simulator.addWork('env_a');
    monitor.breakSteps(({ name }) => (name.startsWith('send') ? 'refused' : null));

    await monitor.runMinutes(8);

    expect(monitor.logged('alert')).toEqual([
      {
        message: 'alert',
        messageId: 'env_a.queue-stuck.20261124T120558Z.1',
        incidentId: 'env_a.queue-stuck.20261124T120558Z',
        environmentIds: ['env_a'],
        condition: 'queue-stuck',
        severity: 'warning',
        change: 'opened',
        reason: 'no-workers',
        itemCount: 1,
      },
    ]);
    // What an earlier run left is tried at the start of a run, and once more at its end.
    expect(monitor.logged('run').at(-1)?.sendErrors).toHaveLength(2);
  });
});
