/**
 * The life of a work item: the one place with the rules, for HTTP clients and simulated workers alike.
 * Each function returns the next item or throws a Refusal, and changes nothing itself.
 * Source: work/poll, work/ack, work/heartbeat, work/stop, work/schemas.
 */
import type { SimulatedItem } from './item.ts';
import { Refusal } from './refusal.ts';
import { toWireMicroseconds } from './wire-time.ts';

/** Source: work/poll, reclaim_older_than_ms. */
export const DEFAULT_RECLAIM_MS = 5_000;

/** What a first heartbeat gives as expected_last_heartbeat. */
export const NO_HEARTBEAT = 'NO_HEARTBEAT';

export interface Delivery {
  readonly workerId: string | null;
  readonly at: Date;
}

/** Whether a poll may have it: never delivered, or delivered at least so long ago and still not acked. */
export function isClaimable(item: SimulatedItem, at: Date, reclaimOlderThanMs: number): boolean {
  if (item.state !== 'queued') return false;
  return item.deliveredAt === null || at.getTime() - item.deliveredAt.getTime() >= reclaimOlderThanMs;
}

/** A poll delivers without acking: the item stays queued. */
export function deliver(item: SimulatedItem, { workerId, at }: Delivery): SimulatedItem {
  return { ...item, deliveredAt: at, claimedBy: workerId };
}

/**
 * queued -> starting; a safe retry on starting and active.
 * Our choice: an item that no poll delivered can be acked too, and a missing Worker-ID matches any.
 */
export function acknowledge(item: SimulatedItem, { workerId, at }: Delivery): SimulatedItem {
  if (item.state === 'stopping' || item.state === 'stopped') {
    throw new Refusal(409, `Work item is ${item.state} and cannot be acknowledged.`);
  }
  if (workerId !== null && item.claimedBy !== null && workerId !== item.claimedBy) {
    throw new Refusal(409, 'Work item was claimed by another worker.');
  }
  if (item.state !== 'queued') return item;
  return { ...item, state: 'starting', acknowledgedAt: at, claimedBy: workerId ?? item.claimedBy };
}

/**
 * starting -> active, and the lease goes on.
 * Our choice: an item that is stopping may go on beating while it drains; it never becomes active by it.
 * @param expectedLastHeartbeat NO_HEARTBEAT, the last heartbeat as the API wrote it, or null for no condition
 */
export function beat(item: SimulatedItem, expectedLastHeartbeat: string | null, at: Date): SimulatedItem {
  if (item.state === 'queued' || item.state === 'stopped') {
    throw new Refusal(409, `Work item is ${item.state} and cannot be heartbeated.`);
  }
  const last = item.latestHeartbeatAt === null ? NO_HEARTBEAT : toWireMicroseconds(item.latestHeartbeatAt);
  if (expectedLastHeartbeat !== null && expectedLastHeartbeat !== last) {
    throw new Refusal(412, 'Last heartbeat does not match: another worker took the item over.');
  }
  if (item.state !== 'starting') return { ...item, latestHeartbeatAt: at };
  return { ...item, state: 'active', startedAt: at, latestHeartbeatAt: at };
}

/**
 * Forced: any live state -> stopped, without a time of the request. Graceful: starting and active -> stopping,
 * and again, as the worker's confirmation, stopping -> stopped. Stopping what is stopped changes nothing.
 * Our choice: a graceful stop of a queued item stops it at once, since no worker could confirm.
 */
export function stop(item: SimulatedItem, { force, at }: { force: boolean; at: Date }): SimulatedItem {
  if (item.state === 'stopped') return item;
  if (force || item.state === 'stopping') return { ...item, state: 'stopped', stoppedAt: at };
  if (item.state === 'queued') return { ...item, state: 'stopped', stopRequestedAt: at, stoppedAt: at };
  return { ...item, state: 'stopping', stopRequestedAt: at };
}

/** A string sets a key, null deletes it, a key that is not given stays. */
export function mergeMetadata(
  item: SimulatedItem,
  changes: Readonly<Record<string, string | null>>,
): SimulatedItem {
  const merged = Object.entries({ ...item.metadata, ...changes });
  return {
    ...item,
    metadata: Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null)),
  };
}
