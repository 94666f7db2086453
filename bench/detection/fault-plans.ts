/** What goes wrong in each faulty fleet, and with which workers. */
import type { Behaviour } from '../../local/simulator/worker.ts';
import { deployBad } from './bad-deploys.ts';
import { crashAll, killBusyWorkers, withBusyWorker } from './break-workers.ts';
import type { Cause } from './causes.ts';
import { type Act, afterMinutes, comeAtRandom, type Stage, type TeamOptions } from './stage.ts';

const TEAM: TeamOptions = { count: 4, meanSeconds: 120, workSeconds: { min: 60, max: 300 } };
const LARGE_TEAM: TeamOptions = { ...TEAM, count: 6 };
const QUIET_TEAM: TeamOptions = { ...TEAM, count: 2, meanSeconds: 600 };
/** Four workers manage 1.3 items a minute; 2 come. */
const TOO_MUCH_SECONDS = 30;

/** Tells that it has begun, and of which items it is. */
type Begin = (cause: Cause, itemIds?: readonly string[]) => void;

export interface FaultPlan {
  readonly team: TeamOptions;
  readonly act: (stage: Stage, begin: Begin) => void;
  /** From the first cause to the last, where there are several. @default 0 */
  readonly spreadMinutes?: number;
}

const goneAll: Act = ({ simulator, id }) => {
  for (const worker of simulator.workers(id)) simulator.drainWorker(worker.id);
};

const killOne = (stage: Stage, then: (itemId: string) => void) =>
  withBusyWorker(stage, ({ workerId, itemId }) => {
    stage.simulator.killWorker(workerId);
    then(itemId);
  });

const hangOne = (stage: Stage, then: (itemId: string) => void) =>
  withBusyWorker(stage, ({ workerId, itemId }) => {
    stage.simulator.hangWorker(workerId);
    then(itemId);
  });

const badDeploy =
  (cause: Cause, ...how: [Behaviour, 'one' | 'all']): FaultPlan['act'] =>
  (stage, begin) => {
    deployBad(stage, ...how);
    begin(cause);
  };

/** Where the monitor may read sessions. */
export const SESSION_PLANS = {
  'sessions-hung': {
    team: TEAM,
    act: (stage, begin) => hangOne(stage, (itemId) => begin('hung-seen', [itemId])),
  },
  'sessions-leaked': {
    team: TEAM,
    act: (stage, begin) =>
      hangOne(stage, (itemId) => {
        stage.simulator.steerSession(stage.id, itemId, 'ends-turn');
        begin('leaked', [itemId]);
      }),
  },
  'sessions-dead': { team: TEAM, act: (stage, begin) => killOne(stage, (itemId) => begin('dead', [itemId])) },
} as const satisfies Record<string, FaultPlan>;

export const FAULT_PLANS = {
  dead: { team: TEAM, act: (stage, begin) => killOne(stage, (itemId) => begin('dead', [itemId])) },
  'two-dead': {
    team: LARGE_TEAM,
    spreadMinutes: 20,
    act: (stage, begin) => {
      killOne(stage, (itemId) => begin('first-dead', [itemId]));
      afterMinutes(stage, 20, () => killOne(stage, (itemId) => begin('second-dead', [itemId])));
    },
  },
  'dead-host': {
    team: LARGE_TEAM,
    act: (stage, begin) => killBusyWorkers(stage, 3, (itemIds) => begin('dead-host', itemIds)),
  },
  crash: { team: TEAM, act: (stage, begin) => crashAll(stage, (itemIds) => begin('crash', itemIds)) },
  absent: {
    team: TEAM,
    act: (stage, begin) => {
      goneAll(stage);
      begin('absent');
    },
  },
  poison: {
    team: TEAM,
    act: ({ simulator, id }, begin) => begin('poison', simulator.addWork(id, { isPoison: true })),
  },
  'poison-and-absent': {
    team: TEAM,
    spreadMinutes: 60,
    act: (stage, begin) => {
      begin('poison-before-absence', stage.simulator.addWork(stage.id, { isPoison: true }));
      afterMinutes(stage, 60, () => {
        goneAll(stage);
        begin('absent-after-poison');
      });
    },
  },
  bounced: { team: TEAM, act: badDeploy('bounced', 'bounces', 'all') },
  'partly-bounced': { team: TEAM, act: badDeploy('partly-bounced', 'bounces', 'one') },
  'quietly-bounced': { team: QUIET_TEAM, act: badDeploy('quietly-bounced', 'bounces', 'all') },
  'never-started': { team: TEAM, act: badDeploy('never-started', 'acks-never-starts', 'all') },
  hung: { team: TEAM, act: (stage, begin) => hangOne(stage, (itemId) => begin('hung', [itemId])) },
  'stop-ignored': {
    team: TEAM,
    act: (stage, begin) =>
      hangOne(stage, (itemId) => {
        stage.simulator.stopWork(stage.id, itemId, { force: false });
        begin('stop-ignored', [itemId]);
      }),
  },
  'dead-then-stopped': {
    team: TEAM,
    act: (stage, begin) =>
      killOne(stage, (itemId) => {
        begin('dead-then-stopped', [itemId]);
        afterMinutes(stage, 4, () => stage.simulator.stopWork(stage.id, itemId, { force: false }));
      }),
  },
  saturated: {
    team: TEAM,
    act: (stage, begin) => {
      comeAtRandom(stage, TOO_MUCH_SECONDS);
      begin('saturated');
    },
  },
} as const satisfies Record<string, FaultPlan>;
