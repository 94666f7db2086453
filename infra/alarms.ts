/** Alarms on the monitor itself, all of them in one table. The queues' own alerts come from the function. */
import {
  Alarm,
  ComparisonOperator,
  type IAlarm,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { VERDICT_CODES } from '../contract/conditions.ts';
import type { Objective } from '../contract/objective.ts';
import { TIME_BUDGET } from '../contract/time-budget.ts';
import { type AlarmContext, type AlarmWords, toAlarmDescription } from './alarm-description.ts';
import { monitorMetric, PERIOD, worstEnvironmentQuery } from './cloudwatch-metrics.ts';
import { shardIdSuffix } from './monitor-function.ts';
import { BurnAlarms, type BurnAlarmsByName } from './objective/burn-alarms.ts';

/** A run this long is about to be cut off. */
const { durationAlarmMs: SLOW_RUN_MS, functionTimeoutMs } = TIME_BUDGET;

export interface AlarmsProps extends AlarmContext {
  /** One, or several that share the environments. */
  readonly functions: readonly [lambda.Function, ...lambda.Function[]];
  readonly topic: sns.ITopic;
  /** Whether each function has a token of its own. */
  readonly tokenPerShard: boolean;
  /** Adds alarms over all environments. */
  readonly queueAlarms: boolean;
  /** Adds alarms on its error budget. */
  readonly slo?: Objective | undefined;
}

interface AlarmDefinition extends AlarmWords {
  readonly metric: IMetric;
  readonly isBreachedAt: 'below' | 'at least';
  readonly threshold: number;
  /** Of the last `of` minutes, so many must breach. */
  readonly breaching: number;
  readonly of: number;
  readonly missing: TreatMissingData;
}

/** Those of BurnAlarms only with `slo`. */
export interface AlarmsByName extends Partial<BurnAlarmsByName> {
  /** Fires when the monitor is dead, whatever the reason. */
  readonly noSuccessfulRun: Alarm;
  readonly functionErrors: Alarm;
  readonly slowRuns: Alarm;
  readonly notificationsFailed: Alarm;
  /** Only with `queueAlarms`. */
  readonly queueNotServed?: Alarm;
  /** Only with `queueAlarms`. */
  readonly heartbeatsLost?: Alarm;
}

export class Alarms extends Construct {
  readonly byName: AlarmsByName;
  readonly all: readonly IAlarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const alarm = (alarmId: string, definition: AlarmDefinition) =>
      this.createAlarm(alarmId, definition, props);
    const [first, ...others] = props.functions;
    this.byName = {
      noSuccessfulRun: alarm('NoSuccessfulRun', noSuccessfulRun(props)),
      functionErrors: alarm('FunctionErrors', functionErrors(first)),
      slowRuns: alarm('SlowRuns', slowRuns(first)),
      notificationsFailed: alarm('NotificationsFailed', notificationsFailed(props)),
      ...(props.queueAlarms
        ? {
            queueNotServed: alarm('QueueNotServed', queueNotServed(props)),
            heartbeatsLost: alarm('HeartbeatsLost', heartbeatsLost(props)),
          }
        : {}),
      ...(props.slo === undefined
        ? {}
        : new BurnAlarms(this, 'Pickups', { ...props, objective: props.slo }).byName),
    };
    const ofOthers = others.flatMap((each, index) => {
      const suffix = shardIdSuffix(index + 1);
      return [
        alarm(`FunctionErrors${suffix}`, functionErrors(each)),
        alarm(`SlowRuns${suffix}`, slowRuns(each)),
      ];
    });
    this.all = [...Object.values(this.byName), ...ofOthers];
    // It begins as ALARM, so its OK is news. Every other alarm begins without data: its first OK would be a mail
    // on the first day that tells of nothing.
    this.byName.noSuccessfulRun.addOkAction(new SnsAction(props.topic));
  }

  private createAlarm(id: string, definition: AlarmDefinition, props: AlarmsProps): Alarm {
    const { metric, isBreachedAt, threshold, breaching, of, missing } = definition;
    const alarm = new Alarm(this, id, {
      alarmDescription: toAlarmDescription(definition, props),
      metric,
      comparisonOperator:
        isBreachedAt === 'below'
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold,
      evaluationPeriods: of,
      datapointsToAlarm: breaching,
      treatMissingData: missing,
    });
    alarm.addAlarmAction(new SnsAction(props.topic));
    return alarm;
  }
}

