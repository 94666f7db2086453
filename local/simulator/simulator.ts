/** The Qoder work-queue API with a fleet behind it, in virtual time and without sockets. */
import { createAgenda } from './agenda.ts';
import { createApi, type RequestRecord } from './api.ts';
import { addWork, setArrivals, type WorkOptions } from './arrivals.ts';

import { type Arrivals, applyTransition } from './environment.ts';
import type { Fault } from './faults.ts';
import { forgetFinished } from './forget-finished.ts';
import type { SimulatedOutcome, SimulatedRequest } from './handle-request.ts';
import { createIdSequence } from './ids.ts';
import {
  addEnvironment,
  archiveEnvironment,
  deleteEnvironment,
  type EnvironmentOptions,
} from './operate-environments.ts';
import { steerSession } from './operate-sessions.ts';
import {
  addWorker,
  allowCall,
  askPerson,
  cutOffWorker,
  drainWorker,
  hangWorker,
  killWorker,
  removeWorker,
  reviveWorker,
  stopAllWorkers,
  stopDraining,
  toWorkerView,
  type WorkerView,
} from './operate-workers.ts';
import { createRandom, type Random } from './random.ts';
import type { ServiceAccounts } from './service-accounts.ts';
import type { SessionTurn } from './simulated-session.ts';
import { stop } from './transitions.ts';
import { type TrueItem, tellTruth } from './truth.ts';
import type { WorkerOptions } from './worker.ts';
import { plusMs, requireEnvironment, type World, workersOf } from './world.ts';

export interface SimulatorOptions {
  readonly startAt: Date;
  /** Decides arrivals and workers. @default createRandom(1) */
  readonly random?: Random;
  /** @default pt-simulated */
  readonly token?: string;
}

/** Ids that are unknown are refused with a RangeError. */
export interface Simulator {
  readonly now: () => Date;
  /** Plays workers and arrivals event by event. */
  readonly advance: (durationMs: number) => void;
  /** Plans what happens after this much virtual time. */
  readonly schedule: (afterMs: number, action: () => void) => void;

  readonly handle: (request: SimulatedRequest) => SimulatedOutcome;
  readonly requests: readonly RequestRecord[];
  readonly forgetRequests: () => void;
  readonly token: string;
  /** The old token is refused from now on. */
  readonly rotateToken: (next: string) => void;
  /** What service accounts log in with: none, until a key is set. */
  readonly serviceAccounts: Pick<ServiceAccounts, 'setKey' | 'limitTtl' | 'revokeTokens'>;
  /** @returns ends the fault */
  readonly addFault: (fault: Fault) => () => void;
  readonly clearFaults: () => void;

  /** @returns the environment's id */
  readonly addEnvironment: (options: EnvironmentOptions) => string;
  /** No new work comes; what is there goes on. */
  readonly archiveEnvironment: (environmentId: string) => void;
  readonly deleteEnvironment: (environmentId: string) => void;
  /** Oldest first, archived ones included. */
  readonly environmentIds: () => readonly string[];
  /** @returns the ids of the new items, oldest first */
  readonly addWork: (environmentId: string, options?: WorkOptions) => readonly string[];
  /** Work comes like this from now on; null stops it. */
  readonly setArrivals: (environmentId: string, arrivals: Arrivals | null) => void;
  /** While paused, polls find nothing. */
  readonly setDeliveryPaused: (environmentId: string, isPaused: boolean) => void;
  /** Lets go of finished work, of each environment all but its latest. */
  readonly forgetFinished: (keptCount: number) => void;
  /** An operator stops an item. */
  readonly stopWork: (environmentId: string, itemId: string, options: { readonly force: boolean }) => void;

  /** @returns the worker's id */
  readonly addWorker: (environmentId: string, options: WorkerOptions) => string;
  /** The process is gone; its item stays as it is. */
  readonly killWorker: (workerId: string) => void;
  /** The same, and it is no longer one of the fleet. */
  readonly removeWorker: (workerId: string) => void;
  /** Its session hangs, its heartbeats go on. */
  readonly hangWorker: (workerId: string) => void;
  /** Its session waits for a person: it goes on when that is allowed. */
  readonly askPerson: (workerId: string) => void;
  readonly allowCall: (workerId: string) => void;
  /** What its session does from now on, whatever its worker does. */
  readonly steerSession: (environmentId: string, itemId: string, turn: SessionTurn) => void;
  /** It ends its session, then goes. */
  readonly drainWorker: (workerId: string) => void;
  /** It goes on after all, if it has not gone yet. */
  readonly stopDraining: (workerId: string) => void;
  /** For so long no beat, poll or stop of it arrives; then it goes on. */
  readonly cutOffWorker: (workerId: string, durationMs: number) => void;
  /** A new process, which knows nothing of the old one's item. */
  readonly reviveWorker: (workerId: string) => void;
  /** Of one environment, or all. */
  readonly stopAllWorkers: (environmentId?: string) => void;
  readonly workers: (environmentId: string) => readonly WorkerView[];

