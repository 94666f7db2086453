/** Every scenario with every scaler that is deployed, and one with what KEDA does by default. */
import { playScaling } from './play-scaling.ts';
import { deployedScalers, KEEP_WORKERS_MINUTES, kedaByDefault, MAX_WORKERS } from './scalers.ts';
import type { Played } from './scaling-table.ts';
import { SCENARIOS } from './scenarios.ts';

/** So that it can be seen what the deployed ones are spared. */
export const UNSAFE_SCALER = 'KEDA by default';

export async function playAll(keepWorkersMinutes = KEEP_WORKERS_MINUTES): Promise<Played[]> {
  const scalers = Object.entries({ ...deployedScalers(), [UNSAFE_SCALER]: kedaByDefault });
  const played: Played[] = [];
  for (const scenario of SCENARIOS) {
    for (const [scaler, create] of scalers) {
      const question = { scenario, scaler: create(), maxWorkers: MAX_WORKERS };
      const result = await playScaling({ ...question, keepWorkersMinutes });
      played.push({ scenario: scenario.name, scaler, ...result });
    }
  }
  return played;
}
