/** What is reckoned from the pick-ups of all environments together. */
import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { errorBudgetOf, type Objective } from '../../contract/objective.ts';
import { monitorMetric } from '../cloudwatch-metrics.ts';

type Target = Pick<Objective, 'target'>;

/** By the names that the expressions below call them. */
const pickupsOf = (monitor: string, period: Duration) => ({
  within: monitorMetric(monitor, 'PickupsWithinObjective', 'Sum').with({ period }),
  beyond: monitorMetric(monitor, 'PickupsBeyondObjective', 'Sum').with({ period }),
});

/**
 * How many times as fast the budget went as it lasts. Where no item came there is no such number, and no point.
 * @param window how far it looks back
 * @param leastLateCount with fewer late items it counts as not at all. @default whatever came decides
 */
export function burnRate(
  monitor: string,
  objective: Target,
  window: Duration,
  leastLateCount?: number,
): IMetric {
  const rate = `beyond / (within + beyond) / ${errorBudgetOf(objective)}`;
  return new MathExpression({
    expression: leastLateCount === undefined ? rate : `IF(beyond >= ${leastLateCount}, ${rate}, 0)`,
    usingMetrics: pickupsOf(monitor, window),
    label: `burn rate over ${window.toHumanString()}`,
    period: window,
  });
}

/** Of the budget that all items of the time shown make: it begins at 100 and only falls, below 0 when more was spent. */
export function budgetLeftPercent(monitor: string, objective: Target, period: Duration): IMetric {
  return new MathExpression({
    expression: `100 * (1 - RUNNING_SUM(FILL(beyond, 0)) / ((SUM(within) + SUM(beyond)) * ${errorBudgetOf(objective)}))`,
    usingMetrics: pickupsOf(monitor, period),
    label: 'left, %',
    period,
  });
}
