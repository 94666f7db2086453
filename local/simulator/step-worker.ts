/** What a worker does when it is its turn, and how long it then waits. It plays by the rules of transitions.ts. */
import { applyTransition, pollWork, type SimulatedEnvironment } from './environment.ts';
import { stallSession, steerSession } from './operate-sessions.ts';
import { drawBetween } from './random.ts';
import { Refusal } from './refusal.ts';
import { acknowledge, beat, NO_HEARTBEAT, stop } from './transitions.ts';
import { toWireMicroseconds } from './wire-time.ts';
import { type SimulatedWorker, type Task, toWorkerId } from './worker.ts';
import { plusMs, type World } from './world.ts';

/** Source: Anthropic's poller.ts. */
const POLL_PAUSE_MS = { min: 1_000, max: 3_000 };
/** Source: anthropic-sdk-python#1779, a spawned worker that finds its item stopping. */
const SPAWN_MS = { min: 2_000, max: 6_000 };

/**
 * @param worker up or hung, in the environment
 * @returns milliseconds until its next turn, or null if it has none
 */
export function stepWorker(
  world: World,
  environment: SimulatedEnvironment,
  worker: SimulatedWorker,
): number | null {
  const { task, reconnectsAt } = worker;
  const cutOffMs = (reconnectsAt?.getTime() ?? 0) - world.agenda.now().getTime();
  if (cutOffMs > 0) return cutOffMs + drawBetween(world.random, POLL_PAUSE_MS);
  if (task === null) return worker.status === 'hung' ? null : pollForTask(world, environment, worker);
  try {
    if (worker.habits.afterAck === 'bounces') return bounce(world, environment, worker, task);
    return work(world, environment, worker, task);
  } catch (error) {
    // Stopped by someone else, or taken over: a worker leaves such an item alone and polls on.
    if (!(error instanceof Refusal)) throw error;
    return endTask(world, worker);
  }
}

function pollForTask(
  world: World,
  environment: SimulatedEnvironment,
  worker: SimulatedWorker,
): number | null {
  const { habits } = worker;
  if (worker.isDraining) {
    worker.status = 'down';
    return null;
  }
  const delivery = { workerId: toWorkerId(worker), at: world.agenda.now() };
  const item = pollWork(environment, delivery);
  if (item === null || item.isPoison || !habits.acks) return drawBetween(world.random, POLL_PAUSE_MS);

  applyTransition(environment, item.id, (current) => acknowledge(current, delivery));
  if (habits.afterAck === 'never-starts') return drawBetween(world.random, POLL_PAUSE_MS);
  const startupMs = drawBetween(world.random, habits.startupSeconds) * 1000;
  const workMs = drawBetween(world.random, habits.workSeconds) * 1000;
  worker.task = {
    itemId: item.id,
    endsAtMs: delivery.at.getTime() + startupMs + workMs,
    lastBeat: NO_HEARTBEAT,
    heldMs: null,
  };
  // Its session makes no progress from the start.
  if (workMs === Number.POSITIVE_INFINITY && world.sessions.has(item.sessionId))
    steerSession(world, item, 'stalls', plusMs(delivery.at, startupMs));
  return startupMs;
}

function work(
  world: World,
  environment: SimulatedEnvironment,
  worker: SimulatedWorker,
  task: Task,
): number | null {
  const at = world.agenda.now();
  const endsAtMs = worker.status === 'hung' ? Number.POSITIVE_INFINITY : task.endsAtMs;
  // The reference worker always force-stops at its end, so a normal end never passes through `stopping`.
  if (at.getTime() >= endsAtMs) {
    applyTransition(environment, task.itemId, (item) => stop(item, { force: true, at }));
    return endTask(world, worker);
  }
  const hasBeaten = task.lastBeat !== NO_HEARTBEAT;
  if (hasBeaten && worker.crashesAt !== null && at >= worker.crashesAt) {
    worker.status = 'down';
    worker.crashesAt = null;
    stallSession(world, worker);
    return null;
  }
  const item = applyTransition(environment, task.itemId, (current) => beat(current, task.lastBeat, at));
  if (item.state === 'stopping' && worker.status !== 'hung') {
    applyTransition(environment, task.itemId, (current) => stop(current, { force: true, at }));
    return endTask(world, worker);
  }
  worker.task = { ...task, lastBeat: toWireMicroseconds(at) };
  return Math.min(worker.habits.beatEverySeconds * 1000, endsAtMs - at.getTime());
}

/** First the dispatcher's graceful stop, then the spawned worker that finds the item stopping and ends it. */
function bounce(
  world: World,
  environment: SimulatedEnvironment,
  worker: SimulatedWorker,
  task: Task,
): number {
  const at = world.agenda.now();
  const item = applyTransition(environment, task.itemId, (current) => stop(current, { force: false, at }));
  return item.state === 'stopping' ? drawBetween(world.random, SPAWN_MS) : endTask(world, worker);
}

function endTask(world: World, worker: SimulatedWorker): number {
  worker.task = null;
  return drawBetween(world.random, POLL_PAUSE_MS);
}
