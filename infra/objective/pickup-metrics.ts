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
 * How many times as fast the budget went as it lasts. Without enough late items it counts as not at all.
 * @param window how far it looks back
 */
export function burnRate(
  monitor: string,
  objective: Target,
  window: Duration,
  leastLateCount: number,
): IMetric {
  return new MathExpression({
    expression: `IF(beyond >= ${leastLateCount}, beyond / (within + beyond) / ${errorBudgetOf(objective)}, 0)`,
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
