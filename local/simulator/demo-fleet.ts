/**
 * The fleet of `npm start`: five environments, four of them in trouble of a kind the monitor can name. Their
 * past is played before the first run, so that it already finds what is stuck.
 */
import { createRandom } from './random.ts';
import { createSimulator, type Simulator } from './simulator.ts';

export const DEMO_ENVIRONMENTS = {
  healthy: { id: 'env_demo_healthy', name: 'web-research' },
  noWorkers: { id: 'env_demo_no_workers', name: 'nightly-reports' },
  crashed: { id: 'env_demo_crashed', name: 'code-review' },
  busy: { id: 'env_demo_busy', name: 'data-import' },
  bounced: { id: 'env_demo_bounced', name: 'image-build' },
} as const;

/** What the fleet is monitored with besides the defaults: what else there is to draw. */
export const DEMO_SETTINGS = {
  sessionsPerWorker: 1,
  keepWorkersMinutes: 10,
  slo: { pickupSeconds: 60, target: 0.95 },
} as const;

const MINUTE_MS = 60_000;
/** A queue that nobody works on ends here: the demo may be left alone for a week. */
const mostQueuedCount = 100;
/** Longer than the longest threshold of a default, so that everything stuck is past it. */
const PAST_MS = 60 * MINUTE_MS;
/** Both are past their critical thresholds (900 s waiting, 600 s silent) when the demo begins. */
const NOBODY_SINCE_MS = 25 * MINUTE_MS;
const CRASHED_SINCE_MS = 20 * MINUTE_MS;

export interface DemoFleetOptions {
  /** What the virtual clock shows when the demo begins. */
  readonly at: Date;
  /** @default 1 */
  readonly seed?: number;
  readonly token?: string;
}

export function createDemoFleet({ at, seed = 1, ...options }: DemoFleetOptions): Simulator {
  const startAt = new Date(at.getTime() - PAST_MS);
  const simulator = createSimulator({ startAt, random: createRandom(seed), ...options });
  for (const { id, name } of Object.values(DEMO_ENVIRONMENTS)) {
    simulator.addEnvironment({ id, name, finishedItemCount: 40, finishedItemIntervalMs: 10 * MINUTE_MS });
  }
  const { healthy, noWorkers, crashed, busy, bounced } = DEMO_ENVIRONMENTS;

  simulator.setArrivals(healthy.id, { kind: 'poisson', meanSeconds: 45, mostQueuedCount });
  for (const name of ['search-1', 'search-2', 'search-3']) {
    simulator.addWorker(healthy.id, { behaviour: 'works', name });
  }

  for (const name of ['reports-1', 'reports-2']) {
    simulator.addWorker(noWorkers.id, { behaviour: 'absent', name });
  }
  simulator.schedule(PAST_MS - NOBODY_SINCE_MS, () => {
    simulator.addWork(noWorkers.id, { count: 3 });
    simulator.setArrivals(noWorkers.id, { kind: 'every', seconds: 600, mostQueuedCount });
  });

  simulator.setArrivals(crashed.id, { kind: 'poisson', meanSeconds: 90, mostQueuedCount });
  simulator.addWorker(crashed.id, { behaviour: 'works', name: 'review-1' });
  const crashesAt = new Date(at.getTime() - CRASHED_SINCE_MS);
  simulator.addWorker(crashed.id, { behaviour: 'works', name: 'review-2', crashesAt });

  // Two workers manage an item each in about 20 minutes: one comes every 7, so the queue grows.
  simulator.setArrivals(busy.id, { kind: 'every', seconds: 420, mostQueuedCount });
  for (const name of ['import-1', 'import-2']) {
    simulator.addWorker(busy.id, { behaviour: 'slow', name, workSeconds: { min: 900, max: 1_500 } });
  }

  simulator.setArrivals(bounced.id, { kind: 'every', seconds: 150, mostQueuedCount });
  simulator.addWorker(bounced.id, { behaviour: 'bounces', name: 'build-dispatcher' });

  simulator.advance(PAST_MS);
  return simulator;
}

/** When people come to the rescue, in virtual minutes. */
export const RECOVERY_AFTER_MINUTES = 8;
/** What they do then. */
const RECOVERY_WORDS =
  'People came to the rescue: they started workers, stopped what dead ones had left, replaced the dispatcher';

/**
 * Plans that people come to the rescue, so that every alert resolves.
 *
 * @param say told what they did
 */
export function scheduleRecovery(
  simulator: Simulator,
  afterMinutes: number,
  say: (text: string) => void = () => undefined,
): void {
  const { noWorkers, crashed, busy, bounced } = DEMO_ENVIRONMENTS;
  simulator.schedule(afterMinutes * MINUTE_MS, () => {
    for (const { id } of simulator.workers(noWorkers.id)) simulator.reviveWorker(id);

    // The item of a dead worker comes back to nobody: an operator has to stop it.
    for (const item of simulator.truth(crashed.id)) {
      if (item.cause === 'dead-worker') simulator.stopWork(crashed.id, item.id, { force: true });
    }
    simulator.reviveWorker('review-2');

    for (const name of ['import-3', 'import-4', 'import-5', 'import-6', 'import-7']) {
      simulator.addWorker(busy.id, { behaviour: 'slow', name, workSeconds: { min: 900, max: 1_500 } });
    }

    simulator.removeWorker('build-dispatcher');
    for (const name of ['build-1', 'build-2']) {
      simulator.addWorker(bounced.id, { behaviour: 'works', name });
    }
    say(RECOVERY_WORDS);
  });
}
