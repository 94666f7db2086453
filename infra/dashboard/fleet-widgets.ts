/** The top of the dashboard: all environments at once, and beside them whether the monitor is alive. */

import {
  AlarmStatusWidget,
  Column,
  type IAlarm,
  type IWidget,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { fleetMetric, monitorMetric, PERIOD, toFleetStatistic } from '../cloudwatch-metrics.ts';
import { FULL_WIDTH, graph } from './graph.ts';
import { logTable, SEEN_NOW } from './log-widget.ts';
import { objectiveRow } from './objective-widgets.ts';
import { type Levels, thresholdLines } from './threshold-lines.ts';

export interface FleetWidgetsProps extends Levels {
  readonly monitor: string;
  readonly runbookUrl: string | null;
  readonly alarms: readonly IAlarm[];
  readonly logGroupName: string;
}

const HALF_WIDTH = FULL_WIDTH / 2;
const TABLE_WIDTH = 17;
const HEALTH_WIDTH = FULL_WIDTH - TABLE_WIDTH;

export function fleetRows(props: FleetWidgetsProps): IWidget[][] {
  const { monitor, logGroupName } = props;
  return [
    [new TextWidget({ markdown: heading(props), width: FULL_WIDTH, height: 2 })],
    [states(logGroupName), health(props)],
    [openIncidents(logGroupName)],
    [
      graph('Where does work wait? Queue depth of each environment', [fleetMetric(monitor, 'QueueDepth')], {
        unit: 'Count',
        width: HALF_WIDTH,
      }),
      graph('For how long? Oldest wait of each environment', [fleetMetric(monitor, 'OldestQueuedAge')], {
        unit: 'Seconds',
        lines: thresholdLines(props, 'queue-stuck'),
        width: HALF_WIDTH,
      }),
    ],
    ...(props.settings.slo === undefined ? [] : [objectiveRow(props, props.settings.slo)]),
  ];
}

function heading({ monitor, runbookUrl }: FleetWidgetsProps): string {
  return [
    `# Qoder work queues: ${monitor}`,
    [
      'A gap in a graph means that the environment could not be read whole: not zero.',
      ...(runbookUrl === null
        ? []
        : [`[What each condition and alarm means, and what to do](${runbookUrl})`]),
    ].join(' '),
  ].join('\n\n');
}

const states = (logGroupName: string) =>
  logTable({
    title: 'Is anything stuck, where, and since when? The worst first',
    logGroupName,
    steps: [
      ...SEEN_NOW,
      'filter message = "state"',
      'stats latest(state) as State, latest(verdict) as Verdict, latest(oldestWait) as OldestWait, latest(since) as Since, latest(open) as Open, latest(queuedCount) as Queued, latest(silentCount) as Silent by environment',
      'sort State asc, Since asc',
      'limit 500',
    ],
    width: TABLE_WIDTH,
    height: 8,
  });

/** An empty table beside an alarm is a monitor that is dead, not a fleet that is well. */
function health({ monitor, alarms, settings }: FleetWidgetsProps): IWidget {
  const names = ['Runs', 'EnvironmentsFailed', 'EnvironmentsIncomplete', 'NotificationsFailed'] as const;
  return new Column(
    new AlarmStatusWidget({
      title: 'Is the monitor alive? Its alarms',
      alarms: [...alarms],
      width: HEALTH_WIDTH,
      height: 4,
    }),
    new SingleValueWidget({
      title: 'Its last run',
      metrics: names.map((name) => monitorMetric(monitor, name, toFleetStatistic(settings))),
      period: PERIOD,
      width: HEALTH_WIDTH,
      height: 4,
    }),
  );
}

const openIncidents = (logGroupName: string) =>
  logTable({
    title: 'Why? Open incidents, the worst first',
    logGroupName,
    steps: [
      ...SEEN_NOW,
      'filter message = "incident"',
      'stats latest(severity) as Severity, latest(environmentName) as Name, latest(reason) as Reason, latest(since) as Since, latest(itemCount) as Items by environmentId, condition',
      'sort Severity asc, Since asc',
      'limit 500',
    ],
    width: FULL_WIDTH,
    height: 6,
  });
