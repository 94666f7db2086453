/** Inputs that once led to wrong numbers or false alerts, each with its neighbours. */
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../local/simulator/faults.ts';
import { createVirtualMonitor, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

const LISTING = { endpoint: 'list-environments' } as const;
const EMPTY_LIST = JSON.stringify({ data: [], has_more: false, next_page: null });
const ids = (count: number) => Array.from({ length: count }, (_, index) => `env_${index + 1}`);

function aHealthyFleet(
  count: number,
  settings: Parameters<typeof createVirtualMonitor>[0] = {},
): VirtualMonitor {
  const monitor = createVirtualMonitor({ environments: ids(count), metrics: 'full', ...settings });
  for (const id of ids(count)) {
    monitor.simulator.addEnvironment({ id, arrivals: { kind: 'every', seconds: 60 } });
    monitor.simulator.addWorker(id, { behaviour: 'works', name: `worker of ${id}` });
  }
  return monitor;
}

const during = async (monitor: VirtualMonitor, fault: Fault, minutes = 1) => {
  const end = monitor.simulator.addFault(fault);
  await monitor.runMinutes(minutes);
  end();
};

const depths = (monitor: VirtualMonitor, id: string) => monitor.valuesOf('QueueDepth', id);
const flows = (monitor: VirtualMonitor, id: string) =>
  monitor.valuesOf('ItemsCreated', id).reduce<number>((sum, value) => sum + Number(value), 0);

describe('one Date that is wrong', () => {
  it('of six environments moves no number', async () => {
    const [straight, monitor] = [aHealthyFleet(6), aHealthyFleet(6)];
    await straight.runMinutes(10);
    await monitor.runMinutes(5);
    await during(monitor, { kind: 'date-skew', skewMs: 15 * 60_000, times: 1 });
    await monitor.runMinutes(4);

    expect(monitor.alerts).toEqual([]);
    for (const id of ids(6)) expect(depths(monitor, id)).toEqual(depths(straight, id));
  });

  it('before anything is known moves no number either', async () => {
    const monitor = aHealthyFleet(6);
    monitor.simulator.addFault({ kind: 'date-skew', skewMs: 15 * 60_000, times: 1 });
    await monitor.runMinutes(10);

    expect(monitor.alerts).toEqual([]);
    expect(monitor.valuesOf('OldestQueuedAge', 'env_2').map((age) => Number(age) < 60)).not.toContain(false);
  });
});

describe('an answer without a Date', () => {
  it.each<[string, Fault]>([
    ['a 204', { kind: 'status', status: 204, body: 'empty', environmentId: 'env_1' }],
    ['a reset', { kind: 'reset', environmentId: 'env_1' }],
    ['garbage', { kind: 'garbage', environmentId: 'env_1' }],
    ['a hang', { kind: 'hang', environmentId: 'env_1' }],
  ])('%s of one environment leaves the others their numbers', async (_, fault) => {
    const monitor = createVirtualMonitor({ environments: ['env_1', 'env_2'] });
    for (const id of ['env_1', 'env_2']) monitor.simulator.addEnvironment({ id });
    monitor.simulator.addWork('env_2', { count: 2 });
    monitor.simulator.addFault(fault);
    await monitor.runMinutes(1);

    expect(depths(monitor, 'env_2')).toEqual([2]);
  });

  it('has each flow in its run, though the others answer after nine seconds', async () => {
    const monitor = aHealthyFleet(2);
    await monitor.runMinutes(3);
    const endSlow = monitor.simulator.addFault({ kind: 'slow', latencyMs: 9_500, environmentId: 'env_2' });
    await during(monitor, { kind: 'reset', environmentId: 'env_1' }, 2);
    endSlow();
    await monitor.runMinutes(2);

    expect(monitor.valuesOf('ItemsCreated', 'env_2')).toEqual([1, 1, 1, 1, 1, 1]);
    expect(flows(monitor, 'env_1')).toBe(6);
  });
});

describe('a list of environments', () => {
  const aStuckMonitor = async () => {
    const monitor = createVirtualMonitor();
    for (const id of ids(3)) monitor.simulator.addEnvironment({ id });
    monitor.simulator.addWork('env_1');
    await monitor.runMinutes(9);
    return monitor;
  };
  const without = (id: string) => (body: string) => {
    const list = JSON.parse(body);
    return JSON.stringify({ ...list, data: list.data.filter((row: { id: string }) => row.id !== id) });
  };

  it.each<[string, Fault]>([
    ['is empty', { ...LISTING, kind: 'rewrite', rewrite: () => EMPTY_LIST }],
    ['lacks one', { ...LISTING, kind: 'rewrite', rewrite: without('env_1') }],
  ])('that %s once ends nothing', async (_, fault) => {
    const monitor = await aStuckMonitor();
    await during(monitor, { ...fault, times: 1 }, 3);
    await monitor.runMinutes(15);

    expect(monitor.told()).toEqual([
      'env_1 queue-stuck opened warning',
      'env_1 queue-stuck worsened critical',
    ]);
    expect(depths(monitor, 'env_1')).toHaveLength(27);
  });

  it('that lacks one twice in a row ends it', async () => {
    const monitor = await aStuckMonitor();
    await during(monitor, { ...LISTING, kind: 'rewrite', rewrite: without('env_1') }, 6);

    expect(monitor.told().at(-1)).toBe('env_1 queue-stuck withdrawn warning');
  });

  it('that lacks what the API does not know either ends it at once', async () => {
    const monitor = await aStuckMonitor();
    monitor.simulator.deleteEnvironment('env_1');
    await monitor.runMinutes(4);

    expect(monitor.told().at(-1)).toBe('env_1 queue-stuck withdrawn warning');
  });

  it.each<[string, Fault]>([
    ['is empty', { ...LISTING, kind: 'rewrite', rewrite: () => EMPTY_LIST }],
    [
      'has no config',
      { ...LISTING, kind: 'rewrite', rewrite: (body) => body.replaceAll('"config"', '"cfg"') },
    ],
    [
      'has only malformed rows',
      { ...LISTING, kind: 'rewrite', rewrite: (body) => body.replaceAll('"env_', '"x_') },
    ],
  ])('that %s from the first run is told, and over when there is one', async (_, fault) => {
    const monitor = createVirtualMonitor();
    for (const id of ids(2)) monitor.simulator.addEnvironment({ id });
    await during(monitor, fault, 3);
    await monitor.runMinutes(7);

    expect(monitor.told()).toEqual([' nothing-watched opened warning', ' nothing-watched resolved warning']);
    expect(depths(monitor, 'env_1')).toHaveLength(7);
  });

  it('of thousands of archived environments, or of long names, leaves a row that can be stored', async () => {
    const monitor = createVirtualMonitor();
    // Their ids are the cursors, which the API knows.
    for (const id of ids(40)) monitor.simulator.addEnvironment({ id });
    const rows = (count: number, archivedAt: string | null) =>
      Array.from({ length: count }, (_, index) => ({
        id: `env_${String(index).padStart(32, archivedAt === null ? '0' : '9')}`,
        name: `${index} ${'n'.repeat(250)}`,
        config: { type: 'self_hosted' },
        archived_at: archivedAt,
      }));
    const data = [...rows(80, null), ...rows(3_000, '2026-01-01T00:00:00Z')];
    let sent = 0;
    const rewrite = () => {
      const page = data.slice(sent, sent + 100);
      sent += 100;
      const next_page = sent >= data.length ? null : `env_${sent / 100}`;
      return JSON.stringify({ data: page, has_more: next_page !== null, next_page });
    };
    monitor.simulator.addFault({ ...LISTING, kind: 'rewrite', rewrite });

    const { error } = await monitor.runMinutes(1);

    expect(error).toBeNull();
    expect(monitor.rows.get('directory')?.body?.length).toBeLessThan(60_000);
  });
});

describe('an environment', () => {
  it('that is not found once, or twice, keeps its incident', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_1', 'env_2'] });
    for (const id of ['env_1', 'env_2']) monitor.simulator.addEnvironment({ id });
    monitor.simulator.addWork('env_1');
    await monitor.runMinutes(6);
    await during(monitor, { kind: 'status', status: 404, environmentId: 'env_1' }, 2);
    await monitor.runMinutes(2);

    expect(monitor.told()).toEqual(['env_1 queue-stuck opened warning']);
  });
});

