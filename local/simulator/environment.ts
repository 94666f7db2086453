/** A simulated environment and its queue: what polls, acks and stats do to it and see of it. */
import type { SimulatedItem } from './item.ts';
import type { ItemStore } from './item-store.ts';
import type { Range } from './random.ts';
import { Refusal } from './refusal.ts';
import { DEFAULT_RECLAIM_MS, deliver, isClaimable } from './transitions.ts';
import { toWireMicroseconds, toWireSeconds } from './wire-time.ts';

/** Qoder's window is not known; this is the one of Anthropic's counterpart. */
const POLLING_WINDOW_MS = 30_000;

/** How work comes in. */
export type Arrivals = (
  | { readonly kind: 'poisson'; readonly meanSeconds: number }
  | { readonly kind: 'every'; readonly seconds: number }
) & {
  /** While so many wait, nobody asks for more: callers give up before a queue is endless. @default never */
  readonly mostQueuedCount?: number;
};

export interface SimulatedEnvironment {
  readonly id: string;
  readonly name: string;
  readonly type: 'self_hosted' | 'cloud';
  readonly createdAt: Date;
  readonly items: ItemStore;
  /** Last poll of each Worker-ID. */
  readonly polledAt: Map<string, Date>;
  /** Cursors that pages led to, where that matters. */
  readonly toldCursorsAt: Map<string, Date>;
  archivedAt: Date | null;
  arrivals: Arrivals | null;
  /** A fault of the queue itself: polls find nothing, whatever waits. */
  isDeliveryPaused: boolean;
  /** How long the tools of its sessions take. */
  readonly toolSeconds: Range;
}

export interface Poll {
  /** The Worker-ID, or null if none is sent: then the poll leaves no trace in stats. */
  readonly workerId: string | null;
  readonly at: Date;
  readonly reclaimOlderThanMs?: number;
}

/** @returns the oldest claimable item, now delivered, or null */
export function pollWork(environment: SimulatedEnvironment, poll: Poll): SimulatedItem | null {
  const { workerId, at, reclaimOlderThanMs = DEFAULT_RECLAIM_MS } = poll;
  if (workerId !== null) environment.polledAt.set(workerId, at);
  if (environment.isDeliveryPaused) return null;
  for (const item of environment.items.live()) {
    if (!isClaimable(item, at, reclaimOlderThanMs)) continue;
    const delivered = deliver(item, { workerId, at });
    environment.items.replace(delivered);
    return delivered;
  }
  return null;
}

/**
 * Puts the item through a transition.
 * @returns the item afterwards
 * @throws {Refusal} 404 if there is no such item, or as the transition says
 */
export function applyTransition(
  environment: SimulatedEnvironment,
  itemId: string,
  transition: (item: SimulatedItem) => SimulatedItem,
): SimulatedItem {
  const item = environment.items.find(itemId);
  if (item === undefined) throw new Refusal(404, 'Work item not found.');
  const next = transition(item);
  if (next !== item) environment.items.replace(next);
  return next;
}

/** Source: work/stats. */
export function toWireStats(environment: SimulatedEnvironment, at: Date) {
  const queued = [...environment.items.live()].filter((item) => item.state === 'queued');
  const depth = queued.filter((item) => isClaimable(item, at, DEFAULT_RECLAIM_MS)).length;
  const oldest = queued[0];
  const isRecent = (polledAt: Date) => at.getTime() - polledAt.getTime() <= POLLING_WINDOW_MS;
  return {
    type: 'work_queue_stats',
    depth,
    pending: queued.length - depth,
    // Our choice: delivered items count too, as with Anthropic's counterpart.
    oldest_queued_at: oldest === undefined ? null : toWireSeconds(oldest.createdAt),
    workers_polling: [...environment.polledAt.values()].filter(isRecent).length,
  };
}

/** Source: environments/schemas. */
export function toWireEnvironment(environment: SimulatedEnvironment) {
  const createdAt = toWireMicroseconds(environment.createdAt);
  const archivedAt = environment.archivedAt && toWireMicroseconds(environment.archivedAt);
  return {
    id: environment.id,
    type: 'environment',
    name: environment.name,
    description: '',
    config: { type: environment.type },
    metadata: {},
    archived_at: archivedAt,
    created_at: createdAt,
    updated_at: archivedAt ?? createdAt,
  };
}
