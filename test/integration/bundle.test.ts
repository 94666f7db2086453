import { afterEach, describe, expect, it } from 'vitest';
import {
  type LocalMonitor,
  startLocalMonitor,
  subjectsOf,
  TOKEN,
  valuesOf,
  writtenBy,
} from '../support/a-local-monitor.ts';

const MINUTE_MS = 60_000;

describe('the built bundle', () => {
  let monitor: LocalMonitor;
  afterEach(() => monitor.close());

  /** Two environments: one whose work nobody takes, one with a worker that works. */
  async function startTwo(settings = {}) {
    monitor = await startLocalMonitor({ settings });
    const { simulator } = monitor;
    simulator.addEnvironment({ id: 'env_stuck', name: 'nightly' });
    simulator.addWork('env_stuck', { count: 2 });
    simulator.addEnvironment({ id: 'env_fine', name: 'research' });
    simulator.addWorker('env_fine', { behaviour: 'works', name: 'w-1' });
    simulator.setArrivals('env_fine', { kind: 'every', seconds: 120 });
    simulator.advance(16 * MINUTE_MS);
    return monitor;
  }

  it('publishes metrics, tells what is stuck and why, and remembers it', async () => {
    await startTwo();

    const error = await monitor.run();

    expect(error).toBeNull();
    expect(valuesOf(monitor, 'QueueDepth', 'env_stuck')).toEqual([2]);
    expect(valuesOf(monitor, 'QueueVerdict', 'env_stuck')).toEqual([4]);
    expect(valuesOf(monitor, 'QueueVerdict', 'env_fine')).toEqual([0]);
    expect(valuesOf(monitor, 'Runs')).toEqual([1]);
    expect(valuesOf(monitor, 'OpenIncidents')).toEqual([1]);
    expect(subjectsOf(monitor)).toEqual([
      'CRITICAL: nightly (env_stuck): work has waited 15 min and no worker is there',
    ]);
    const rows = await monitor.rows();
    expect(rows.map(({ sk }) => sk)).toEqual([
      'directory',
      'environment#env_fine',
      'environment#env_stuck',
      'monitor',
      'run',
    ]);
    expect(JSON.parse(String(rows[2]?.body))).toMatchObject({
      incidents: [{ condition: 'queue-stuck', severity: 'critical', reason: 'no-workers', messageCount: 1 }],
      outbox: [],
    });
  });

  it('sends the program its facts and the filter policies their attributes', async () => {
    await startTwo();

    await monitor.run();

    const [message] = monitor.standIns.alerts();
    expect(message?.attributes).toEqual({
      environmentIds: '["env_stuck"]',
      condition: 'queue-stuck',
      severity: 'critical',
      change: 'opened',
    });
    expect(JSON.parse(message?.https ?? '')).toMatchObject({
      schemaVersion: 1,
      condition: 'queue-stuck',
      severity: 'critical',
      change: 'opened',
      reason: 'no-workers',
      itemCount: 2,
    });
  });

  it('sends nothing in a second run with nothing new, and resolves when the workers are back', async () => {
    await startTwo();
    await monitor.run();
    monitor.simulator.advance(MINUTE_MS);
    await monitor.run();
    expect(subjectsOf(monitor)).toHaveLength(1);

    monitor.simulator.addWorker('env_stuck', { behaviour: 'works', name: 'w-2' });
    for (let minute = 0; minute < 15; minute++) {
      monitor.simulator.advance(MINUTE_MS);
      await monitor.run();
    }

    expect(subjectsOf(monitor).slice(1)).toEqual([
      'RESOLVED: nightly (env_stuck): the waiting work was taken',
    ]);
  });

  it('counts every acknowledgement once over consecutive runs, a missed one included', async () => {
    await startTwo();
    await monitor.run();
    for (const minutes of [1, 1, 3, 1]) {
      monitor.simulator.advance(minutes * MINUTE_MS);
      await monitor.run();
    }

    const counts = monitor.standIns
      .metrics()
      .filter(({ name, dimensions }) => name === 'QueueWait' && dimensions.EnvironmentId === 'env_fine')
      .flatMap(({ counts: each }) => each);
    // Six minutes, a new item every two.
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it('lets only the four GETs bear the token, and the token nowhere else', async () => {
    await startTwo({ metrics: 'full' });
    monitor.simulator.addFault({
      environmentId: 'env_fine',
      kind: 'rewrite',
      rewrite: (body) => body.replaceAll('"queued"', `"queued ${TOKEN}"`),
    });
    await monitor.run();
    monitor.simulator.advance(MINUTE_MS);
    await monitor.run();

    const asked = new Set(
      monitor.simulator.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`),
    );
    expect([...asked].sort()).toEqual([
      'GET /api/v1/cloud/environments',
      'GET /api/v1/cloud/environments/env_fine/work',
      'GET /api/v1/cloud/environments/env_fine/work/stats',
      'GET /api/v1/cloud/environments/env_stuck/work',
      'GET /api/v1/cloud/environments/env_stuck/work/stats',
    ]);
    const written = await writtenBy(monitor);
    expect(written).toContain('env_stuck');
    expect(written).not.toContain(TOKEN);
  });

  it('says how to store a token while there is none, and does not send the placeholder', async () => {
    await startTwo();
    monitor.standIns.putSecret('no-token-yet');

    const error = await monitor.run();

    expect(error).toBeNull();
    expect(monitor.current().logged('no token yet')).toEqual([
      expect.objectContaining({
        remedy: expect.stringContaining('npx qoder-work-queue-monitor token --secret qoder-token'),
      }),
    ]);
    expect(monitor.simulator.requests).toEqual([]);
    expect(valuesOf(monitor, 'Runs')).toEqual([]);
  });

  it('uses a rotated token within the run in which the old one is rejected', async () => {
    await startTwo();
    await monitor.run();
    monitor.simulator.rotateToken('pt-rotated');
    monitor.standIns.putSecret('pt-rotated\n');
    monitor.simulator.advance(MINUTE_MS);

    const error = await monitor.run();

    expect(error).toBeNull();
    expect(valuesOf(monitor, 'EnvironmentsFailed')).toEqual([0, 0]);
  });

  it.each([
    [{ schemaVersion: 1 }],
    [{ schemaVersion: 2, scheduledTime: '2026-11-24T12:00:00Z' }],
    [{ schemaVersion: 1, scheduledTime: '2026-11-24T12:00:00Z', environments: ['env_other'] }],
    [{ schemaVersion: 1, scheduledTime: '<aws.scheduler.scheduled-time>' }],
    [null],
  ])('refuses the event %j before it touches anything', async (event) => {
    await startTwo();

    const { error } = await monitor.current().invoke(event);

    expect(error?.name).toBe('InvalidInputError');
    expect(monitor.standIns.calls()).toEqual([]);
  });
});
