import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMetricGroups } from '../../lambda/publish/metric-data.ts';
import { anyItemLife, type ItemLife, playLives } from '../../local/virtual/item-life.ts';
import type { StepFault } from '../../local/virtual/run-steps.ts';
import { createVirtualMonitor, START_AT, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

const PICKUP_SECONDS = 120;
const SETTINGS = {
  environments: ['env_a', 'env_b'],
  slo: { pickupSeconds: PICKUP_SECONDS, target: 0.95 },
};
const NAMES = ['PickupsWithinObjective', 'PickupsBeyondObjective'] as const;

function aMonitor(settings: Parameters<typeof createVirtualMonitor>[0] = SETTINGS): VirtualMonitor {
  const monitor = createVirtualMonitor(settings);
  for (const id of ['env_a', 'env_b']) monitor.simulator.addEnvironment({ id });
  return monitor;
}

const sumsOf = (monitor: VirtualMonitor, id = 'env_a') =>
  NAMES.map((name) => monitor.valuesOf(name, id).reduce<number>((sum, value) => sum + Number(value), 0));

describe('run() with slo', () => {
  it('counts a late item once: the minute after its time ran out, and not when it is picked up', async () => {
    const monitor = aMonitor();
    await monitor.runMinutes(1);
    monitor.simulator.addWork('env_a');
    await monitor.runMinutes(5);
    monitor.simulator.addWorker('env_a', { behaviour: 'works', name: 'late' });
    await monitor.runMinutes(5);

    expect(monitor.valuesOf('PickupsBeyondObjective', 'env_a')).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(monitor.valuesOf('ItemsAcknowledged', 'env_a').filter((count) => count === 1)).toHaveLength(1);
    expect(sumsOf(monitor)).toEqual([0, 1]);
  });

  it('counts twice what a run published and did not live to remember, as all flows', async () => {
    const monitor = aMonitor();
    await monitor.runMinutes(1);
    monitor.simulator.addWork('env_a');
    monitor.simulator.advance(3 * 60_000);
    monitor.breakSteps(({ name }) => (name === 'publish' ? 'killed-after' : null));
    await monitor.runMinutes(1);
    monitor.breakSteps(null);
    await monitor.runMinutes(5);

    expect(sumsOf(monitor)).toEqual([0, 2]);
  });

  it.each([
    ['no objective', { environments: ['env_a', 'env_b'] }, [], []],
    ['one for all but env_a', { ...SETTINGS, overrides: { env_a: { slo: 'off' } } }, [], [1]],
    [
      'a longer time for env_a',
      { ...SETTINGS, overrides: { env_a: { slo: { pickupSeconds: 900 } } } },
      [0],
      [1],
    ],
  ] as const)('with %s counts as the settings of each environment say', async (_, settings, a, b) => {
    const monitor = aMonitor({ ...settings, environments: ['env_a', 'env_b'] });
    await monitor.runMinutes(1);
    for (const id of ['env_a', 'env_b']) monitor.simulator.addWork(id);
    monitor.simulator.advance(4 * 60_000);
    await monitor.runMinutes(1);

    expect(monitor.valuesOf('PickupsBeyondObjective', 'env_a')).toEqual(a);
    expect(monitor.valuesOf('PickupsBeyondObjective', 'env_b')).toEqual(b);
  });
});

/** From what really happened. Null: it was taken back in time. */
function decisionOf({ createdS, ackedS, stopAskedS, stoppedS }: ItemLife): readonly [number, number] | null {
  const dueS = createdS + PICKUP_SECONDS;
  const endS = Math.min(
    ...[ackedS, stopAskedS, stoppedS].map((seconds) => seconds ?? Number.POSITIVE_INFINITY),
  );
  if (endS > dueS) return [dueS, 1];
  return endS === ackedS ? [endS, 0] : null;
}

/** What goes wrong in a run: with the API, CloudWatch or the table, and how much later the next one comes. */
const aRun = fc.record({
  isApiDown: fc.boolean(),
  isRefused: fc.boolean(),
  fault: fc.option(
    fc.record({
      step: fc.constantFrom('acquireLease', 'load', 'publish'),
      how: fc.constantFrom<StepFault>('refused', 'hangs', 'killed-before'),
    }),
    { nil: null, freq: 2 },
  ),
  /** Longer than what is settled is kept. */
  pauseMinutes: fc.constantFrom(0, 0, 0, 1, 4, 25),
});

describe('the objective', () => {
  it('counts each item once over real runs, whatever is refused, hangs or dies before it is published', async () => {
    const minutes: number[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyItemLife, { maxLength: 10 }),
        fc.array(aRun, { minLength: 5, maxLength: 25 }),
        async (lives, runs) => {
          const monitor = aMonitor();
          playLives(monitor, 'env_a', lives);
          await monitor.runMinutes(1);
          const fromS = toSeconds(monitor.logged('run')[0]?.at);
          for (const { isApiDown, isRefused, fault, pauseMinutes } of runs) {
            monitor.simulator.advance(pauseMinutes * 60_000);
            monitor.refuseMetricsOf(isRefused ? ['env_a'] : []);
            monitor.breakSteps(({ name }) => {
              if (isApiDown && name.includes('env_a')) return 'refused';
              return name === fault?.step ? fault.how : null;
            });
            await monitor.runMinutes(1);
          }
          monitor.breakSteps(null);
          monitor.refuseMetricsOf([]);
          // A lease of a run that died has to run out.
          await monitor.runMinutes(3);
          const untilS = toSeconds(monitor.logged('run').at(-1)?.at);
          minutes.push((untilS - fromS) / 60);

          const decided = lives.flatMap((life) => {
            const decision = decisionOf(life);
            return decision === null || decision[0] <= fromS || decision[0] > untilS ? [] : [decision[1]];
          });
          const beyondCount = decided.filter((late) => late === 1).length;
          expect(sumsOf(monitor)).toEqual([decided.length - beyondCount, beyondCount]);
        },
      ),
      { numRuns: 60 },
    );
    expect(Math.max(...minutes)).toBeGreaterThan(60);
  });

  it('has totals that are the sum of its environments, with lean metrics as well', async () => {
    const monitor = aMonitor({ ...SETTINGS, metrics: 'lean' });
    await monitor.runMinutes(1);
    monitor.simulator.addWork('env_a', { count: 3 });
    monitor.simulator.addWork('env_b', { count: 2 });
    monitor.simulator.addWorker('env_b', { behaviour: 'works', name: 'one' });
    await monitor.runMinutes(8);

    const totals = new Map<string, number>();
    for (const { monitor: monitorMetrics, ...published } of monitor.published) {
      const groups = toMetricGroups({ ...published, monitor: 'default', monitorMetrics, metrics: 'lean' });
      for (const { MetricName = '', Dimensions = [], Value = 0 } of groups.flatMap(({ data }) => data)) {
        if (!MetricName.startsWith('Pickups')) continue;
        expect(Dimensions).toEqual([{ Name: 'Monitor', Value: 'default' }]);
        totals.set(MetricName, (totals.get(MetricName) ?? 0) + Value);
      }
    }
    const [a, b] = [sumsOf(monitor, 'env_a'), sumsOf(monitor, 'env_b')];
    expect(NAMES.map((name) => totals.get(name))).toEqual(
      NAMES.map((_, index) => (a[index] ?? 0) + (b[index] ?? 0)),
    );
    expect(a).toEqual([0, 3]);
  });
});

const toSeconds = (at: unknown): number => (new Date(String(at)).getTime() - START_AT.getTime()) / 1_000;
