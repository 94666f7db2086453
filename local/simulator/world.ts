/** Everything simulated there is. Only the functions of this folder change it. */
import type { Agenda } from './agenda.ts';
import type { SimulatedEnvironment } from './environment.ts';
import type { NextId } from './ids.ts';
import type { Random } from './random.ts';
import type { SessionRegistry } from './simulated-session.ts';
import type { SimulatedWorker } from './worker.ts';

export interface World {
  readonly agenda: Agenda;
  readonly random: Random;
  readonly nextId: NextId;
  /** By id, oldest first. */
  readonly environments: Map<string, SimulatedEnvironment>;
  readonly workers: Map<string, SimulatedWorker>;
  /** Of work that was added. */
  readonly sessions: SessionRegistry;
}

/** @throws {RangeError} when there is no such environment */
export function requireEnvironment(world: World, environmentId: string): SimulatedEnvironment {
  const environment = world.environments.get(environmentId);
  if (environment !== undefined) return environment;
  const known = [...world.environments.keys()].join(', ') || 'none';
  throw new RangeError(`Cannot use environment ${environmentId}: the simulated ones are ${known}`);
}

/** @throws {RangeError} when there is no such worker */
export function requireWorker(world: World, workerId: string): SimulatedWorker {
  const worker = world.workers.get(workerId);
  if (worker !== undefined) return worker;
  const known = [...world.workers.keys()].join(', ') || 'none';
  throw new RangeError(`Cannot use worker ${workerId}: the simulated ones are ${known}`);
}

export function workersOf(world: World, environmentId: string): SimulatedWorker[] {
  return [...world.workers.values()].filter((worker) => worker.environmentId === environmentId);
}

/** Rounded up to a millisecond: who waits for an instant must not wake up before it, again and again. */
export function plusMs(at: Date, durationMs: number): Date {
  return new Date(Math.ceil(at.getTime() + durationMs));
}
