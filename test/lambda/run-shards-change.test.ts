/** Another number of shards, at any instant, with any order of deployment: nothing is lost, and nothing told twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SettingsInput } from '../../contract/settings.ts';
import { shardOf } from '../../lambda/model/share.ts';
import { toMetricGroups } from '../../lambda/publish/metric-data.ts';
import type { StepFault } from '../../local/virtual/run-steps.ts';
import { createVirtualMonitor, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

const IDS = Array.from({ length: 12 }, (_, number) => `env_${number + 1}`);
const MANY_IDS = [...IDS, ...Array.from({ length: 16 }, (_, number) => `env_more_${number}`)];
const STUCK_IDS = ['env_2', 'env_7', 'env_11'];
const MOST_SHARDS = 4;
const MINUTES = 34;
const MINUTE_MS = 60_000;

interface Deployment {
  readonly minute: number;
  readonly shards: number;
  /** How many minutes later each function has it. */
  readonly delays: readonly number[];
}

interface Death {
  readonly minute: number;
  readonly shard: number;
  readonly step: number;
  readonly fault: StepFault;
}

interface Plan {
  readonly first: number;
  readonly deployments: readonly Deployment[];
  /** How much later in each minute each function begins. */
  readonly afterMs: readonly number[];
  readonly deaths: readonly Death[];
  /** How far the clock of each function is ahead. @default not at all */
  readonly skewsMs?: readonly number[];
}

const aCount = fc.integer({ min: 1, max: MOST_SHARDS });
const aDeployment: fc.Arbitrary<Deployment> = fc.record({
  minute: fc.integer({ min: 2, max: MINUTES - 12 }),
  shards: aCount,
  delays: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: MOST_SHARDS, maxLength: MOST_SHARDS }),
});
const aDeath: fc.Arbitrary<Death> = fc.record({
  minute: fc.integer({ min: 1, max: MINUTES - 12 }),
  shard: fc.integer({ min: 0, max: MOST_SHARDS - 1 }),
  step: fc.integer({ min: 0, max: 25 }),
  fault: fc.constantFrom('killed-before', 'killed-after'),
});
const planOf = (maxDeaths: number): fc.Arbitrary<Plan> =>
  fc.record({
    first: aCount,
    deployments: fc.array(aDeployment, { maxLength: 3 }),
    afterMs: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: MOST_SHARDS, maxLength: MOST_SHARDS }),
    deaths: fc.array(aDeath, { maxLength: maxDeaths }),
    skewsMs: fc.array(fc.integer({ min: -5_000, max: 30_000 }), {
      minLength: MOST_SHARDS,
      maxLength: MOST_SHARDS,
    }),
  });

/** Of how many shards the function is one in that minute; 0: it is not there. */
function countOf({ first, deployments }: Plan, shard: number, minute: number): number {
  // Of an environment that nobody has read yet flows begin with its first reading: all plays have the same one.
  let count = minute === 1 ? 1 : first;
  for (const each of deployments.toSorted((a, b) => a.minute - b.minute))
    if (minute >= each.minute + (each.delays[shard] ?? 0)) count = each.shards;
  return shard < count ? count : 0;
}

async function play(monitor: VirtualMonitor, plan: Plan, at: (minute: number) => void): Promise<void> {
  for (let minute = 1; minute <= MINUTES; minute++) {
    monitor.simulator.advance(MINUTE_MS - (monitor.simulator.now().getTime() % MINUTE_MS));
    at(minute);
    const runs = Array.from({ length: MOST_SHARDS }, (_, shard) => shard).flatMap((shard) => {
      const shards = countOf(plan, shard, minute);
      const deaths = plan.deaths.filter((death) => death.minute === minute && death.shard === shard);
      const faultOf = ({ number }: { readonly number: number }) =>
        deaths.find(({ step }) => step === number)?.fault ?? null;
      const [afterMs, localSkewMs] = [plan.afterMs[shard] ?? 0, plan.skewsMs?.[shard] ?? 0];
      return shards === 0 ? [] : [monitor.run({ shard, shards, faultOf, afterMs, localSkewMs })];
    });
    await Promise.all(runs);
  }
}

function aFleet(): VirtualMonitor {
  const slo = { pickupSeconds: 60, target: 0.95 };
  const monitor = createVirtualMonitor({ environments: IDS, metrics: 'full', slo }, undefined, true);
  for (const id of IDS) monitor.simulator.addEnvironment({ id, finishedItemCount: id === 'env_5' ? 250 : 0 });
  // So that runs which begin at another time go on beside each other.
  monitor.simulator.addFault({ kind: 'slow', latencyMs: 700 });
  return monitor;
}

