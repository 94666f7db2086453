/** The objective as one of Application Signals, where a team has its others. */
import { CfnServiceLevelObjective } from 'aws-cdk-lib/aws-applicationsignals';
import type { Construct } from 'constructs';
import { DIMENSIONS, METRIC_NAMESPACE, type TotalMetricName } from '../../contract/metrics.ts';
import { type Objective, targetPercentOf } from '../../contract/objective.ts';
import { PERIOD } from '../cloudwatch-metrics.ts';
import { BUDGET_DAYS } from './burn-rates.ts';

/**
 * Reckoned from what was counted, not from good and bad minutes.
 * Source: AWS::ApplicationSignals::ServiceLevelObjective, RequestBasedSli.
 */
export function createServiceLevelObjective(
  scope: Construct,
  monitor: string,
  objective: Objective,
): CfnServiceLevelObjective {
  const queryOf = (id: string, metricName: TotalMetricName, returnData: boolean) => ({
    id,
    metricStat: {
      metric: {
        namespace: METRIC_NAMESPACE,
        metricName,
        dimensions: [{ name: DIMENSIONS.monitor, value: monitor }],
      },
      period: PERIOD.toSeconds(),
      stat: 'Sum',
    },
    returnData,
  });
  return new CfnServiceLevelObjective(scope, 'ServiceLevelObjective', {
    // It has to have one, and one in the account and region, as the monitor has.
    name: `Qoder ${monitor} pickups`,
    description: `Work items picked up within ${objective.pickupSeconds} s of their creation`,
    goal: {
      attainmentGoal: targetPercentOf(objective),
      interval: { rollingInterval: { duration: BUDGET_DAYS, durationUnit: 'DAY' } },
    },
    requestBasedSli: {
      requestBasedSliMetric: {
        totalRequestCountMetric: [
          queryOf('within', 'PickupsWithinObjective', false),
          queryOf('beyond', 'PickupsBeyondObjective', false),
          { id: 'all', expression: 'within + beyond', returnData: true },
        ],
        monitoredRequestCountMetric: { badCountMetric: [queryOf('beyond', 'PickupsBeyondObjective', true)] },
      },
    },
  });
}
