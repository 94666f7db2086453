/** A deployment of workers: one after the other goes and comes back a minute or two later. */
import type { WorkerView } from '../../local/simulator/operate-workers.ts';
import { afterMinutes, draw, type Stage, waitUntil } from './stage.ts';

/** The next one goes when this one is probably back. */
const EVERY_MINUTES = 3;

/** Every second worker has the time to end its session; the others are ended with it. */
export function redeploy(stage: Stage): void {
  for (const [index, worker] of stage.simulator.workers(stage.id).entries()) {
    const replace = index % 2 === 0 ? replacePatiently : replaceAtOnce;
    afterMinutes(stage, index * EVERY_MINUTES, () => replace(stage, worker.id));
  }
}

function replacePatiently(stage: Stage, workerId: string): void {
  stage.simulator.drainWorker(workerId);
  const isDown = () => findWorker(stage, workerId)?.status === 'down';
  waitUntil(stage, isDown, () => comeBack(stage, workerId));
}

/**
 * The API gives an active item to nobody else: the reference worker stops it by force at its end, and the session
 * goes on with a new one.
 */
function replaceAtOnce(stage: Stage, workerId: string): void {
  const { simulator, id } = stage;
  const itemId = findWorker(stage, workerId)?.itemId ?? null;
  simulator.killWorker(workerId);
  if (itemId !== null) {
    simulator.stopWork(id, itemId, { force: true });
    simulator.addWork(id);
  }
  comeBack(stage, workerId);
}

function comeBack(stage: Stage, workerId: string): void {
  afterMinutes(stage, draw(stage, 1, 2), () => stage.simulator.reviveWorker(workerId));
}

const findWorker = ({ simulator, id }: Stage, workerId: string): WorkerView | undefined =>
  simulator.workers(id).find((worker) => worker.id === workerId);
