/** From work to workers: what the metric WorkersWanted, and whoever scales by it, reckon with. */
import type { Settings } from './settings.ts';

/** For so long an environment that cannot be read whole wants what it wanted before; then nothing is said. */
export const HELD_SECONDS = 15 * 60;

export interface ScalingRules {
  readonly sessionsPerWorker: number;
  readonly keepWorkersMinutes: number;
}

/** @returns null where no signal for scaling is wanted */
export function scalingRulesOf(
  settings: Pick<Settings, 'sessionsPerWorker' | 'keepWorkersMinutes' | 'overrides'>,
  environmentId: string,
): ScalingRules | null {
  const own = settings.overrides[environmentId];
  const sessionsPerWorker = own?.sessionsPerWorker ?? settings.sessionsPerWorker;
  const keepWorkersMinutes = own?.keepWorkersMinutes ?? settings.keepWorkersMinutes ?? 0;
  return sessionsPerWorker === undefined ? null : { sessionsPerWorker, keepWorkersMinutes };
}

/** Whether any environment is scaled. */
export const hasScaling = ({
  sessionsPerWorker,
  overrides,
}: Pick<Settings, 'sessionsPerWorker' | 'overrides'>): boolean =>
  sessionsPerWorker !== undefined ||
  Object.values(overrides).some((own) => own.sessionsPerWorker !== undefined);

/** Rounded up: never fewer workers than what runs needs. */
export const toWorkerCount = (sessionCount: number, sessionsPerWorker: number): number =>
  Math.ceil(sessionCount / sessionsPerWorker);
