/** The middle of the dashboard: the one environment that is chosen in its menu. */

import { Color, type HorizontalAnnotation, type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Threshold, Thresholds } from '../../contract/conditions.ts';
import type { EnvironmentMetricName, MetricsChoice } from '../../contract/metrics.ts';
import { environmentMetric, type Statistic } from '../cloudwatch-metrics.ts';
import { FULL_WIDTH, graph } from './graph.ts';
import { logGraph, logTable, SEEN_NOW } from './log-widget.ts';
import { toRunbookLinks } from './runbook-links.ts';

/** Replaced by the menu with an environment's id. It is none itself: those begin with env_. */
export const SELECTED_ENVIRONMENT = 'SELECTED-ENVIRONMENT';

export interface EnvironmentWidgetsProps {
  readonly monitor: string;
  /** What of an environment is published: the log has what is not, with lean metrics. */
  readonly metrics: MetricsChoice;
  readonly runbookUrl: string | null;
  readonly logGroupName: string;
  readonly thresholds: Thresholds;
}

export function environmentRows(props: EnvironmentWidgetsProps): IWidget[][] {
  const { runbookUrl, logGroupName, metrics } = props;
  const links = ['queue-stuck', 'stale-heartbeat', 'stuck-starting', 'stuck-stopping'];
  return [
    [
      new TextWidget({
        markdown: `## ${SELECTED_ENVIRONMENT}\n\nChosen above. ${toRunbookLinks(runbookUrl, links)}`,
        width: FULL_WIDTH,
        height: 2,
      }),
    ],
    ...(metrics === 'lean' ? leanRows(props) : essentialRows(props)),
    ...(metrics === 'full' ? fullRows(props) : []),
    [stuckItems(logGroupName)],
  ];
}

function leanRows({ monitor, thresholds, logGroupName }: EnvironmentWidgetsProps): IWidget[][] {
  const max = metricsOf(monitor, 'Maximum');
  const logged = (title: string, labels: Readonly<Record<string, string>>) =>
    logGraph(
      title,
      logGroupName,
      `message = "environment" and environmentId = "${SELECTED_ENVIRONMENT}"`,
      labels,
    );
  return [
    [
      logged('Is anything stuck? Verdict (0 ok … 4 no workers)', { Verdict: 'QueueVerdict' }),
      graph('Since when: age of the oldest queued item', max('OldestQueuedAge'), {
        unit: 'Seconds',
        lines: thresholdLines(thresholds['queue-stuck']),
      }),
      graph('Is it draining? Queue depth', max('QueueDepth')),
    ],
    [
      logged('Items by state', {
        Starting: 'ItemsStarting',
        Active: 'ItemsActive',
        Stopping: 'ItemsStopping',
      }),
      logged('How long items wait, s', { p50: 'QueueWait.p50', p90: 'QueueWait.p90', p99: 'QueueWait.p99' }),
      graph('Are workers alive? Silent active items', max('StaleHeartbeats')),
    ],
    [
      logged('Longest silence of an active item, s', { Silence: 'OldestHeartbeatAge' }),
      logged('Longest run of an active item, s', { Run: 'OldestActiveAge' }),
      logged('Active items silent for 600 s', { Lost: 'LostHeartbeats' }),
    ],
  ];
}

function essentialRows({ monitor, thresholds }: EnvironmentWidgetsProps): IWidget[][] {
  const max = metricsOf(monitor, 'Maximum');
  const wait = (statistic: Statistic) =>
    environmentMetric(monitor, SELECTED_ENVIRONMENT, 'QueueWait', { statistic, label: statistic });
  return [
    [
      graph('Is anything stuck? Verdict (0 ok … 4 no workers)', max('QueueVerdict')),
      graph('Since when: age of the oldest queued item', max('OldestQueuedAge'), {
        unit: 'Seconds',
        lines: thresholdLines(thresholds['queue-stuck']),
      }),
      graph('Is it draining? Queue depth and items taken', [
        ...max('QueueDepth'),
        // Each item that was taken is one observation of its wait.
        environmentMetric(monitor, SELECTED_ENVIRONMENT, 'QueueWait', {
          statistic: 'SampleCount',
          label: 'Taken by workers, a minute',
        }),
      ]),
    ],
    [
      graph('Items by state', max('QueueDepth', 'ItemsStarting', 'ItemsActive')),
      graph('How long items wait', [wait('p50'), wait('p90'), wait('p99')], { unit: 'Seconds' }),
      graph('Are workers alive? Silent active items', max('StaleHeartbeats', 'LostHeartbeats')),
    ],
    [
      graph('Longest silence of an active item', max('OldestHeartbeatAge'), {
        unit: 'Seconds',
        lines: thresholdLines(thresholds['stale-heartbeat']),
      }),
      graph('Longest run of an active item', max('OldestActiveAge'), {
        unit: 'Seconds',
        lines: thresholdLines(thresholds['long-running']),
      }),
    ],
  ];
}

function fullRows({ monitor }: EnvironmentWidgetsProps): IWidget[][] {
  const max = metricsOf(monitor, 'Maximum');
  const p90 = metricsOf(monitor, 'p90');
  const sum = metricsOf(monitor, 'Sum');
  return [
    [
      graph(
        'Flow: items a minute',
        sum('ItemsCreated', 'ItemsAcknowledged', 'ItemsStopped', 'ItemsBounced'),
        {
          unit: 'Count',
        },
      ),
      graph('Time to drain at the present rate', max('TimeToDrain'), { unit: 'Seconds' }),
      graph('Deliveries and pollers', max('UnacknowledgedDeliveries', 'WorkersPolling'), { unit: 'Count' }),
    ],
    [
      graph('Starting and stopping', max('ItemsStopping', 'StuckStarting', 'StuckStopping'), {
        unit: 'Count',
      }),
      graph('Start-up time and stop lag, p90', p90('StartupTime', 'StopLag'), { unit: 'Seconds' }),
      graph('Run time, p90', p90('RunTime'), { unit: 'Seconds' }),
    ],
  ];
}

const metricsOf =
  (monitor: string, statistic: Statistic) =>
  (...names: readonly EnvironmentMetricName[]) =>
    names.map((name) => environmentMetric(monitor, SELECTED_ENVIRONMENT, name, { statistic }));

function thresholdLines({ warning, critical }: Threshold): HorizontalAnnotation[] {
  return [
    ...(warning === null ? [] : [{ value: warning, label: 'warning', color: Color.ORANGE }]),
    ...(critical === null ? [] : [{ value: critical, label: 'critical', color: Color.RED }]),
  ];
}

const stuckItems = (logGroupName: string) =>
  logTable({
    title: 'Stuck items now, the longest first of each incident',
    logGroupName,
    steps: [
      ...SEEN_NOW,
      `filter message = "incident" and environmentId = "${SELECTED_ENVIRONMENT}"`,
      'stats latest(severity) as Severity, latest(reason) as Reason, latest(since) as Since, latest(itemCount) as Items, latest(itemIds.0) as First, latest(itemIds.1) as Second, latest(itemIds.2) as Third by condition as Condition',
      'sort Severity asc, Since asc',
    ],
    width: FULL_WIDTH,
    height: 5,
  });
