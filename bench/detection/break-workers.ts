/** Deaths in the middle of work. */
import { afterSeconds, type Stage } from './stage.ts';

interface BusyWorker {
  readonly workerId: string;
  readonly itemId: string;
}

function findBusyWorkers({ simulator, id }: Stage): BusyWorker[] {
  return simulator
    .liveTruth(id)
    .flatMap(({ id: itemId, state, cause, workerId }) =>
      state === 'active' && cause === 'healthy' && workerId !== null ? [{ workerId, itemId }] : [],
    );
}

/** Does it to so many workers in the middle of a session, as soon as there are so many. */
function withBusyWorkers(stage: Stage, count: number, act: (workers: readonly BusyWorker[]) => void): void {
  const busy = findBusyWorkers(stage).slice(0, count);
  if (busy.length === count) act(busy);
  else afterSeconds(stage, 5, () => withBusyWorkers(stage, count, act));
}

export function withBusyWorker(stage: Stage, act: (worker: BusyWorker) => void): void {
  withBusyWorkers(stage, 1, ([worker]) => {
    if (worker !== undefined) act(worker);
  });
}

const toItemIds = (workers: readonly BusyWorker[]) => workers.map(({ itemId }) => itemId);

/** At once, as a host takes them with it. */
export function killBusyWorkers(stage: Stage, count: number, then: (itemIds: string[]) => void): void {
  stage.simulator.addWork(stage.id, { count });
  withBusyWorkers(stage, count, (workers) => {
    for (const { workerId } of workers) stage.simulator.killWorker(workerId);
    then(toItemIds(workers));
  });
}

/** All of them, while more waits than they have. */
export function crashAll(stage: Stage, then: (itemIds: string[]) => void): void {
  const { simulator, id } = stage;
  const workers = simulator.workers(id).filter(({ status }) => status === 'up');
  simulator.addWork(id, { count: 2 * workers.length });
  withBusyWorkers(stage, workers.length, (busy) => {
    for (const worker of workers) simulator.killWorker(worker.id);
    then(toItemIds(busy));
  });
}
