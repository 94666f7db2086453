import { describe, expect, it } from 'vitest';
import { createDemoFleet, DEMO_ENVIRONMENTS, scheduleRecovery } from '../../../local/simulator/demo-fleet.ts';
import type { Simulator } from '../../../local/simulator/simulator.ts';
import type { TrueItem } from '../../../local/simulator/truth.ts';

const AT = new Date('2026-11-24T10:00:00.000Z');
const MINUTE_MS = 60_000;
const SEEDS = [1, 2, 3, 4, 5];

/** What the monitor's default thresholds are compared with. */
function troublesOf(simulator: Simulator, environmentId: string) {
  const items = simulator.truth(environmentId);
  const now = simulator.now().getTime();
  const oldest = (ages: number[]) => Math.max(0, ...ages) / 1000;
  const silence = (item: TrueItem) => now - Number(item.latestHeartbeatAt ?? item.startedAt);
  const isBounced = (item: TrueItem) =>
    item.startedAt === null && Number(item.stopRequestedAt) > now - 15 * MINUTE_MS;
  return {
    waitingSeconds: oldest(
      items.filter((item) => item.state === 'queued').map((item) => now - Number(item.createdAt)),
    ),
    silentSeconds: oldest(items.filter((item) => item.state === 'active').map(silence)),
    bouncedCount: items.filter(isBounced).length,
  };
}

describe('createDemoFleet()', () => {
  it.each(SEEDS)(
    'starts at the given time with one environment well and four in trouble (seed %i)',
    (seed) => {
      const simulator = createDemoFleet({ at: AT, seed });
      const { healthy, noWorkers, crashed, busy, bounced } = DEMO_ENVIRONMENTS;

      expect(simulator.now()).toEqual(AT);
      const well = troublesOf(simulator, healthy.id);
      expect(well.waitingSeconds).toBeLessThan(300);
      expect(well.silentSeconds).toBeLessThan(120);
      expect(troublesOf(simulator, noWorkers.id).waitingSeconds).toBeGreaterThanOrEqual(900);
      expect(troublesOf(simulator, crashed.id).silentSeconds).toBeGreaterThanOrEqual(600);
      expect(troublesOf(simulator, busy.id).waitingSeconds).toBeGreaterThanOrEqual(300);
      expect(troublesOf(simulator, bounced.id).bouncedCount).toBeGreaterThanOrEqual(3);
    },
  );
});

describe('scheduleRecovery()', () => {
  it.each(SEEDS)('leaves every environment well within an hour (seed %i)', (seed) => {
    const simulator = createDemoFleet({ at: AT, seed });
    scheduleRecovery(simulator, 10);
    simulator.advance(70 * MINUTE_MS);

    for (const { id } of Object.values(DEMO_ENVIRONMENTS)) {
      const { waitingSeconds, silentSeconds, bouncedCount } = troublesOf(simulator, id);
      expect(waitingSeconds).toBeLessThan(300);
      expect(silentSeconds).toBeLessThan(120);
      expect(bouncedCount).toBe(0);
    }
  });

  it('says once what was done, when it is done', () => {
    const simulator = createDemoFleet({ at: AT });
    const said: string[] = [];
    scheduleRecovery(simulator, 10, (text) => {
      const workerCount = simulator.workers(DEMO_ENVIRONMENTS.busy.id).length;
      said.push(`${workerCount} workers: ${text.slice(0, 25)}`);
    });

    simulator.advance(9 * MINUTE_MS);
    expect(said).toEqual([]);
    simulator.advance(20 * MINUTE_MS);
    expect(said).toEqual(['7 workers: People came to the rescue']);
  });
});
