/** The middle of the dashboard: the one environment that is chosen in its menu. */

import { Color, type HorizontalAnnotation, type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { VERDICT_CODES } from '../../contract/conditions.ts';
import type { EnvironmentMetricName } from '../../contract/metrics.ts';
import { hasScaling } from '../../contract/scaling.ts';
import { environmentMetric, type Statistic } from '../cloudwatch-metrics.ts';
import { FULL_WIDTH, graph } from './graph.ts';
import { logGraph, logTable, SEEN_NOW } from './log-widget.ts';
import { toRunbookLinks } from './runbook-links.ts';
import { type Levels, thresholdLines } from './threshold-lines.ts';

/** Replaced by the menu with an environment's id. It is none itself: those begin with env_. */
export const SELECTED_ENVIRONMENT = 'SELECTED-ENVIRONMENT';

export interface EnvironmentWidgetsProps extends Levels {
  readonly monitor: string;
  readonly runbookUrl: string | null;
  readonly logGroupName: string;
}

export function environmentRows(props: EnvironmentWidgetsProps): IWidget[][] {
  const { settings, runbookUrl, logGroupName } = props;
  const links = ['queue-stuck', 'stale-heartbeat', 'stuck-starting', 'stuck-stopping'];
  const markdown = `## ${SELECTED_ENVIRONMENT}\n\nChosen above. ${toRunbookLinks(runbookUrl, links)}`;
  return [
    [new TextWidget({ markdown, width: FULL_WIDTH, height: 2 })],
    [stuckItems(logGroupName)],
    ...(settings.metrics === 'lean' ? leanRows(props) : essentialRows(props)),
    ...(settings.metrics === 'full' ? fullRows(props) : []),
    ...(settings.slo === undefined || settings.metrics === 'lean' ? [] : [[pickups(props)]]),
    ...(hasScaling(settings) ? [[workersWanted(props)]] : []),
  ];
}

function leanRows(props: EnvironmentWidgetsProps): IWidget[][] {
  const { monitor, logGroupName } = props;
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
        lines: thresholdLines(props, 'queue-stuck'),
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

function essentialRows(props: EnvironmentWidgetsProps): IWidget[][] {
  const { monitor } = props;
  const max = metricsOf(monitor, 'Maximum');
  const wait = (statistic: Statistic) =>
    environmentMetric(monitor, SELECTED_ENVIRONMENT, 'QueueWait', { statistic, label: statistic });
  return [
    [
      graph('Since when? Oldest wait', max('OldestQueuedAge'), {
        unit: 'Seconds',
        lines: thresholdLines(props, 'queue-stuck'),
      }),
      graph(
        'Is it draining? Queue depth and items taken',
        [
          ...max('QueueDepth'),
          // Each item that was taken is one observation of its wait.
          environmentMetric(monitor, SELECTED_ENVIRONMENT, 'QueueWait', {
            statistic: 'SampleCount',
            label: 'Taken by workers, a minute',
          }),
        ],
        { unit: 'Count', lines: thresholdLines(props, 'queue-deep') },
      ),
      graph('Verdict on the queue', max('QueueVerdict'), { lines: VERDICT_LINES }),
    ],
    [
      graph('Are workers alive? Silent active items', max('StaleHeartbeats', 'LostHeartbeats'), {
        unit: 'Count',
      }),
      graph('Longest silence of an active item', max('OldestHeartbeatAge'), {
        unit: 'Seconds',
        lines: thresholdLines(props, 'stale-heartbeat'),
      }),
      graph('Longest run of an active item', max('OldestActiveAge'), {
        unit: 'Seconds',
        lines: thresholdLines(props, 'long-running'),
      }),
    ],
    [
      graph('Items by state', max('QueueDepth', 'ItemsStarting', 'ItemsActive'), {
        unit: 'Count',
        width: FULL_WIDTH / 2,
      }),
      graph('How long items wait', [wait('p50'), wait('p90'), wait('p99')], {
        unit: 'Seconds',
        width: FULL_WIDTH / 2,
      }),
    ],
  ];
}

function fullRows({ monitor }: EnvironmentWidgetsProps): IWidget[][] {
  const max = metricsOf(monitor, 'Maximum');
  const p90 = metricsOf(monitor, 'p90');
  const sum = metricsOf(monitor, 'Sum');
  const flows = sum('ItemsCreated', 'ItemsAcknowledged', 'ItemsStopped', 'ItemsBounced');
  const held = max('ItemsStopping', 'StuckStarting', 'StuckStopping');
  return [
    [
      graph('Flow: items a minute', flows, { unit: 'Count' }),
      graph('Time to drain at the present rate', max('TimeToDrain'), { unit: 'Seconds' }),
      graph('Deliveries and pollers', max('UnacknowledgedDeliveries', 'WorkersPolling'), { unit: 'Count' }),
    ],
    [
      graph('Starting and stopping', held, { unit: 'Count' }),
      graph('Start-up time and stop lag, p90', p90('StartupTime', 'StopLag'), { unit: 'Seconds' }),
      graph('Run time, p90', p90('RunTime'), { unit: 'Seconds' }),
    ],
  ];
}

const pickups = ({ monitor }: EnvironmentWidgetsProps): IWidget =>
  graph(
    'Is work picked up in time?',
    metricsOf(monitor, 'Sum')('PickupsWithinObjective', 'PickupsBeyondObjective'),
    { unit: 'Count' },
  );

function workersWanted({ monitor, settings }: EnvironmentWidgetsProps): IWidget {
  const max = metricsOf(monitor, 'Maximum');
  const active = settings.metrics === 'lean' ? [] : max('ItemsActive');
  return graph('Workers wanted', [...max('WorkersWanted', 'QueueDepth'), ...active], { unit: 'Count' });
}

const metricsOf =
  (monitor: string, statistic: Statistic) =>
  (...names: readonly EnvironmentMetricName[]) =>
    names.map((name) => environmentMetric(monitor, SELECTED_ENVIRONMENT, name, { statistic }));

/** A metric is a number: its words stand as lines in the graph. */
const VERDICT_LINES: HorizontalAnnotation[] = Object.entries(VERDICT_CODES).map(([name, value]) => ({
  value,
  label: name.replace('-', ' '),
  color: Color.GREY,
}));

const stuckItems = (logGroupName: string) =>
  logTable({
    title: 'Why? Its open incidents, and the items that have lasted longest',
    logGroupName,
    steps: [
      ...SEEN_NOW,
      `filter message = "incident" and environmentId = "${SELECTED_ENVIRONMENT}"`,
      'stats latest(severity) as Severity, latest(reason) as Reason, latest(since) as Since, latest(itemCount) as Items, latest(itemIds.0) as First, latest(itemIds.1) as Second, latest(itemIds.2) as Third by condition',
      'sort Severity asc, Since asc',
    ],
    width: FULL_WIDTH,
    height: 5,
  });
