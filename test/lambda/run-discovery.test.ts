import { describe, expect, it } from 'vitest';
import type { Fault } from '../../local/simulator/faults.ts';
import { createVirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

const LISTING = { endpoint: 'list-environments' } as const;

async function aMonitorWithStuckWork() {
  const monitor = createVirtualMonitor();
  monitor.simulator.addEnvironment({ id: 'env_a' });
  monitor.simulator.addWork('env_a');
  await monitor.runMinutes(6);
  return monitor;
}

describe('run() that discovers its environments', () => {
  it.each<[string, Fault]>([
    ['500', { kind: 'status', status: 500 }],
    ['403', { kind: 'status', status: 403 }],
    ['a wrong base URL with an envelope', { kind: 'status', status: 404 }],
    ['a wrong base URL without one', { kind: 'status', status: 404, body: 'html' }],
    ['a page that is no JSON', { kind: 'garbage' }],
    ['an answer of another shape', { kind: 'rewrite', rewrite: () => '{}' }],
  ])('tells that it watches nothing when the first discovery meets %s', async (_name, fault) => {
    const monitor = createVirtualMonitor();
    monitor.simulator.addEnvironment({ id: 'env_a' });
    monitor.simulator.addFault({ ...LISTING, ...fault });

    await monitor.runMinutes(4);

    expect(monitor.alerts).toMatchObject([
      { condition: 'api-unreachable', change: 'opened', severity: 'critical', environmentIds: [] },
    ]);
  });

  it('resolves that when discovery succeeds, and watches what it found in the same run', async () => {
    const monitor = createVirtualMonitor();
    monitor.simulator.addEnvironment({ id: 'env_a' });
    const endFault = monitor.simulator.addFault({ ...LISTING, kind: 'status', status: 404 });
    await monitor.runMinutes(4);

    endFault();
    await monitor.runMinutes(1);
    expect(monitor.valuesOf('QueueDepth', 'env_a')).toEqual([0]);
    await monitor.runMinutes(6);

    expect(monitor.alerts.map(({ change }) => change)).toEqual(['opened', 'resolved']);
  });

  it.each<[string, Fault]>([
    ['fails', { kind: 'status', status: 500 }],
    [
      'says nothing of types',
      { kind: 'rewrite', rewrite: (body) => body.replaceAll('"type":"self_hosted"', '"type":null') },
    ],
    ['has rows that cannot be read', { kind: 'rewrite', rewrite: (body) => body.replaceAll('"env_a"', '7') }],
  ])('withdraws nothing when a later discovery %s', async (_name, fault) => {
    const monitor = await aMonitorWithStuckWork();

    monitor.simulator.addFault({ ...LISTING, ...fault });
    await monitor.runMinutes(12);

    expect(monitor.told()).toEqual([
      'env_a queue-stuck opened warning',
      'env_a queue-stuck worsened critical',
    ]);
    expect(monitor.valuesOf('QueueDepth', 'env_a')).toHaveLength(18);
  });

  it.each([
    ['another version wrote', { version: 2, schemaVersion: 99, body: '{}' }],
    ['is corrupt', { version: 2, schemaVersion: 1, body: '{' }],
  ])('goes on watching what it remembers when the directory %s and discovery fails', async (_name, row) => {
    const monitor = await aMonitorWithStuckWork();

    monitor.rows.set('directory', row);
    const endFault = monitor.simulator.addFault({ ...LISTING, kind: 'status', status: 500 });
    await monitor.runMinutes(3);
    endFault();
    await monitor.runMinutes(3);

    const told = monitor.told().filter((line) => !line.includes('state-unreadable'));
    expect(told).toEqual(['env_a queue-stuck opened warning']);
    expect(monitor.valuesOf('QueueDepth', 'env_a')).toHaveLength(12);
  });

  function aMonitorOf250() {
    const monitor = createVirtualMonitor();
    for (let index = 0; index < 250; index++) monitor.simulator.addEnvironment({ id: `env_${index}` });
    return monitor;
  }

  it('waits 100 ms between pages', async () => {
    const monitor = aMonitorOf250();

    await monitor.runMinutes(1);

    const listedAtMs = monitor.simulator.requests
      .filter(({ path }) => path.includes('/environments?'))
      .map(({ at }) => at.getTime());
    expect(listedAtMs.map((atMs) => atMs - (listedAtMs[0] ?? 0))).toEqual([0, 100, 200]);
  });

  it('gives up a list whose pages go round in circles', async () => {
    const monitor = aMonitorOf250();
    const cursors: string[] = [];
    const toCircle = (body: string) => {
      const page = JSON.parse(body);
      cursors.push(page.next_page ?? cursors[0]);
      return JSON.stringify({ ...page, has_more: true, next_page: cursors.at(-1) });
    };
    monitor.simulator.addFault({ ...LISTING, kind: 'rewrite', rewrite: toCircle });

    await monitor.runMinutes(1);

    expect(cursors).toHaveLength(3);
    expect(monitor.logged('run')[0]?.directoryError).toMatchObject({
      type: 'unexpected_response',
      message: 'The list of environments repeats a cursor: its pages never end',
    });
  });
});