describe('what cannot be read', () => {
  const beats = (change: (text: string) => unknown): Fault => ({
    endpoint: 'list-work',
    kind: 'rewrite',
    rewrite: (body) =>
      body.replace(/"latest_heartbeat_at":("[^"]+")/g, (_, text) => {
        const changed = change(JSON.parse(text));
        return `"latest_heartbeat_at":${JSON.stringify(changed)}`;
      }),
  });
  const aBeatingMonitor = async () => {
    const monitor = createVirtualMonitor({ environments: ['env_1'] });
    monitor.simulator.addEnvironment({ id: 'env_1' });
    const habits = { beatEverySeconds: 30, workSeconds: { min: 36_000, max: 36_000 } };
    monitor.simulator.addWorker('env_1', { behaviour: 'works', name: 'w', ...habits });
    monitor.simulator.addWork('env_1');
    await monitor.runMinutes(30);
    return monitor;
  };

  it.each<[string, (text: string) => unknown]>([
    ['lower case', (text) => text.toLowerCase()],
    ['an offset', (text) => text.replace('Z', '+00:00')],
    ['twelve digits', (text) => text.replace('Z', '123456Z')],
  ])('is not a heartbeat in %s: its silence is measured', async (_, change) => {
    const monitor = await aBeatingMonitor();
    await during(monitor, beats(change), 10);

    expect(monitor.told()).toEqual([]);
    expect(
      monitor
        .valuesOf('OldestHeartbeatAge', 'env_1')
        .slice(-1)
        .map((age) => Number(age) <= 32),
    ).toEqual([true]);
  });

  it.each<[string, (text: string) => unknown]>([
    ['no colon', (text) => text.replace('Z', '+0000')],
    ['no offset', (text) => text.replace('Z', '')],
    ['epoch seconds', (text) => Date.parse(text) / 1000],
  ])('a heartbeat with %s is judged by nobody, and told after five runs', async (_, change) => {
    const monitor = await aBeatingMonitor();
    await during(monitor, beats(change), 20);

    expect(monitor.told()).toEqual(['env_1 rows-not-understood opened warning']);
    expect(monitor.valuesOf('ItemsActive', 'env_1').slice(-1)).toEqual([1]);
    expect(monitor.alerts[0]?.evidence).toMatchObject({ unreadableInstants: 'latestHeartbeatAt (1)' });
  });

  it('a heartbeat of the year 1 is none', async () => {
    const monitor = await aBeatingMonitor();
    await during(
      monitor,
      beats(() => '0001-01-01T00:00:00Z'),
      2,
    );

    // Counted from the start, which is 30 minutes ago.
    expect(monitor.valuesOf('OldestHeartbeatAge', 'env_1').map((age) => Number(age) < 2_000)).not.toContain(
      false,
    );
  });

  it('an item that has stopped in a state of the future is over, and the state is told', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_1'] });
    monitor.simulator.addEnvironment({
      id: 'env_1',
      finishedItemCount: 1_000,
      finishedItemIntervalMs: 1_000,
    });
    monitor.simulator.addFault({
      endpoint: 'list-work',
      kind: 'rewrite',
      rewrite: (body) => body.replaceAll('"state":"stopped"', '"state":"failed"'),
    });
    await monitor.runMinutes(45);
    const before = monitor.simulator.requests.length;
    await monitor.runMinutes(1);

    expect(monitor.simulator.requests.length - before).toBe(1);
    expect(monitor.told()).toEqual([
      'env_1 rows-not-understood opened warning',
      'env_1 rows-not-understood resolved warning',
    ]);
    expect(monitor.alerts[0]?.evidence).toMatchObject({
      unknownStates: expect.stringMatching(/^failed \(\d+\)$/),
    });
  });
});