  /** All items that are not computed, oldest first, live ones with their cause. */
  readonly truth: (environmentId: string) => readonly TrueItem[];
  /** Those of them that are not stopped: they are few, however long the simulator has been playing. */
  readonly liveTruth: (environmentId: string) => readonly TrueItem[];
}

export function createSimulator({ startAt, random, token }: SimulatorOptions): Simulator {
  const agenda = createAgenda(startAt);
  const world: World = {
    agenda,
    random: random ?? createRandom(1),
    // Ids have their own chance: how many are drawn does not change what the fleet does.
    nextId: createIdSequence(createRandom(2)),
    environments: new Map(),
    workers: new Map(),
    sessions: new Map(),
  };
  const api = createApi(world, token ?? 'pt-simulated');
  return {
    now: agenda.now,
    advance: agenda.advance,
    schedule: (afterMs, action) => agenda.schedule(plusMs(agenda.now(), afterMs), action),
    handle: api.handle,
    requests: api.requests,
    forgetRequests: api.forgetRequests,
    get token() {
      return api.token;
    },
    rotateToken: (next) => {
      api.token = next;
    },
    serviceAccounts: api.accounts,
    addFault: api.faults.add,
    clearFaults: api.faults.clear,
    ...bindQueueOperations(world),
    ...bindWorkerOperations(world),
    ...bindTruth(world),
  };
}

function bindTruth(world: World) {
  const tell = (environmentId: string, which: 'held' | 'live') =>
    tellTruth(requireEnvironment(world, environmentId), workersOf(world, environmentId), which);
  return {
    truth: (id) => tell(id, 'held'),
    liveTruth: (id) => tell(id, 'live'),
  } satisfies Partial<Simulator>;
}

function bindQueueOperations(world: World) {
  const find = (environmentId: string) => requireEnvironment(world, environmentId);
  return {
    addEnvironment: (options) => addEnvironment(world, options),
    archiveEnvironment: (id) => archiveEnvironment(world, find(id)),
    deleteEnvironment: (id) => deleteEnvironment(world, find(id)),
    environmentIds: () => [...world.environments.keys()],
    addWork: (id, options) => addWork(world, find(id), options),
    forgetFinished: (keptCount) => forgetFinished(world, keptCount),
    setArrivals: (id, arrivals) => setArrivals(world, find(id), arrivals),
    setDeliveryPaused: (id, isPaused) => {
      find(id).isDeliveryPaused = isPaused;
    },
    stopWork: (id, itemId, { force }) => {
      applyTransition(find(id), itemId, (item) => stop(item, { force, at: world.agenda.now() }));
    },
  } satisfies Partial<Simulator>;
}

function bindWorkerOperations(world: World) {
  return {
    addWorker: (environmentId, options) => addWorker(world, environmentId, options),
    killWorker: (workerId) => killWorker(world, workerId),
    removeWorker: (workerId) => removeWorker(world, workerId),
    hangWorker: (workerId) => hangWorker(world, workerId),
    askPerson: (workerId) => askPerson(world, workerId),
    allowCall: (workerId) => allowCall(world, workerId),
    steerSession: (environmentId, itemId, turn) => {
      const item = applyTransition(requireEnvironment(world, environmentId), itemId, (same) => same);
      steerSession(world, item, turn);
    },
    drainWorker: (workerId) => drainWorker(world, workerId),
    stopDraining: (workerId) => stopDraining(world, workerId),
    cutOffWorker: (workerId, durationMs) => cutOffWorker(world, workerId, durationMs),
    reviveWorker: (workerId) => reviveWorker(world, workerId),
    stopAllWorkers: (environmentId) => stopAllWorkers(world, environmentId),
    workers: (environmentId) => workersOf(world, environmentId).map(toWorkerView),
  } satisfies Partial<Simulator>;
}
