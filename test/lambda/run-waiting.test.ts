/** More environments than a run has time for: what waits is neither failed nor forgotten, and its numbers stay right. */
import { describe, expect, it } from 'vitest';
import { createVirtualMonitor, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

/** Of 100 that are read at once, with an API that takes 8 s, a run reads nearly 400 in its 40 s. */
const LATENCY_MS = 8_000;
const COUNT = 600;
const idOf = (number: number) => `env_${String(number).padStart(3, '0')}`;

/** One in a hundred has work each minute, in the second half of those that are watched. */
async function aLargeFleet(finishedItemCount = 0, count = COUNT): Promise<VirtualMonitor> {
  const monitor = createVirtualMonitor({
    environments: Array.from({ length: count }, (_, index) => idOf(index)),
  });
  for (let index = 0; index < count; index++) {
    const isBusy = index >= count / 2 && index % 100 === 0;
    monitor.simulator.addEnvironment({
      id: idOf(index),
      finishedItemCount,
      ...(isBusy ? { arrivals: { kind: 'every', seconds: 60 } } : {}),
    });
    if (isBusy) monitor.simulator.addWorker(idOf(index), { behaviour: 'works', name: `worker ${index}` });
  }
  // So that what is finished is old enough to be remembered.
  monitor.simulator.advance(20 * 60_000);
  await monitor.runMinutes(2);
  monitor.simulator.addFault({ kind: 'slow', latencyMs: LATENCY_MS });
  return monitor;
}

const pointsOf = (monitor: VirtualMonitor, name: 'QueueDepth' | 'ItemsCreated', id: string, from = 0) =>
  monitor.valuesOf(name, id).slice(from);

describe('run() that has not time for every environment', () => {
  it('reads each in its turn, says how long the longest has waited, and fails none', async () => {
    const monitor = await aLargeFleet();
    await monitor.runMinutes(8);

    const counts = Array.from(
      { length: COUNT },
      (_, index) => pointsOf(monitor, 'QueueDepth', idOf(index), 2).length,
    );
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(4);
    const [first, ...later] = monitor.valuesOf('ScanAge').slice(2);
    expect(first).toBeGreaterThan(0);
    expect(Math.max(...later.map(Number))).toBeLessThanOrEqual(150);
    expect(new Set(monitor.valuesOf('EnvironmentsFailed'))).toEqual(new Set([0]));
    expect(monitor.valuesOf('Runs')).toHaveLength(10);
    expect(monitor.logged('run').at(-1)?.waitingCount).toBe(200);
    expect(monitor.told()).toEqual([]);
  });

  it('counts each flow once, however long its environment waited', async () => {
    const monitor = await aLargeFleet();
    await monitor.runMinutes(8);
    monitor.simulator.clearFaults();
    await monitor.runMinutes(1);

    for (const index of [300, 400, 500]) {
      const created = pointsOf(monitor, 'ItemsCreated', idOf(index)).map(Number);
      expect(created.reduce((sum, count) => sum + count)).toBe(10);
    }
    expect(monitor.valuesOf('ScanAge').at(-1)).toBe(0);
  });

  it('looks into what is remembered half as often: in six minutes a fifth of them', async () => {
    const monitor = await aLargeFleet(120);
    await monitor.runMinutes(1);
    monitor.simulator.forgetRequests();
    await monitor.runMinutes(6);

    const checkCount = monitor.simulator.requests.filter(({ path }) => path.endsWith('/stats')).length;
    expect(checkCount).toBeGreaterThan(COUNT * 0.14);
    expect(checkCount).toBeLessThan(COUNT * 0.28);
    expect(monitor.valuesOf('ScanAge').at(-1)).toBeGreaterThan(0);
  });

  it('reads first where something is wrong, then where something is going on', async () => {
    const monitor = await aLargeFleet();
    monitor.simulator.addWork(idOf(599));
    await monitor.runMinutes(12);

    // All but the first run of the slow ones, before which its work was not known.
    expect(pointsOf(monitor, 'QueueDepth', idOf(599))).toHaveLength(2 + 11);
    // Busy from the start.
    expect(pointsOf(monitor, 'QueueDepth', idOf(500))).toHaveLength(2 + 12);
    expect(monitor.told()[0]).toBe(`${idOf(599)} queue-stuck opened warning`);
  });
});

describe('run() of a fleet of which some are broken', () => {
  const aFleet = async (count: number) => {
    const ids = Array.from({ length: count }, (_, index) => idOf(index));
    const monitor = createVirtualMonitor({ environments: ids });
    for (const id of ids) monitor.simulator.addEnvironment({ id });
    await monitor.runMinutes(2);
    return { monitor, ids };
  };

  it.each([[[4]], [[4, 5, 6]]])(
    'reads the others each minute, also long lists, however long %s ask to be left alone',
    async (numbers) => {
      const { monitor, ids } = await aFleet(12);
      const broken = numbers.map(idOf);
      const headers = { 'retry-after': '3600' };
      for (const environmentId of broken)
        monitor.simulator.addFault({ kind: 'status', status: 503, headers, environmentId });
      monitor.simulator.addWork(idOf(1), { count: 450 });
      monitor.simulator.addFault({ kind: 'slow', latencyMs: 60 });
      await monitor.runMinutes(4);

      expect(ids.map((id) => pointsOf(monitor, 'QueueDepth', id).length)).toEqual(
        ids.map((id) => (broken.includes(id) ? 2 : 6)),
      );
      expect(new Set(monitor.valuesOf('ScanAge'))).toEqual(new Set([0]));
      expect(new Set(monitor.told().map((told) => told.split(' ')[0]))).toEqual(new Set(broken));
    },
  );

  it('reads the others each minute, though more hang than are read at once', async () => {
    const { monitor, ids } = await aFleet(140);
    for (const id of ids.slice(0, 110)) monitor.simulator.addFault({ kind: 'hang', environmentId: id });
    await monitor.runMinutes(12);

    // In the first run nobody knows who does not answer, and in one of four those that had no turn come first.
    for (const id of ids.slice(110))
      expect(pointsOf(monitor, 'QueueDepth', id).length).toBeGreaterThanOrEqual(12);
  });

  it('reads all each minute, though all queues are stuck and nobody gets their stats', async () => {
    const { monitor, ids } = await aFleet(250);
    for (const id of ids) monitor.simulator.addWork(id);
    monitor.simulator.addFault({ kind: 'hang', endpoint: 'work-stats' });
    await monitor.runMinutes(9);

    expect(new Set(monitor.valuesOf('ScanAge'))).toEqual(new Set([0]));
    expect(monitor.told()).toEqual([expect.stringContaining('queue-stuck opened warning')]);
  });
});

describe('run() after the API told a time that was ahead', () => {
  it('lets nobody wait since then', async () => {
    // Of which not all that wait are read in the next run.
    const monitor = await aLargeFleet(0, 900);
    await monitor.runMinutes(2);
    const end = monitor.simulator.addFault({ kind: 'date-skew', skewMs: 3_600_000 });
    await monitor.runMinutes(5);
    end();
    for (let run = 0; run < 5; run++) {
      await monitor.runMinutes(1);
      const { lastAt, waitingKeys = [] } = JSON.parse(String(monitor.runRow.body));
      for (const [since] of waitingKeys) expect(since <= lastAt).toBe(true);
    }
  });
});