/** In each environment an item a minute, and a worker that takes it. */
function aBusyFleet(shards = 1): VirtualMonitor {
  const monitor = createVirtualMonitor({ environments: IDS, shards }, undefined, true);
  const { simulator } = monitor;
  for (const id of IDS) {
    simulator.addEnvironment({ id });
    simulator.addWorker(id, { behaviour: 'works', name: `${id}.w` });
    simulator.setArrivals(id, { kind: 'every', seconds: 60 });
  }
  return monitor;
}

function stageStuck({ simulator }: VirtualMonitor): (minute: number) => void {
  for (const name of ['w1', 'w2', 'w3', 'w4']) simulator.addWorker('env_1', { behaviour: 'works', name });
  simulator.setArrivals('env_1', { kind: 'every', seconds: 50 });
  return (minute) => {
    if (minute === 2) for (const id of STUCK_IDS) simulator.addWork(id);
    if (minute === MINUTES - 11)
      for (const id of STUCK_IDS) simulator.addWorker(id, { behaviour: 'works', name: `${id}.w` });
  };
}

const changesOf = ({ alerts }: VirtualMonitor, id: string) =>
  alerts.flatMap(({ environmentIds, change, messageId }) =>
    environmentIds.includes(id) ? [{ change, messageId }] : [],
  );
const sumOf = (monitor: VirtualMonitor, id: string) =>
  monitor.valuesOf('ItemsCreated', id).reduce<number>((sum, value) => sum + Number(value), 0);

/** As CloudWatch adds up what all functions send under the name of the monitor alone. */
const totalsOf = ({ published }: VirtualMonitor) =>
  (['PickupsWithinObjective', 'PickupsBeyondObjective'] as const).map((name) =>
    published
      .flatMap(({ monitor: monitorMetrics, ...each }) =>
        toMetricGroups({ ...each, monitor: 'test', monitorMetrics, metrics: 'full' }),
      )
      .flatMap(({ data }) => data)
      .filter(({ MetricName, Dimensions }) => MetricName === name && Dimensions?.length === 1)
      .reduce((sum, { Value = 0 }) => sum + Value, 0),
  );