describe('a run that is too short', () => {
  const aFleetOf = (count: number) => {
    const monitor = createVirtualMonitor({ environments: ids(count) });
    for (const id of ids(count)) monitor.simulator.addEnvironment({ id });
    return monitor;
  };

  it('is not worth a word while each environment has its turn', { timeout: 120_000 }, async () => {
    const monitor = aFleetOf(2_400);
    await monitor.runMinutes(4);

    expect(monitor.alerts).toEqual([]);
    expect(monitor.valuesOf('EnvironmentsFailed')).toEqual([0, 0, 0, 0]);
    expect(Math.max(...monitor.valuesOf('ScanAge').map(Number))).toBe(60);
  });

  it('is told as such, and not as an API that does not answer', { timeout: 120_000 }, async () => {
    const monitor = aFleetOf(2_600);
    await monitor.runMinutes(2);
    monitor.simulator.addFault({ kind: 'slow', latencyMs: 9_800 });
    await monitor.runMinutes(9);

    expect(monitor.told()).toEqual([expect.stringContaining('environments-not-asked opened warning')]);
    expect(monitor.alerts[0]?.evidence).toMatchObject({ environmentCount: 2_600 });
  });
});

describe('health checks of the API', () => {
  it('are no sessions: they are counted apart', async () => {
    const monitor = createVirtualMonitor({ environments: ['env_1'], metrics: 'full' });
    monitor.simulator.addEnvironment({ id: 'env_1' });
    monitor.simulator.addWork('env_1', { count: 3 });
    let isFirst = true;
    monitor.simulator.addFault({
      endpoint: 'list-work',
      kind: 'rewrite',
      rewrite: (body) => {
        isFirst = true;
        return body.replaceAll('"type":"session"', (text) => {
          const changed = isFirst ? '"type":"healthcheck"' : text;
          isFirst = false;
          return changed;
        });
      },
    });
    await monitor.runMinutes(1);

    expect(monitor.valuesOf('QueueDepth', 'env_1')).toEqual([2]);
    expect(monitor.logged('run').at(-1)).toMatchObject({ healthcheckCount: 1, itemsReadCount: 2 });
  });
});
