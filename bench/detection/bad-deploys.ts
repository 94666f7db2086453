/** Workers that are replaced by others that are no good. Who goes ends its session first: the deploy is all that is wrong. */
import type { Behaviour } from '../../local/simulator/worker.ts';
import type { Stage } from './stage.ts';

const BAD_NAME = /\.bad-\d+$/;
export const isBad = (workerId: string): boolean => BAD_NAME.test(workerId);

/** @param who the last one, or all */
export function deployBad(stage: Stage, behaviour: Behaviour, who: 'one' | 'all'): void {
  const { simulator, id } = stage;
  const workers = simulator.workers(id);
  const good = workers.filter((worker) => !isBad(worker.id));
  const replaced = who === 'all' ? good : good.slice(-1);
  for (const [index, worker] of replaced.entries()) {
    simulator.drainWorker(worker.id);
    simulator.addWorker(id, { behaviour, name: `${id}.bad-${workers.length + index + 1}` });
  }
}
