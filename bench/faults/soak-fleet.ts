/** A fleet of many days: quiet work, and every few hours an item that is stuck or dead, of which the truth is known. */
import { createRandom, drawBetween } from '../../local/simulator/random.ts';
import { type ItemLife, playLives } from '../../local/virtual/item-life.ts';
import type { VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

export const SOAK_ENVIRONMENTS = ['env_soak_dead', 'env_soak_fine', 'env_soak_stuck'] as const;

/** What is true, in minutes from the start, whatever anybody measures. */
export interface Trouble {
  readonly environmentId: string;
  readonly condition: 'queue-stuck' | 'stale-heartbeat';
  readonly fromMinute: number;
  readonly untilMinute: number;
}

const HOURS = 6;
const EVERY_S = 600;
const random = createRandom(11);

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
export function planHours(monitor: Pick<VirtualMonitor, 'simulator'>, startMinute: number): Trouble[] {
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