const noSuccessfulRun = ({
  monitor,
  functions: { length: count },
  ...props
}: AlarmsProps): AlarmDefinition => ({
  sentence:
    count === 1
      ? 'no run has succeeded for 5 minutes, so nothing is watched.'
      : `for 5 minutes not all of its ${count} functions have had a run that succeeded, so not everything is watched.`,
  remedy: `before a token is stored this is expected: store one, as ${count > 1 && props.tokenPerShard ? 'each of the outputs StoreTokenCommand, StoreTokenCommand1, … of the stack says, one for each function' : 'the output StoreTokenCommand of the stack says'}. Later, read the last lines of the function’s log; if there are none, see whether the schedule is enabled.`,
  anchor: 'no-successful-run',
  metric: monitorMetric(monitor, 'Runs', 'Sum'),
  isBreachedAt: 'below',
  // Each function counts one in each minute.
  threshold: count,
  breaching: 5,
  of: 5,
  // A dead monitor publishes nothing: silence is what this alarm is for.
  missing: TreatMissingData.BREACHING,
});

const functionErrors = (monitored: lambda.Function): AlarmDefinition => ({
  sentence: 'the function failed in 3 of the last 15 minutes.',
  remedy:
    'read the faults in the function’s log. AccessDenied on a topic or key of your own: add the statements that the outputs of the stack print. Else deploy the stack again.',
  anchor: 'function-errors',
  metric: monitored.metricErrors({ statistic: 'Sum', period: PERIOD }),
  isBreachedAt: 'at least',
  threshold: 1,
  // One failed run heals by itself: the next one sees everything.
  breaching: 3,
  of: 15,
  // Not called, not recovered: NoSuccessfulRun tells of the silence.
  missing: TreatMissingData.IGNORE,
});

const slowRuns = (monitored: lambda.Function): AlarmDefinition => ({
  sentence: `in 3 of the last 15 minutes a run took at least ${SLOW_RUN_MS / 1000} of the ${functionTimeoutMs / 1000} seconds it may take.`,
  remedy: 'a first walk over a long list ends by itself. Else set more shards, or deploy several monitors.',
  anchor: 'slow-runs',
  metric: monitored.metricDuration({ statistic: 'Maximum', period: PERIOD }),
  isBreachedAt: 'at least',
  threshold: SLOW_RUN_MS,
  breaching: 3,
  of: 15,
  missing: TreatMissingData.IGNORE,
});

const notificationsFailed = ({ monitor }: AlarmsProps): AlarmDefinition => ({
  sentence: 'alerts could not be sent in 3 runs in a row; they wait and are tried again every minute.',
  remedy:
    'read sendErrors in the function’s log. A topic or key of your own needs the statements that the outputs of the stack print.',
  anchor: 'notifications-failed',
  metric: monitorMetric(monitor, 'NotificationsFailed', 'Maximum'),
  isBreachedAt: 'at least',
  threshold: 1,
  breaching: 3,
  of: 3,
  missing: TreatMissingData.IGNORE,
});

const queueNotServed = ({ monitor }: AlarmsProps): AlarmDefinition => ({
  sentence: 'the queue of an environment is stalled or has no workers.',
  remedy: 'read the alert about this environment, which says why, and start or mend its workers.',
  anchor: 'queue-not-served',
  metric: worstEnvironmentQuery(monitor, 'QueueVerdict'),
  isBreachedAt: 'at least',
  threshold: VERDICT_CODES.stalled,
  breaching: 3,
  of: 3,
  // A series that ends leaves such an alarm, whatever is written here; the others tell of silence.
  missing: TreatMissingData.NOT_BREACHING,
});

const heartbeatsLost = ({ monitor }: AlarmsProps): AlarmDefinition => ({
  sentence: 'an environment has active work whose worker has been silent for at least 600 seconds.',
  remedy:
    'read the alert about this environment, which names the items, and restart the workers that ran them.',
  anchor: 'heartbeats-lost',
  metric: worstEnvironmentQuery(monitor, 'LostHeartbeats'),
  isBreachedAt: 'at least',
  threshold: 1,
  breaching: 3,
  of: 3,
  missing: TreatMissingData.NOT_BREACHING,
});
