/** What an operator does to environments. */
import { setArrivals } from './arrivals.ts';
import type { Arrivals, SimulatedEnvironment } from './environment.ts';
import { createFinishedItems } from './finished-items.ts';
import type { SimulatedItem } from './item.ts';
import { NO_ITEMS } from './item-source.ts';
import { createItemStore } from './item-store.ts';
import type { Range } from './random.ts';
import type { World } from './world.ts';

export interface EnvironmentOptions {
  readonly id: string;
  /** @default the id */
  readonly name?: string;
  /** @default self_hosted */
  readonly type?: SimulatedEnvironment['type'];
  /** Starts now. @default none */
  readonly arrivals?: Arrivals;
  /** Items that were done before now; they are computed and cost no memory. @default 0 */
  readonly finishedItemCount?: number;
  /** Between the creation of two finished items. @default 10_000 */
  readonly finishedItemIntervalMs?: number;
  /** How long the tools of its sessions take. @default 2 to 90 s */
  readonly toolSeconds?: Range;
  /** Finished items that are not: by position among them, and what is different about each. */
  readonly revived?: ReadonlyMap<number, Partial<Omit<SimulatedItem, 'id' | 'environmentId'>>>;
}

const TOOL_SECONDS: Range = { min: 2, max: 90 };

/** @returns the id */
export function addEnvironment(world: World, options: EnvironmentOptions): string {
  const { id, name = id, type = 'self_hosted', arrivals = null, finishedItemCount: count = 0 } = options;
  if (world.environments.has(id))
    throw new RangeError(`Cannot add environment ${id}: there is one of this id`);
  const now = world.agenda.now();
  const { finishedItemIntervalMs: intervalMs = 10_000 } = options;
  const past =
    count === 0 ? NO_ITEMS : createFinishedItems({ environmentId: id, count, endAt: now, intervalMs });
  const revived = [...(options.revived ?? [])].map(([index, changes]) => ({ ...past.at(index), ...changes }));
  const environment: SimulatedEnvironment = {
    id,
    name,
    type,
    // As old as its oldest item.
    createdAt: count === 0 ? now : past.at(0).createdAt,
    items: createItemStore(past, revived),
    polledAt: new Map(),
    toldCursorsAt: new Map(),
    archivedAt: null,
    arrivals: null,
    isDeliveryPaused: false,
    toolSeconds: options.toolSeconds ?? TOOL_SECONDS,
  };
  world.environments.set(id, environment);
  setArrivals(world, environment, arrivals);
  return id;
}

/** Source: environments/archive. No new sessions come; those that are there go on. */
export function archiveEnvironment(world: World, environment: SimulatedEnvironment): void {
  environment.archivedAt ??= world.agenda.now();
  environment.arrivals = null;
}

/** It is not found from now on, whatever it still held; its workers have nothing left to poll. */
export function deleteEnvironment(world: World, environment: SimulatedEnvironment): void {
  environment.arrivals = null;
  world.environments.delete(environment.id);
  for (const worker of world.workers.values()) {
    if (worker.environmentId === environment.id) worker.status = 'down';
  }
}