describe('run() of another number of shards', () => {
  it('loses no message, no flow and no range, and tells nothing twice', async () => {
    const single = aFleet();
    await play(single, { first: 1, deployments: [], afterMs: [], deaths: [] }, stageStuck(single));
    expect(single.alerts).toHaveLength(3 * STUCK_IDS.length);
    expect(sumOf(single, 'env_1')).toBeGreaterThan(20);
    const totals = totalsOf(single);
    expect(totals).toEqual([expect.toSatisfy((count) => count > 20), STUCK_IDS.length]);

    await fc.assert(
      fc.asyncProperty(planOf(0), async (plan) => {
        const monitor = aFleet();
        await play(monitor, plan, stageStuck(monitor));

        for (const id of STUCK_IDS)
          expect(changesOf(monitor, id).map(({ change }) => change)).toEqual([
            'opened',
            'worsened',
            'resolved',
          ]);
        expect(monitor.alerts).toHaveLength(3 * STUCK_IDS.length);
        for (const id of IDS) expect(sumOf(monitor, id)).toBe(sumOf(single, id));
        expect(totalsOf(monitor)).toEqual(totals);
        expect(monitor.logged('run').flatMap(({ faults }) => faults)).toEqual([]);
        const rangesOf = ({ rows }: VirtualMonitor) =>
          [...rows.keys()].filter((key) => key.startsWith('ranges#'));
        expect(rangesOf(monitor)).toEqual(expect.arrayContaining(rangesOf(single)));
      }),
      { numRuns: 6 },
    );
  });

  it('loses nothing either if runs die meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(planOf(4), async (plan) => {
        const monitor = aFleet();
        await play(monitor, plan, stageStuck(monitor));

        for (const id of STUCK_IDS) {
          const byId = new Map(changesOf(monitor, id).map(({ messageId, change }) => [messageId, change]));
          expect([...byId.values()]).toEqual(['opened', 'worsened', 'resolved']);
        }
        expect([...monitor.rows.values()].map(({ body }) => String(body)).join()).not.toContain('"change"');
      }),
      { numRuns: 6 },
    );
  });

  it('tells the begin and the end of what all have, of each once, whoever leads its group', async () => {
    const ids = MANY_IDS;
    await fc.assert(
      fc.asyncProperty(planOf(0), async (plan) => {
        const monitor = createVirtualMonitor({ environments: ids }, undefined, true);
        const { simulator } = monitor;
        for (const id of ids) simulator.addEnvironment({ id });
        await play(monitor, plan, (minute) => {
          if (minute === 2) for (const id of ids) simulator.addWork(id);
          if (minute === MINUTES - 11)
            for (const id of ids) simulator.addWorker(id, { behaviour: 'works', name: `${id}.w` });
        });

        for (const id of ids) {
          const changes = changesOf(monitor, id).map(({ change }) => change);
          expect([changes[0], changes.at(-1)]).toEqual(['opened', 'resolved']);
          expect(changes.filter((change) => change !== 'worsened')).toEqual(['opened', 'resolved']);
        }
        expect(new Set(monitor.alerts.map(({ messageId }) => messageId)).size).toBe(monitor.alerts.length);
      }),
      { numRuns: 6 },
    );
  });

  it.each([20, 1_500, 30_000])(
    'lets no two read an environment where the clock of one is %d ms ahead',
    async (localSkewMs) => {
      const monitor = createVirtualMonitor({ environments: IDS, shards: 2 }, undefined, true);
      const { simulator } = monitor;
      for (const id of IDS) simulator.addEnvironment({ id });
      await monitor.runMinutes(3);
      simulator.addFault({ kind: 'slow', latencyMs: 8_000 });
      simulator.advance(MINUTE_MS);
      const from = simulator.requests.length;
      await Promise.all([
        monitor.run({ shard: 1, localSkewMs }),
        monitor.run({ shard: 0, shards: 3, afterMs: 5 }),
        monitor.run({ shard: 2, shards: 3, afterMs: 1_000 }),
      ]);

      const paths = simulator.requests.slice(from).map(({ path }) => path);
      expect(paths.length).toBeGreaterThan(0);
      expect(new Set(paths).size).toBe(paths.length);
      expect(monitor.logged('shards change').map(({ shard }) => shard)).toEqual(
        expect.arrayContaining([0, 2]),
      );
    },
  );

  it('counts no flow twice where a newer version, now rolled back, wrote the memory of one', async () => {
    const monitor = aBusyFleet(3);
    await monitor.runMinutes(4);
    monitor.runRow.schemaVersion = 99;
    monitor.deploy({ environments: IDS, shards: 2 });
    await monitor.runMinutes(20);

    for (const id of IDS) {
      const isOfFirst = shardOf(id, 2) === 0;
      expect(sumOf(monitor, id)).toBeGreaterThan(isOfFirst ? 1 : 20);
      expect(sumOf(monitor, id)).toBeLessThanOrEqual(24);
    }
  });

  it('counts no flow twice where the memory of one cannot be read', async () => {
    const monitor = aBusyFleet();
    await monitor.runMinutes(4);
    monitor.deploy({ environments: IDS, shards: 3 });
    await monitor.runMinutes(20);
    monitor.runRow.body = '{';
    await monitor.runMinutes(5);

    for (const id of IDS) {
      expect(sumOf(monitor, id)).toBeGreaterThanOrEqual(shardOf(id, 3) === 0 ? 27 : 28);
      expect(sumOf(monitor, id)).toBeLessThanOrEqual(28);
    }
  });

  it('goes on without the first, which put it in force and died, by a clock that it alone knows', async () => {
    const ids = IDS.filter((id) => shardOf(id, 2) === 1);
    const monitor = createVirtualMonitor({ environments: ids, shards: 2 }, undefined, true);
    for (const id of ids) monitor.simulator.addEnvironment({ id });
    // Nothing is left for the first to read, so that nothing tells it the time.
    monitor.setLocalSkew(30_000);
    await monitor.runMinutes(6);
    monitor.deploy({ environments: ids, shards: 3 });
    monitor.breakSteps(({ name }) => (name === 'beginLayout' ? 'killed-after' : null));
    monitor.simulator.advance(MINUTE_MS);
    expect(await monitor.run()).toMatchObject({ wasKilled: true });

    for (let minute = 0; minute < 3; minute++) {
      monitor.simulator.advance(MINUTE_MS);
      await Promise.all([monitor.run({ shard: 1 }), monitor.run({ shard: 2 })]);
    }
    expect(monitor.logged('shards change')).toEqual([]);
  });

  it.each([
    ['0.1.0', ({ layoutNumber: _, skew: __, ...known }: Record<string, unknown>) => known],
    ['a later one', ({ layoutNumber: _, ...known }: Record<string, unknown>) => known],
  ])(
    'counts each flow once where an update is rolled back to a version without shards: %s',
    async (_, known) => {
      const monitor = aBusyFleet();
      const { runRow } = monitor;
      await monitor.runMinutes(4);
      monitor.deploy({ environments: IDS, shards: 3 });
      await monitor.runMinutes(5);
      monitor.deploy({ environments: IDS });
      for (let minute = 0; minute < 12; minute++) {
        // It neither reads nor writes what is said of shards.
        const { shards } = runRow;
        delete runRow.shards;
        await monitor.runMinutes(1);
        Object.assign(runRow, { shards, body: JSON.stringify(known(JSON.parse(String(runRow.body)))) });
      }
      for (const shards of [3, 2]) {
        monitor.deploy({ environments: IDS, shards });
        await monitor.runMinutes(6);
      }

      expect(monitor.logged('shards change').length).toBeLessThan(9);
      for (const id of IDS) {
        expect(sumOf(monitor, id)).toBeLessThanOrEqual(33);
        expect(sumOf(monitor, id)).toBeGreaterThanOrEqual(30);
      }
    },
  );

  it('tells what shards that are no more have left: messages that wait, and ends that nobody knows', async () => {
    const settings = {
      environments: MANY_IDS,
      // What gets worse would leave its group.
      thresholds: { 'queue-stuck': { critical: 'off' } },
    } satisfies Partial<SettingsInput>;
    const monitor = createVirtualMonitor({ ...settings, shards: 4 }, undefined, true);
    const { simulator } = monitor;
    for (const id of MANY_IDS) simulator.addEnvironment({ id });
    const work = (ids: readonly string[]) => {
      for (const id of ids) simulator.addWorker(id, { behaviour: 'works', name: `${id}.w` });
    };
    await monitor.runMinutes(2);
    for (const id of MANY_IDS) simulator.addWork(id);
    await monitor.runMinutes(10);
    const leaders = [...monitor.rows.keys()].filter((key) => key.startsWith('monitor#'));
    work(MANY_IDS.filter((_, index) => index % 3 !== 0));
    await monitor.runMinutes(4);
    // What ends now waits for the others of its group.
    monitor.breakSteps(({ name }) => (name.startsWith('send ') ? 'refused' : null));
    await monitor.runMinutes(6);
    const groupsOf = () => [...monitor.rows].filter(([, { body }]) => String(body).includes('"endedIds":["'));
    expect(groupsOf().map(([key]) => key)).toContain('monitor#3');
    monitor.deploy(settings);
    await monitor.runMinutes(2);
    monitor.breakSteps(null);
    await monitor.runMinutes(2);
    work(MANY_IDS.filter((_, index) => index % 3 === 0));
    await monitor.runMinutes(45);

    expect(leaders.toSorted()).toEqual(['monitor#1', 'monitor#2', 'monitor#3']);
    for (const id of MANY_IDS) {
      const changes = changesOf(monitor, id).map(({ change }) => change);
      expect(changes).toEqual(['opened', 'resolved']);
    }
    expect([...monitor.rows.keys()].filter((key) => key.includes('monitor#'))).toEqual([]);
  });

  it('puts on the bus what waits for it alone in the row of a shard that is no more', async () => {
    const monitor = createVirtualMonitor({ environments: MANY_IDS, shards: 4 }, undefined, true);
    const events = monitor.connectBus();
    for (const id of MANY_IDS) monitor.simulator.addEnvironment({ id });
    await monitor.runMinutes(2);
    monitor.breakSteps(({ name }) => (/^(send|put) /.test(name) ? 'refused' : null));
    for (const id of MANY_IDS) monitor.simulator.addWork(id);
    await monitor.runMinutes(6);
    monitor.deploy({ environments: MANY_IDS });
    // The topics come back before the bus.
    monitor.breakSteps(({ name }) => (name.startsWith('put ') ? 'refused' : null));
    await monitor.runMinutes(5);
    const toldCount = monitor.alerts.length;
    const waiting = [...monitor.rows].filter(([, { body }]) => String(body).includes('"reached":"topics"'));
    monitor.breakSteps(null);
    await monitor.runMinutes(3);

    // The third one has too few environments for a group.
    expect(waiting.map(([key]) => key)).toEqual(expect.arrayContaining(['monitor#1', 'monitor#3']));
    expect(toldCount).toBeGreaterThanOrEqual(4);
    const idsOf = (alerts: readonly { readonly messageId: string }[]) =>
      alerts.map(({ messageId }) => messageId).toSorted();
    expect(idsOf(events)).toEqual(idsOf(monitor.alerts));
    expect(new Set(idsOf(events)).size).toBe(events.length);
    expect([...monitor.rows.keys()].filter((key) => key.startsWith('monitor#'))).toEqual([]);
  });
});
