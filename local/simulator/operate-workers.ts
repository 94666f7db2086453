/** What an operator, or fate, does to workers. */

import { stallSession, steerSession } from './operate-sessions.ts';
import { drawBetween } from './random.ts';
import { stepWorker } from './step-worker.ts';
import { BEHAVIOURS, type SimulatedWorker, toWorkerId, type WorkerOptions } from './worker.ts';
import { plusMs, requireEnvironment, requireWorker, type World } from './world.ts';

/** From the start of a process to its first poll. */
const START_MS = { min: 100, max: 2_000 };

/** A worker as an operator sees it. */
export interface WorkerView extends Pick<SimulatedWorker, 'id' | 'status'> {
  /** What the process sends as Worker-ID, if it does. */
  readonly workerId: string | null;
  /** What it is doing, or was when it went down. */
  readonly itemId: string | null;
}

export function toWorkerView(worker: SimulatedWorker): WorkerView {
  const { id, status, task } = worker;
  return { id, status, workerId: toWorkerId(worker), itemId: task?.itemId ?? null };
}

/** @returns the worker's id */
export function addWorker(world: World, environmentId: string, options: WorkerOptions): string {
  const { behaviour, name, crashesAt = null, ...differences } = options;
  const id = name ?? `worker-${world.workers.size + 1}`;
  if (world.workers.has(id)) throw new RangeError(`Cannot add worker ${id}: there is one of this name`);
  const worker: SimulatedWorker = {
    id,
    environmentId: requireEnvironment(world, environmentId).id,
    habits: { ...BEHAVIOURS[behaviour], ...differences },
    status: 'down',
    isDraining: false,
    reconnectsAt: null,
    crashesAt,
    processNumber: 0,
    task: null,
  };
  world.workers.set(id, worker);
  if (worker.habits.isPresent) reviveWorker(world, id);
  return id;
}

/** The process is gone, as by SIGKILL: what it was doing stays as it is. */
export function killWorker(world: World, workerId: string): void {
  takeDown(world, requireWorker(world, workerId));
}

function takeDown(world: World, worker: SimulatedWorker): void {
  worker.status = 'down';
  stallSession(world, worker);
}

/** Its process is gone, and none of its name will be started again. */
export function removeWorker(world: World, workerId: string): void {
  killWorker(world, workerId);
  world.workers.delete(workerId);
}

/** As by SIGTERM: it ends its session, then goes. */
export function drainWorker(world: World, workerId: string): void {
  requireWorker(world, workerId).isDraining = true;
}

/** It goes on after all, if it has not gone yet. */
export function stopDraining(world: World, workerId: string): void {
  requireWorker(world, workerId).isDraining = false;
}

/** Its network is gone for so long: no beat, poll or stop arrives, then it goes on with what it has. */
export function cutOffWorker(world: World, workerId: string, durationMs: number): void {
  requireWorker(world, workerId).reconnectsAt = plusMs(world.agenda.now(), durationMs);
}

/** Its session hangs while its heartbeats go on; without a session it stops polling. */
export function hangWorker(world: World, workerId: string): void {
  const worker = requireWorker(world, workerId);
  if (worker.status === 'down')
    throw new RangeError(`Cannot hang worker ${workerId}: it is down, revive it first`);
  worker.status = 'hung';
  stallSession(world, worker);
}

/** @throws {RangeError} when it has no session */
export function askPerson(world: World, workerId: string): void {
  const { worker, task, item } = requireTask(world, workerId);
  const heldMs = task.endsAtMs - world.agenda.now().getTime();
  worker.task = { ...task, endsAtMs: Number.POSITIVE_INFINITY, heldMs };
  steerSession(world, item, 'asks-person');
}

/** @throws {RangeError} when it has no session */
export function allowCall(world: World, workerId: string): void {
  const { worker, task, item } = requireTask(world, workerId);
  const endsAtMs = world.agenda.now().getTime() + (task.heldMs ?? 0);
  worker.task = { ...task, endsAtMs, heldMs: null };
  steerSession(world, item, 'is-allowed');
}

function requireTask(world: World, workerId: string) {
  const worker = requireWorker(world, workerId);
  const { task } = worker;
  const item = task && world.environments.get(worker.environmentId)?.items.find(task.itemId);
  if (!task || !item) throw new RangeError(`Cannot hold worker ${workerId}: it has no session`);
  return { worker, task, item };
}

/** A new process: it knows nothing of what the old one was doing, and nobody gives that back to it. */
export function reviveWorker(world: World, workerId: string): void {
  const worker = requireWorker(world, workerId);
  worker.status = 'up';
  worker.processNumber += 1;
  worker.isDraining = false;
  worker.reconnectsAt = null;
  worker.task = null;
  scheduleStep(world, worker, drawBetween(world.random, START_MS));
}

/** Kills all workers, or all of one environment. */
export function stopAllWorkers(world: World, environmentId?: string): void {
  for (const worker of world.workers.values()) {
    if (environmentId === undefined || worker.environmentId === environmentId) takeDown(world, worker);
  }
}

function scheduleStep(world: World, worker: SimulatedWorker, waitMs: number): void {
  const { processNumber } = worker;
  world.agenda.schedule(plusMs(world.agenda.now(), waitMs), () => {
    const environment = world.environments.get(worker.environmentId);
    const isSameProcess = worker.status !== 'down' && worker.processNumber === processNumber;
    if (environment === undefined || !isSameProcess) return;
    const nextMs = stepWorker(world, environment, worker);
    if (nextMs !== null) scheduleStep(world, worker, nextMs);
  });
}
