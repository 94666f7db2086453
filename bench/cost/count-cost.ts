/** Counts everything a cost is made of. Takes seconds: an hour of runs is played, twice. */
import { splitCounts } from './call-counts.ts';
import { countCalls } from './count-calls.ts';
import { countResources } from './count-resources.ts';
import type { CostInput } from './monthly-cost.ts';

/** Calls grow evenly with environments, so few of them tell what each adds. */
const FEW_COUNT = 1;
const MANY_COUNT = 4;

export interface CostQuestion extends Pick<CostInput, 'intervalMinutes' | 'metrics'> {
  readonly queueAlarms: boolean;
}

export async function countCost({ intervalMinutes, metrics, queueAlarms }: CostQuestion): Promise<CostInput> {
  const count = async (environmentCount: number) => ({
    environmentCount,
    counts: await countCalls({ environmentCount, intervalMinutes, metrics }),
  });
  const counts = splitCounts(await count(FEW_COUNT), await count(MANY_COUNT));
  const resources = countResources({ environments: ['env_a'], metrics, queueAlarms });
  return { intervalMinutes, metrics, counts, resources };
}
