/** What a person does who was told, whatever it was. */
import type { Cause } from '../../local/simulator/truth.ts';
import { isBad } from './bad-deploys.ts';
import { comeAtRandom, type Stage } from './stage.ts';

/** What comes back to nobody by itself. */
const BROKEN: ReadonlySet<Cause | null> = new Set([
  'dead-worker',
  'hung',
  'never-started',
  'poison',
] as const);

/** @param meanSeconds between two items, as it was in good times */
export function repair(stage: Stage, meanSeconds: number | null): void {
  const { simulator, id } = stage;
  for (const worker of simulator.workers(id)) if (isBad(worker.id)) simulator.killWorker(worker.id);
  for (const item of simulator.liveTruth(id)) {
    if (BROKEN.has(item.cause)) simulator.stopWork(id, item.id, { force: true });
  }
  for (const worker of simulator.workers(id)) {
    if (!isBad(worker.id) && worker.status !== 'up') simulator.reviveWorker(worker.id);
  }
  comeAtRandom(stage, meanSeconds);
}
