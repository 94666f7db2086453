/**
 * What is read and written to, in a process of its own, so that its work counts for nobody: the API and AWS behind
 * sockets, with a fleet of which most is idle. Run by measure-runs.ts.
 */
import { VARIABLES } from '../../contract/deployment.ts';
import { serveSimulator } from '../../local/simulator/serve-simulator.ts';
import { createSimulator, type Simulator } from '../../local/simulator/simulator.ts';
import { startStandIns } from '../../local/stand-ins/start-stand-ins.ts';

export interface WorldQuestion {
  readonly environmentCount: number;
}

/** The first message. */
export interface OpenWorld {
  readonly environmentIds: readonly string[];
  readonly token: string;
  readonly baseUrl: string;
  /** Variables of the function. */
  readonly env: Readonly<Record<string, string>>;
  readonly scheduledTime: string;
}

/** `begin` forgets what others have asked since the last run; `next` ends a minute. */
export type WorldOrder = 'begin' | 'next';

/** What each order is answered with. */
export interface NextMinute {
  readonly scheduledTime: string;
  /** Paths of what was asked since the run began, in the order of asking. */
  readonly askedPaths: readonly string[];
}

const MINUTE_MS = 60_000;
const TOKEN = 'pt-bench-0123456789';
/** Of ten environments, one has work. */
const BUSY_EVERY_COUNT = 10;

function createFleet(environmentCount: number): Simulator {
  const startAt = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 60 * MINUTE_MS);
  const simulator = createSimulator({ startAt, token: TOKEN });
  for (let number = 0; number < environmentCount; number++) {
    const id = `env_${String(number).padStart(32, '0')}`;
    simulator.addEnvironment({ id, finishedItemCount: 100 });
    if (number % BUSY_EVERY_COUNT !== 0) continue;
    simulator.setArrivals(id, { kind: 'every', seconds: 45 });
    for (const name of ['one', 'two', 'three']) {
      simulator.addWorker(id, { behaviour: 'works', name: `${id}-${name}` });
    }
  }
  simulator.advance(60 * MINUTE_MS);
  return simulator;
}

process.once('message', async ({ environmentCount }: WorldQuestion) => {
  const simulator = createFleet(environmentCount);
  const server = await serveSimulator(simulator, { port: 0 });
  const standIns = await startStandIns({ secretText: TOKEN, now: simulator.now });
  const scheduledTime = () =>
    new Date(Math.floor(simulator.now().getTime() / MINUTE_MS) * MINUTE_MS).toISOString().replace('.000', '');
  process.send?.({
    environmentIds: simulator.environmentIds(),
    token: TOKEN,
    baseUrl: server.baseUrl,
    env: {
      ...standIns.env,
      [VARIABLES.baseUrl]: server.baseUrl,
      [VARIABLES.tokenSecretId]: standIns.secretId,
      [VARIABLES.tableName]: standIns.tableName,
      [VARIABLES.alertsTopicArn]: standIns.alertsTopicArn,
    },
    scheduledTime: scheduledTime(),
  } satisfies OpenWorld);
  process.on('message', (order: WorldOrder) => {
    const askedPaths = simulator.requests.map(({ path }) => path);
    simulator.forgetRequests();
    if (order === 'next') simulator.advance(MINUTE_MS);
    process.send?.({ scheduledTime: scheduledTime(), askedPaths } satisfies NextMinute);
  });
});
