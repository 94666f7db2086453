/**
 * The fleet that every case is played over: flows that never rest, two incidents with a beginning and an end, and
 * an environment in which nothing happens. Whatever changes, changes late in a minute, when no run is reading:
 * so a run reads the same at whichever second of its minute it asks.
 */
import { type ItemLife, playLives } from '../../local/virtual/item-life.ts';
import type { VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

export const MINUTES = 58;

/** When all incidents of the undisturbed play are told as ended. */
export const TRUTH_ENDS_MINUTE = 29;

/** In which minute a case begins to go wrong. */
export const SITUATIONS = {
  'first run': 1,
  'steady run': 4,
  'opening incident': 6,
  'open incident': 10,
  'ending incident': 29,
} as const;
export type Situation = keyof typeof SITUATIONS;

export const ENVIRONMENTS = ['env_busy', 'env_dead', 'env_idle', 'env_stuck'] as const;

const NEVER = { ackedS: null, beatsS: [], stopAskedS: null, stoppedS: null } as const;

/** Of each minute an item, which waits for 61 s, runs for 3 minutes, and is stopped. */
const BUSY: readonly ItemLife[] = Array.from({ length: MINUTES - 1 }, (_, minute) => {
  const startS = (minute + 1) * 60;
  return {
    createdS: minute * 60 + 50,
    ackedS: startS + 51,
    beatsS: [startS + 53, startS + 113, startS + 173],
    stopAskedS: minute % 3 === 0 ? startS + 190 : null,
    stoppedS: startS + 235,
  };
});

/** Stuck from minute 6 on, critical from minute 16 on; somebody comes in minute 24. */
const STUCK: readonly ItemLife[] = [
  { ...NEVER, createdS: 1, ackedS: 1_435, beatsS: [1_436], stoppedS: 1_495 },
];

/** Its worker beats for the last time in minute 3, and is replaced in minute 24. */
const DEAD: readonly ItemLife[] = [
  { ...NEVER, createdS: 1, ackedS: 51, beatsS: [55, 115, 175], stoppedS: 1_435 },
];

/** Its times run out late in a minute, too: busy and stuck items are late, the dead worker's one was in time. */
export const OBJECTIVE = { pickupSeconds: 54, target: 0.95 } as const;

export function stageFleet(monitor: Pick<VirtualMonitor, 'simulator'>): void {
  for (const id of ENVIRONMENTS) monitor.simulator.addEnvironment({ id });
  playLives(monitor, 'env_busy', BUSY);
  playLives(monitor, 'env_stuck', STUCK);
  playLives(monitor, 'env_dead', DEAD);
}
