/** The bottom of the dashboard: the monitor itself. */

import { type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { monitorMetric, PERIOD, toFleetStatistic } from '../cloudwatch-metrics.ts';
import type { FleetWidgetsProps } from './fleet-widgets.ts';
import { FULL_WIDTH, graph } from './graph.ts';
import { logTable } from './log-widget.ts';
import { toRunbookLinks } from './runbook-links.ts';

export interface MonitorWidgetsProps extends FleetWidgetsProps {
  readonly functions: readonly lambda.Function[];
}

const HALF_WIDTH = FULL_WIDTH / 2;

export function monitorRows(props: MonitorWidgetsProps): IWidget[][] {
  const { monitor, logGroupName, runbookUrl, functions, settings } = props;
  const count = toFleetStatistic(settings);
  const links = ['no-successful-run', 'scan-drift', 'function-errors'];
  return [
    [
      new TextWidget({
        markdown: `## The monitor itself\n\n${toRunbookLinks(runbookUrl, links)}`,
        width: FULL_WIDTH,
        height: 2,
      }),
    ],
    [
      graph('Successful runs', [monitorMetric(monitor, 'Runs', 'Sum')]),
      graph('Environments not read', [
        monitorMetric(monitor, 'EnvironmentsFailed', count),
        monitorMetric(monitor, 'EnvironmentsIncomplete', count),
      ]),
      graph('Open incidents, alerts waiting to be sent, scan drift', [
        monitorMetric(monitor, 'OpenIncidents', count),
        monitorMetric(monitor, 'NotificationsFailed', count),
        monitorMetric(monitor, 'ScanDrift', 'Sum'),
      ]),
    ],
    [
      graph(
        'Longest wait for a turn, clock off by',
        [monitorMetric(monitor, 'ScanAge', 'Maximum'), monitorMetric(monitor, 'ClockDeviation', 'Maximum')],
        { unit: 'Seconds' },
      ),
      ...functionGraphs(functions),
    ],
    [alerts(logGroupName), runs(logGroupName)],
  ];
}

function functionGraphs(functions: readonly lambda.Function[]): IWidget[] {
  const sum = { statistic: 'Sum', period: PERIOD } as const;
  const most = { statistic: 'Maximum', period: PERIOD } as const;
  const labelOf = (label: string, shard: number) =>
    functions.length === 1 ? label : `${label} of shard ${shard}`;
  return [
    graph('Function: errors and throttles', [
      ...functions.map((each, shard) => each.metricErrors({ ...sum, label: labelOf('Errors', shard) })),
      ...functions.map((each, shard) => each.metricThrottles({ ...sum, label: labelOf('Throttles', shard) })),
    ]),
    graph(
      'Function: duration, ms',
      functions.map((each, shard) => each.metricDuration({ ...most, label: labelOf('Duration', shard) })),
    ),
  ];
}

const alerts = (logGroupName: string) =>
  logTable({
    title: 'Latest alerts',
    logGroupName,
    steps: [
      'filter message = "alert"',
      'fields @timestamp, change, condition, severity, environmentIds.0 as environment, reason, itemCount',
      'sort @timestamp desc',
      'limit 50',
    ],
    width: HALF_WIDTH,
    height: 8,
  });

const runs = (logGroupName: string) =>
  logTable({
    title: 'Latest runs',
    logGroupName,
    steps: [
      'filter message = "run"',
      'fields @timestamp, durationMs, environmentCount, waitingCount, requestCount, itemsReadCount, malformedCount, mismatchCount, skewMs, faults.0 as fault',
      'sort @timestamp desc',
      'limit 50',
    ],
    width: HALF_WIDTH,
    height: 8,
  });
