/** The top of the dashboard: all environments at once. */

import {
  type Alarm,
  AlarmStatusWidget,
  type IWidget,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { VERDICT_CODES } from '../../contract/conditions.ts';
import type { EnvironmentMetricName, MetricsChoice } from '../../contract/metrics.ts';
import type { Settings } from '../../contract/settings.ts';
import { fleetMetric, monitorMetric, PERIOD } from '../cloudwatch-metrics.ts';
import { FULL_WIDTH, graph } from './graph.ts';
import { logTable, SEEN_NOW } from './log-widget.ts';

export interface FleetWidgetsProps {
  readonly monitor: string;
  readonly settings: Pick<Settings, 'metrics'>;
  readonly runbookUrl: string | null;
  readonly alarms: readonly Alarm[];
  readonly logGroupName: string;
}

const HALF_WIDTH = FULL_WIDTH / 2;

export function fleetRows(props: FleetWidgetsProps): IWidget[][] {
  const { monitor, settings, alarms, logGroupName } = props;
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
    ...environmentRows(monitor, settings.metrics, logGroupName),
  ];
}

function environmentRows(monitor: string, metrics: MetricsChoice, logGroupName: string): IWidget[][] {
  const fleet = (title: string, metricName: EnvironmentMetricName) =>
    graph(title, [fleetMetric(monitor, metricName)]);
  const sinceWhen = fleet('Since when: age of the oldest queued item, s', 'OldestQueuedAge');
  const depth = fleet('Is it draining? Queue depth', 'QueueDepth');
  const stale = 'StaleHeartbeats';
  if (metrics === 'lean') {
    const alive = fleet('Are workers alive? Active items with a stale heartbeat', stale);
    return [[environmentsNow(logGroupName)], [sinceWhen, depth, alive]];
  }
  return [
    [fleet('Where: verdict (0 ok … 4 no workers)', 'QueueVerdict'), sinceWhen, depth],
    [
      fleet('Are workers alive? Items active', 'ItemsActive'),
      fleet('Active items silent for 600 s', 'LostHeartbeats'),
      fleet('Active items with a stale heartbeat', stale),
    ],
  ];
}

/** An environment that was not read whole for three minutes is missing. */
const environmentsNow = (logGroupName: string) =>
  logTable({
    title: 'Where? Environments that were read whole in the last three minutes, the worst first',
    logGroupName,
    steps: [
      ...SEEN_NOW,
      'filter message = "environment"',
      'stats latest(verdict) as Verdict, latest(QueueDepth) as Queued, latest(OldestQueuedAge) as Oldest, latest(ItemsActive) as Active, latest(OldestHeartbeatAge) as Silence, latest(LostHeartbeats) as Lost by environmentId as Environment, environmentName as Name',
      'sort Lost desc, Oldest desc',
      'limit 100',
    ],
    width: FULL_WIDTH,
    height: 8,
  });

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
