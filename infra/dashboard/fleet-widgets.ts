/** The top of the dashboard: all environments at once. */

import {
  type Alarm,
  AlarmStatusWidget,
  type IWidget,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { VERDICT_CODES } from '../../contract/conditions.ts';
import type { EnvironmentMetricName } from '../../contract/metrics.ts';
import { fleetMetric, monitorMetric, PERIOD } from '../cloudwatch-metrics.ts';
import { FULL_WIDTH, graph } from './graph.ts';
import { logTable, SEEN_NOW } from './log-widget.ts';

export interface FleetWidgetsProps {
  readonly monitor: string;
  readonly runbookUrl: string | null;
  readonly alarms: readonly Alarm[];
  readonly logGroupName: string;
}

const HALF_WIDTH = FULL_WIDTH / 2;

export function fleetRows(props: FleetWidgetsProps): IWidget[][] {
  const { monitor, alarms, logGroupName } = props;
  const fleet = (title: string, metricName: EnvironmentMetricName) =>
    graph(title, [fleetMetric(monitor, metricName)]);
  return [
    [new TextWidget({ markdown: heading(props), width: FULL_WIDTH, height: 3 })],
    [
      new SingleValueWidget({
        title: 'Is anything stuck?',
        metrics: (['OpenIncidents', 'EnvironmentsFailed', 'EnvironmentsIncomplete'] as const).map((name) =>
          monitorMetric(monitor, name, 'Maximum'),
        ),
        period: PERIOD,
        width: HALF_WIDTH,
        height: 4,
      }),
      new AlarmStatusWidget({
        title: 'Is the monitor alive?',
        alarms: [...alarms],
        width: HALF_WIDTH,
        height: 4,
      }),
    ],
    [openIncidents(logGroupName)],
    [
      fleet('Where: verdict (0 ok … 4 no workers)', 'QueueVerdict'),
      fleet('Since when: age of the oldest queued item, s', 'OldestQueuedAge'),
      fleet('Is it draining? Queue depth', 'QueueDepth'),
    ],
    [
      fleet('Are workers alive? Items active', 'ItemsActive'),
      fleet('Active items silent for 600 s', 'LostHeartbeats'),
      fleet('Active items with a stale heartbeat', 'StaleHeartbeats'),
    ],
  ];
}

function heading({ monitor, runbookUrl }: FleetWidgetsProps): string {
  const verdicts = Object.entries(VERDICT_CODES).map(([name, code]) => `${code} ${name}`);
  return [
    `# Qoder work queues: ${monitor}`,
    `Verdict on each queue: ${verdicts.join(', ')}. A gap means that the environment could not be read whole: not zero.`,
    ...(runbookUrl === null ? [] : [`[What each condition and alarm means, and what to do](${runbookUrl})`]),
  ].join('\n\n');
}

const openIncidents = (logGroupName: string) =>
  logTable({
    title: 'What is stuck, and since when? Incidents open now',
    logGroupName,
    steps: [
      ...SEEN_NOW,
      'filter message = "incident"',
      'stats latest(severity) as Severity, latest(reason) as Reason, latest(since) as Since, latest(itemCount) as Items by environmentId as Environment, environmentName as Name, condition as Condition',
      'sort Severity asc, Since asc',
    ],
    width: FULL_WIDTH,
    height: 6,
  });
