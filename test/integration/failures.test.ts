import { it as base, describe, expect } from 'vitest';
import {
  type LocalMonitor,
  messageIdsOf,
  startLocalMonitor,
  startStuckMonitor,
  subjectsOf,
  valuesOf,
} from '../support/a-local-monitor.ts';

const MINUTE_MS = 60_000;

const it = base.extend<{ closing: (starting: Promise<LocalMonitor>) => Promise<LocalMonitor> }>({
  closing: async ({ onTestFinished }, use) =>
    use(async (starting) => {
      const monitor = await starting;
      onTestFinished(() => monitor.close());
      return monitor;
    }),
});

// The first waits for real time limits, while the processors have nothing to do.
describe.concurrent('a run in which things fail', () => {
  it('reads 17 of 20 environments while one is at 500, one at 403 and one hangs on its second page', {
    timeout: 180_000,
  }, async ({ closing }) => {
    const monitor = await closing(startLocalMonitor());
    const { simulator } = monitor;
    const ids = Array.from({ length: 20 }, (_, index) => `env_${String(index).padStart(2, '0')}`);
    for (const id of ids) {
      simulator.addEnvironment({ id, name: id, finishedItemCount: 250 });
      simulator.addWork(id, { count: 1 });
    }
    simulator.addFault({ environmentId: 'env_00', kind: 'status', status: 500 });
    simulator.addFault({ environmentId: 'env_01', kind: 'status', status: 403 });
    simulator.addFault({ environmentId: 'env_02', endpoint: 'list-work', fromPage: 2, kind: 'hang' });
    simulator.advance(MINUTE_MS);

    const error = await monitor.run();

    expect(error).toBeNull();
    const published = ids.filter((id) => valuesOf(monitor, 'QueueDepth', id).length === 1);
    expect(published).toEqual(ids.slice(3));
    expect(valuesOf(monitor, 'Runs')).toEqual([1]);
    expect(valuesOf(monitor, 'EnvironmentsFailed')).toEqual([2]);
    expect(valuesOf(monitor, 'EnvironmentsIncomplete')).toEqual([1]);
    const [run] = monitor.current().logged('run');
    expect(run?.unread).toMatchObject([
      { environmentId: 'env_02', completeness: 'partial', status: null, type: 'timeout' },
      { environmentId: 'env_01', completeness: 'failed', status: 403, type: 'permission_error' },
      { environmentId: 'env_00', completeness: 'failed', status: 500 },
    ]);
    expect(Number(run?.durationMs)).toBeLessThan(55_000);
  });

  it('keeps alerts in the outbox while the topic fails, counts them, succeeds, and sends them later', async ({
    closing,
  }) => {
    const monitor = await closing(startStuckMonitor());
    monitor.standIns.failNext('sns', 'always', 500);
    expect(await monitor.run()).toBeNull();
    expect(valuesOf(monitor, 'NotificationsFailed')).toEqual([1]);
    expect(valuesOf(monitor, 'Runs')).toEqual([1]);
    expect(messageIdsOf(monitor)).toEqual([]);

    monitor.standIns.failNext('sns', 0, 500);
    monitor.simulator.advance(MINUTE_MS);
    expect(await monitor.run()).toBeNull();

    expect(messageIdsOf(monitor)).toEqual([
      expect.stringMatching(/^env_stuck\.queue-stuck\.20261124T1215\d\dZ\.1$/),
    ]);
    expect(valuesOf(monitor, 'NotificationsFailed')).toEqual([1, 0]);
  });

  it('saves and sends while CloudWatch fails, and ends with an error', async ({ closing }) => {
    const monitor = await closing(startStuckMonitor());
    monitor.standIns.failNext('cloudwatch', 'always', 500);

    const error = await monitor.run();

    expect(error).toContain('Could not publish metrics');
    expect(subjectsOf(monitor)).toHaveLength(1);
    const memory = JSON.parse(String((await monitor.rows()).find(({ sk }) => sk === 'run')?.body));
    // What was not published is behind, so that its flows are still counted.
    expect(Object.keys(memory.behind)).toContain('env_stuck');
  });

  it('starts anew from a state row that cannot be read, and counts it as drift', async ({ closing }) => {
    const monitor = await closing(startStuckMonitor());
    expect(await monitor.run()).toBeNull();
    await monitor.overwriteRow('environment#env_stuck', '{"incidents": "none"}');
    monitor.simulator.advance(MINUTE_MS);

    expect(await monitor.run()).toBeNull();

    expect(valuesOf(monitor, 'ScanDrift')).toEqual([0, 1]);
    // The second one tells of the row.
    expect(valuesOf(monitor, 'OpenIncidents')).toEqual([1, 2]);
  });

  it('tells an environment at 403 after three runs, and that it is back after five minutes', async ({
    closing,
  }) => {
    const monitor = await closing(startLocalMonitor({ settings: { environments: ['env_a', 'env_b'] } }));
    const { simulator } = monitor;
    for (const id of ['env_a', 'env_b']) simulator.addEnvironment({ id, name: id.toUpperCase() });
    const endFault = simulator.addFault({ environmentId: 'env_a', kind: 'status', status: 403 });
    for (let run = 0; run < 4; run++) {
      simulator.advance(MINUTE_MS);
      expect(await monitor.run()).toBeNull();
    }
    endFault();
    for (let run = 0; run < 7; run++) {
      simulator.advance(MINUTE_MS);
      expect(await monitor.run()).toBeNull();
    }

    expect(
      monitor.standIns
        .alerts()
        .map(({ attributes }) => [attributes.condition, attributes.severity, attributes.change]),
    ).toEqual([
      ['environment-unreadable', 'warning', 'opened'],
      ['environment-unreadable', 'warning', 'resolved'],
    ]);
  });

  it('tells once that the API is unreachable, instead of once for each environment', async ({ closing }) => {
    const monitor = await closing(startLocalMonitor({ settings: { environments: ['env_a', 'env_b'] } }));
    const { simulator } = monitor;
    for (const id of ['env_a', 'env_b']) simulator.addEnvironment({ id, name: id });
    const endFault = simulator.addFault({ kind: 'status', status: 401 });
    for (let run = 0; run < 12; run++) {
      simulator.advance(MINUTE_MS);
      expect(await monitor.run()).toBeNull();
    }
    endFault();
    for (let run = 0; run < 7; run++) {
      simulator.advance(MINUTE_MS);
      expect(await monitor.run()).toBeNull();
    }

    expect(
      monitor.standIns
        .alerts()
        .map(({ attributes }) => [attributes.condition, attributes.severity, attributes.change]),
    ).toEqual([
      ['api-unreachable', 'critical', 'opened'],
      ['api-unreachable', 'critical', 'resolved'],
    ]);
  });
});
