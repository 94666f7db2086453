/** A fleet of many days: quiet work, and every few hours an item that is stuck or dead, of which the truth is known. */
import { createRandom, drawBetween, type Random } from '../../local/simulator/random.ts';
import { createSimulator } from '../../local/simulator/simulator.ts';
import { type ItemLife, playLives } from '../../local/virtual/item-life.ts';
import { START_AT, TOKEN, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

export const SOAK_ENVIRONMENTS = ['env_soak_dead', 'env_soak_fine', 'env_soak_stuck'] as const;

/** What is true, in minutes from the start, whatever anybody measures. */
export interface Trouble {
  readonly environmentId: string;
  readonly condition: 'queue-stuck' | 'stale-heartbeat';
  readonly fromMinute: number;
  readonly untilMinute: number;
}

export const FLEET_SEED = 11;
const HOURS = 6;
const EVERY_S = 600;

/** One item each ten minutes, done in three. */
const QUIET: readonly ItemLife[] = Array.from({ length: (HOURS * 3_600) / EVERY_S }, (_, index) => {
  const createdS = index * EVERY_S + 70;
  const ackedS = createdS + 20;
  return {
    createdS,
    ackedS,
    beatsS: [ackedS + 5, ackedS + 65, ackedS + 125],
    stopAskedS: null,
    stoppedS: ackedS + 170,
  };
});

/** Plans six hours from now on. @returns the troubles in them */
export function planHours(
  monitor: Pick<VirtualMonitor, 'simulator'>,
  startMinute: number,
  random: Random,
): Trouble[] {
  for (const id of SOAK_ENVIRONMENTS) playLives(monitor, id, QUIET);
  const startS = Math.round(drawBetween(random, { min: 3_600, max: 7_200 }));
  const endS = startS + Math.round(drawBetween(random, { min: 3_600, max: 9_000 }));
  playLives(monitor, 'env_soak_stuck', [
    { createdS: startS, ackedS: endS, beatsS: [endS + 5], stopAskedS: null, stoppedS: endS + 30 },
  ]);
  playLives(monitor, 'env_soak_dead', [
    { createdS: startS, ackedS: startS + 10, beatsS: [startS + 15], stopAskedS: null, stoppedS: endS },
  ]);
  const minutes = { fromMinute: startMinute + startS / 60, untilMinute: startMinute + endS / 60 };
  return [
    { environmentId: 'env_soak_stuck', condition: 'queue-stuck', ...minutes },
    { environmentId: 'env_soak_dead', condition: 'stale-heartbeat', ...minutes },
  ];
}

export const PLANNED_MINUTES = HOURS * 60;

export const readHeap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

/** What the same fleet holds that nobody watches, after garbage was collected: without --expose-gc it is no measure. */
export function measureFleetBytes(minutes: number): number {
  const simulator = createSimulator({ startAt: START_AT, token: TOKEN });
  for (const id of SOAK_ENVIRONMENTS) simulator.addEnvironment({ id });
  const random = createRandom(FLEET_SEED);
  const startBytes = readHeap();
  for (let minute = 0; minute < minutes; minute += PLANNED_MINUTES) {
    planHours({ simulator }, minute, random);
    simulator.advance(PLANNED_MINUTES * 60_000);
    simulator.forgetRequests();
  }
  const bytes = readHeap() - startBytes;
  // Still in use until here.
  return simulator.environmentIds().length > 0 ? bytes : 0;
}
