/**
 * Scales workers to what the metric WorkersWanted says: one alarm, and one policy with exact capacities. Whatever happens
 * to it, a gap scales nothing: without data there is no alarm, and without an alarm no action.
 */
import { Duration } from 'aws-cdk-lib';
import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import { Alarm, ComparisonOperator, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { ApplicationScalingAction, AutoScalingAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IBaseService } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { InvalidInputError } from '../../contract/invalid-input.ts';
import { type CapacityStep, toCapacitySteps } from './capacity-steps.ts';
import { type ScaledMonitor, workersWanted } from './workers-wanted.ts';

export interface WorkerScalingProps {
  readonly environmentId: string;
  readonly maxWorkers: number;
}

export interface ServiceScalingProps extends WorkerScalingProps {
  /** @default 0 */
  readonly minWorkers?: number;
}

/** Exact capacities are not added to each other: nothing has to wait for an earlier activity. */
const COOLDOWN = Duration.minutes(1);

/** Scales the number of tasks. */
export function scaleService(
  monitor: ScaledMonitor,
  service: IBaseService,
  props: ServiceScalingProps,
): Alarm {
  const { maxWorkers, minWorkers = 0 } = checked(props);
  // Beside what is scaled: where that is in another stack, this one need not know it.
  const scope = new Construct(service, 'WorkersWanted');
  const policy = new scaling.StepScalingAction(scope, 'Policy', {
    scalingTarget: new scaling.ScalableTarget(scope, 'Tasks', {
      serviceNamespace: scaling.ServiceNamespace.ECS,
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: `service/${service.cluster.clusterName}/${service.serviceName}`,
      minCapacity: minWorkers,
      maxCapacity: maxWorkers,
    }),
    adjustmentType: scaling.AdjustmentType.EXACT_CAPACITY,
    metricAggregationType: scaling.MetricAggregationType.MAXIMUM,
    cooldown: COOLDOWN,
  });
  for (const step of toCapacitySteps(maxWorkers)) policy.addAdjustment(toAdjustment(step));
  return createAlarm(scope, monitor, props, new ApplicationScalingAction(policy));
}

/** Scales the number of instances, within the limits of the group. */
export function scaleGroup(
  monitor: ScaledMonitor,
  autoScalingGroup: autoscaling.IAutoScalingGroup,
  props: WorkerScalingProps,
): Alarm {
  const { maxWorkers } = checked(props);
  const scope = new Construct(autoScalingGroup, 'WorkersWanted');
  const policy = new autoscaling.StepScalingAction(scope, 'Policy', {
    autoScalingGroup,
    adjustmentType: autoscaling.AdjustmentType.EXACT_CAPACITY,
    metricAggregationType: autoscaling.MetricAggregationType.MAXIMUM,
  });
  for (const step of toCapacitySteps(maxWorkers)) policy.addAdjustment(toAdjustment(step));
  return createAlarm(scope, monitor, props, new AutoScalingAction(policy));
}

const toAdjustment = ({ from, to, capacity }: CapacityStep): scaling.AdjustmentTier => ({
  adjustment: capacity,
  lowerBound: from,
  ...(to === undefined ? {} : { upperBound: to }),
});

/**
 * Breached by every value, so that each decides the capacity: CloudWatch repeats a scaling action every minute while an
 * alarm lasts.
 */
function createAlarm(
  scope: Construct,
  monitor: ScaledMonitor,
  { environmentId }: WorkerScalingProps,
  action: IAlarmAction,
): Alarm {
  const alarm = new Alarm(scope, 'Signal', {
    alarmDescription: `Scales the workers of ${environmentId}. It is in alarm whenever it is known how many are wanted: that is no fault.`,
    metric: workersWanted(monitor, environmentId),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.MISSING,
  });
  alarm.addAlarmAction(action);
  return alarm;
}

function checked<Props extends ServiceScalingProps>(props: Props): Props {
  const { maxWorkers, minWorkers = 0 } = props;
  const isCount = (value: number) => Number.isInteger(value) && value >= 0;
  const faults = [
    ...(isCount(maxWorkers) && maxWorkers > 0
      ? []
      : [{ path: 'maxWorkers', value: maxWorkers, remedy: 'write a whole number of at least 1' }]),
    ...(isCount(minWorkers) && minWorkers <= maxWorkers
      ? []
      : [{ path: 'minWorkers', value: minWorkers, remedy: 'write a whole number of at most maxWorkers' }]),
  ];
  if (faults.length > 0) throw new InvalidInputError(`The scaling of ${props.environmentId}`, faults);
  return props;
}
