/** What really goes on, for tests: why each live item is where it is, and every timestamp unrounded. */
import type { SimulatedEnvironment } from './environment.ts';
import type { SimulatedItem } from './item.ts';
import type { SimulatedWorker } from './worker.ts';

/**
 * Why a live item is where it is.
 * - queued: `poison` no worker manages to ack it; `delivery-paused` polls find nothing; `no-workers` nobody
 *   is up; `unacknowledged` those who are up never ack; `saturated` those who ack are busy or hung;
 *   `next-poll` somebody is free to take it.
 * - active: `waiting-for-a-person` its session does, and its worker is well.
 * - starting, active, stopping: `dead-worker` whoever had it is gone; `hung` its heartbeats go on without
 *   progress; `never-started` nothing came of its ack; `healthy` its worker is on it.
 */
export type Cause =
  | 'poison'
  | 'delivery-paused'
  | 'no-workers'
  | 'unacknowledged'
  | 'saturated'
  | 'next-poll'
  | 'dead-worker'
  | 'hung'
  | 'waiting-for-a-person'
  | 'never-started'
  | 'healthy';

export interface TrueItem extends SimulatedItem {
  /** Null when stopped. */
  readonly cause: Cause | null;
  /** The worker that has it, or had it when it went down. */
  readonly workerId: string | null;
}

/** @returns all items that are held or live, oldest first: computed finished ones are left out */
export function tellTruth(
  environment: SimulatedEnvironment,
  workers: readonly SimulatedWorker[],
  which: 'held' | 'live',
): TrueItem[] {
  return [...environment.items[which]()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((item) => {
      const holder = workers.find((worker) => worker.task?.itemId === item.id);
      const cause = toCause(item, holder, environment, workers);
      return { ...item, cause, workerId: holder?.id ?? null };
    });
}

function toCause(
  item: SimulatedItem,
  holder: SimulatedWorker | undefined,
  environment: SimulatedEnvironment,
  workers: readonly SimulatedWorker[],
): Cause | null {
  if (item.state === 'stopped') return null;
  if (item.state === 'queued') return toWaitingCause(item, environment, workers);
  if (holder === undefined) return item.startedAt === null ? 'never-started' : 'dead-worker';
  if (holder.status === 'down') return 'dead-worker';
  if (holder.task?.heldMs != null && holder.status === 'up') return 'waiting-for-a-person';
  return isHanging(holder) ? 'hung' : 'healthy';
}

function toWaitingCause(
  item: SimulatedItem,
  environment: SimulatedEnvironment,
  workers: readonly SimulatedWorker[],
): Cause {
  const present = workers.filter((worker) => worker.status !== 'down');
  const acking = present.filter((worker) => worker.habits.acks);
  if (item.isPoison) return 'poison';
  if (environment.isDeliveryPaused) return 'delivery-paused';
  if (present.length === 0) return 'no-workers';
  if (acking.length === 0) return 'unacknowledged';
  return acking.some((worker) => worker.status === 'up' && worker.task === null) ? 'next-poll' : 'saturated';
}

function isHanging(worker: SimulatedWorker): boolean {
  return worker.status === 'hung' || worker.task?.endsAtMs === Number.POSITIVE_INFINITY;
}
