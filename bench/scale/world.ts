/**
 * What the function talks to, in a process of its own: a simulated fleet with the latency of a network, and the
 * stand-ins of AWS. Run by open-world.ts.
 */
import { VARIABLES } from '../../contract/deployment.ts';
import { serveSimulator } from '../../local/simulator/serve-simulator.ts';
import { createSimulator, type Simulator } from '../../local/simulator/simulator.ts';
import { startStandIns } from '../../local/stand-ins/start-stand-ins.ts';

export interface FleetTask {
  readonly environmentCount: number;
  readonly latencyMs: number;
}

export interface Opened {
  /** Variables of the function. */
  readonly env: Readonly<Record<string, string>>;
  readonly environmentIds: readonly string[];
}

/** What happens in the fleet. `minute`: time goes on to the next; `work-everywhere`: an item in each queue that nobody takes. */
export type Happening = 'minute' | 'work-everywhere' | 'refuse-all' | 'answer-again';

/** What the monitor did since it was last asked. */
export interface Seen {
  readonly nowMs: number;
  readonly requestCount: number;
  readonly awsCallCount: number;
  /** The monitor's own metrics, by name: a value of each function. */
  readonly monitorMetrics: Readonly<Record<string, readonly number[]>>;
  /** Environments of which a depth was published. */
  readonly publishedCount: number;
  readonly alertCount: number;
}

const TOKEN = 'pt-bench-0123456789';
const MINUTE_MS = 60_000;
/** One of ten is at work. */
const BUSY_EVERY = 10;
/** More than a page, so that there is something to jump over. */
const FINISHED_COUNT = 120;
/** Longer than anything looks back. */
const FINISHED_AGO_MS = 60 * MINUTE_MS;

function createFleet(count: number): Simulator {
  const nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const simulator = createSimulator({ startAt: new Date(nowMs - FINISHED_AGO_MS), token: TOKEN });
  const busyIds: string[] = [];
  for (let number = 0; number < count; number++) {
    const id = `env_${(0x019e3bb39b67 + number).toString(16).padStart(12, '0')}${String(number).padStart(20, '7')}`;
    simulator.addEnvironment({ id, finishedItemCount: FINISHED_COUNT });
    if (number % BUSY_EVERY === 0) busyIds.push(id);
  }
  simulator.advance(FINISHED_AGO_MS);
  for (const id of busyIds) {
    simulator.setArrivals(id, { kind: 'every', seconds: 60 });
    simulator.addWorker(id, { behaviour: 'works', name: `worker of ${id}` });
  }
  return simulator;
}

async function open({ environmentCount, latencyMs }: FleetTask) {
  const simulator = createFleet(environmentCount);
  const server = await serveSimulator(simulator, { port: 0 });
  const standIns = await startStandIns({ secretText: TOKEN, now: simulator.now });
  simulator.addFault({ kind: 'slow', latencyMs });
  const opened: Opened = {
    env: {
      ...standIns.env,
      [VARIABLES.baseUrl]: server.baseUrl,
      [VARIABLES.tokenSecretId]: standIns.secretId,
      [VARIABLES.tableName]: standIns.tableName,
      [VARIABLES.alertsTopicArn]: standIns.alertsTopicArn,
    },
    environmentIds: simulator.environmentIds(),
  };
  let stopRefusing: () => void = () => undefined;
  const happenings: Readonly<Record<Happening, () => void>> = {
    minute: () => simulator.advance(MINUTE_MS - (simulator.now().getTime() % MINUTE_MS)),
    'work-everywhere': () => {
      for (const id of simulator.environmentIds()) {
        simulator.stopAllWorkers(id);
        simulator.addWork(id);
      }
    },
    'refuse-all': () => {
      stopRefusing = simulator.addFault({ kind: 'status', status: 503 });
    },
    'answer-again': () => stopRefusing(),
  };
  const start = { calls: 0, points: 0, alerts: 0 };
  const see = (): Seen => {
    const points = standIns.metrics().slice(start.points);
    const own = points.filter(({ dimensions }) => dimensions.EnvironmentId === undefined);
    const seen: Seen = {
      nowMs: simulator.now().getTime(),
      requestCount: simulator.requests.length,
      awsCallCount: standIns.calls().length - start.calls,
      monitorMetrics: toValues(own),
      publishedCount: points.filter(({ name }) => name === 'QueueDepth').length,
      alertCount: standIns.alerts().length - start.alerts,
    };
    simulator.forgetRequests();
    Object.assign(start, {
      calls: standIns.calls().length,
      points: standIns.metrics().length,
      alerts: standIns.alerts().length,
    });
    return seen;
  };
  return { opened, happenings, see };
}

/** By name, a value of each point. */
function toValues(
  points: readonly { readonly name: string; readonly values: readonly number[] }[],
): Seen['monitorMetrics'] {
  const names = [...new Set(points.map(({ name }) => name))];
  return Object.fromEntries(
    names.map((name) => [name, points.flatMap((point) => (point.name === name ? point.values : []))]),
  );
}

process.once('disconnect', () => process.exit());
process.once('message', async (task: FleetTask) => {
  const { opened, happenings, see } = await open(task);
  process.send?.(opened);
  process.on('message', (what: Happening | 'see') => {
    if (what !== 'see') happenings[what]();
    process.send?.(see());
  });
});
