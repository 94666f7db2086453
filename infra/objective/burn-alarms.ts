/** Alarms on the error budget of all environments together: one to look now, one to look today. */
import {
  Alarm,
  type AlarmProps,
  AlarmRule,
  AlarmState,
  type CfnCompositeAlarm,
  ComparisonOperator,
  CompositeAlarm,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { errorBudgetOf, type Objective } from '../../contract/objective.ts';
import { type AlarmContext, toAlarmDescription } from '../alarm-description.ts';
import { BUDGET_DAYS, type BurnRate, burnRatesOf, LEAST_LATE_COUNT } from './burn-rates.ts';
import { burnRate } from './pickup-metrics.ts';

/** One of so many has to be late for the alarm to go on. */
const SHORT_WINDOWS_COUNT = 3;

export interface BurnAlarmsProps extends AlarmContext {
  readonly objective: Objective;
  readonly topic: sns.ITopic;
}

export interface BurnAlarmsByName {
  /** The error budget goes so fast that somebody has to look now. */
  readonly pickupsBurnFast: CompositeAlarm;
  /** The error budget goes so fast that somebody has to look today. */
  readonly pickupsBurnSlow: CompositeAlarm;
}

export class BurnAlarms extends Construct {
  readonly byName: BurnAlarmsByName;

  constructor(scope: Construct, id: string, props: BurnAlarmsProps) {
    super(scope, id);
    const { fast, slow } = burnRatesOf(props.objective);
    this.byName = {
      pickupsBurnFast: this.createAlarm('Fast', fast, props),
      pickupsBurnSlow: this.createAlarm('Slow', slow, props),
    };
  }

  private createAlarm(id: string, burn: BurnRate, props: BurnAlarmsProps): CompositeAlarm {
    const windows = [
      this.createWindow(`${id}Long`, burn, props, {
        metric: burnRate(props.monitor, props.objective, burn.long, LEAST_LATE_COUNT),
        // NoSuccessfulRun tells of silence.
        treatMissingData: TreatMissingData.NOT_BREACHING,
        evaluationPeriods: 1,
      }),
      // That nothing came for some minutes is no recovery, and neither are some items in time between late ones: else
      // an outage that hits a part of the items would be told again and again.
      this.createWindow(`${id}Short`, burn, props, {
        metric: burnRate(props.monitor, props.objective, burn.short),
        treatMissingData: TreatMissingData.IGNORE,
        evaluationPeriods: SHORT_WINDOWS_COUNT,
        datapointsToAlarm: 1,
      }),
    ];
    const alarm = new CompositeAlarm(this, id, {
      alarmDescription: describe(burn, props),
      alarmRule: AlarmRule.allOf(...windows.map((window) => AlarmRule.fromAlarm(window, AlarmState.ALARM))),
    });
    // CDK makes a name of the path, which an app has in each of its deployments. CloudFormation makes one of its own.
    (alarm.node.defaultChild as CfnCompositeAlarm).addPropertyDeletionOverride('AlarmName');
    alarm.addAlarmAction(new SnsAction(props.topic));
    return alarm;
  }

  private createWindow(
    id: string,
    { rate }: BurnRate,
    { monitor }: BurnAlarmsProps,
    window: Pick<AlarmProps, 'metric' | 'treatMissingData' | 'evaluationPeriods' | 'datapointsToAlarm'>,
  ): Alarm {
    return new Alarm(this, id, {
      alarmDescription: `Qoder work queue monitor ${monitor}: a part of an alarm on its pick-ups, which tells nobody by itself.`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: rate,
      ...window,
    });
  }
}

function describe({ rate, long, short }: BurnRate, props: BurnAlarmsProps): string {
  const latePercent = Number((100 * rate * errorBudgetOf(props.objective)).toFixed(2));
  const lastsDays = Number((BUDGET_DAYS / rate).toFixed(1));
  return toAlarmDescription(
    {
      sentence: `over ${long.toHumanString()}, and over its last ${short.toHumanString()}, at least ${latePercent} % of the items were not picked up in time. At this rate an error budget for ${BUDGET_DAYS} days lasts ${lastsDays} days.`,
      remedy:
        'see on the dashboard which environment is late, read the alert about it, and start or mend its workers.',
      anchor: 'pickups-late',
    },
    props,
  );
}
