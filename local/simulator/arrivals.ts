/** How work comes into an environment. */
import type { Arrivals, SimulatedEnvironment } from './environment.ts';
import { createItem, type NewItem } from './item.ts';
import { addSession } from './operate-sessions.ts';
import { drawExponential } from './random.ts';
import { plusMs, type World } from './world.ts';

export type WorkOptions = Pick<NewItem, 'metadata' | 'isPoison'> & {
  /** @default 1 */
  readonly count?: number;
};

/** @returns the ids of the new items, oldest first */
export function addWork(
  world: World,
  environment: SimulatedEnvironment,
  options: WorkOptions = {},
): string[] {
  const { count = 1, ...rest } = options;
  if (environment.archivedAt !== null) {
    throw new RangeError(`Cannot add work to ${environment.id}: it is archived and takes no new sessions`);
  }
  const createdAt = world.agenda.now();
  return Array.from({ length: count }, () => {
    const id = world.nextId('work', createdAt);
    const sessionId = world.nextId('sess', createdAt);
    const item = createItem({ id, sessionId, environmentId: environment.id, createdAt, ...rest });
    environment.items.add(item);
    addSession(world, item);
    return id;
  });
}

/** Work comes like this from now on; null stops it. */
export function setArrivals(
  world: World,
  environment: SimulatedEnvironment,
  arrivals: Arrivals | null,
): void {
  environment.arrivals = arrivals === null ? null : { ...arrivals };
  scheduleArrival(world, environment);
}

function scheduleArrival(world: World, environment: SimulatedEnvironment): void {
  const { arrivals } = environment;
  if (arrivals === null) return;
  const waitSeconds =
    arrivals.kind === 'every' ? arrivals.seconds : drawExponential(world.random, arrivals.meanSeconds);
  world.agenda.schedule(plusMs(world.agenda.now(), waitSeconds * 1000), () => {
    // Compared by identity: other arrivals, an archived or a deleted environment end this stream.
    if (environment.arrivals !== arrivals) return;
    if (queuedCount(environment) < (arrivals.mostQueuedCount ?? Number.POSITIVE_INFINITY)) {
      addWork(world, environment);
    }
    scheduleArrival(world, environment);
  });
}

const queuedCount = ({ items }: SimulatedEnvironment): number =>
  [...items.live()].filter(({ state }) => state === 'queued').length;
