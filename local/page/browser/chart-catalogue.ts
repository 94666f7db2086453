/** Which charts there are, and which metrics of the catalogue each of them draws. */
import { type ConfigurableCondition, DEFAULT_THRESHOLDS } from '../../../contract/conditions.ts';
import type { MetricDefinition } from '../../../contract/metric-definition.ts';
import {
  ENVIRONMENT_METRICS,
  type EnvironmentMetricName,
  MONITOR_METRICS,
  type MonitorMetricName,
} from '../../../contract/metrics.ts';
import type { Levels, LevelView } from '../page-model.ts';

export interface ChartLine<Name extends string> {
  readonly metric: Name;
  readonly label: string;
  /** Of a distribution. */
  readonly part?: 'median' | 'max';
}

export interface ChartDefinition<Name extends string> {
  readonly title: string;
  readonly unit: (typeof CHART_UNITS)[MetricDefinition['unit']];
  readonly lines: readonly ChartLine<Name>[];
  /** Its levels are drawn as lines, its incidents as a background. */
  readonly condition?: ConfigurableCondition;
  /** Whether the unit of the condition's levels is the chart's. @default true */
  readonly hasLevels?: boolean;
}

const spread = <Name extends string>(metric: Name): ChartLine<Name>[] => [
  { metric, label: 'longest', part: 'max' },
  { metric, label: 'median', part: 'median' },
];

/** A chart in words; what its metrics are measured in, the catalogue says. */
type ChartWords<Name extends string> = Omit<ChartDefinition<Name>, 'unit'>;

const CHART_UNITS = {
  Seconds: 'seconds',
  Count: 'count',
  None: 'verdict',
} as const satisfies Record<MetricDefinition['unit'], string>;

/** Those of every metric, a chart by itself for each that is in none of these. */
function toCharts<Name extends string>(
  charts: readonly ChartWords<Name>[],
  catalogue: Readonly<Record<Name, MetricDefinition>>,
): readonly ChartDefinition<Name>[] {
  const drawn = new Set(charts.flatMap(({ lines }) => lines.map(({ metric }) => metric)));
  const others = (Object.keys(catalogue) as Name[]).filter((name) => !drawn.has(name));
  return [...charts, ...others.map((name) => toOwnChart(name, catalogue[name]))].flatMap((chart) => {
    const [first] = chart.lines;
    return first === undefined ? [] : [{ ...chart, unit: CHART_UNITS[catalogue[first.metric].unit] }];
  });
}

/** Named as its metric is. */
function toOwnChart<Name extends string>(metric: Name, { kind }: MetricDefinition): ChartWords<Name> {
  const words = metric.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return {
    title: words,
    lines: kind === 'distribution' ? spread(metric) : [{ metric, label: words.toLowerCase() }],
  };
}

const OF_ENVIRONMENT: readonly ChartWords<EnvironmentMetricName>[] = [
  {
    title: 'Longest wait in the queue',
    lines: [{ metric: 'OldestQueuedAge', label: 'oldest queued' }],
    condition: 'queue-stuck',
  },
  {
    title: 'Longest silence of an active item',
    lines: [{ metric: 'OldestHeartbeatAge', label: 'since its heartbeat' }],
    condition: 'stale-heartbeat',
  },
  {
    title: 'Items waiting',
    lines: [
      { metric: 'QueueDepth', label: 'queued' },
      { metric: 'UnacknowledgedDeliveries', label: 'handed out, not acked' },
    ],
    condition: 'queue-deep',
  },
  {
    title: 'Items in hand',
    lines: [
      { metric: 'ItemsActive', label: 'active' },
      { metric: 'ItemsStarting', label: 'starting' },
      { metric: 'ItemsStopping', label: 'stopping' },
    ],
  },
  {
    title: 'Verdict on the queue',
    lines: [{ metric: 'QueueVerdict', label: 'verdict' }],
  },
  {
    title: 'Items that are silent or stuck',
    lines: [
      { metric: 'LostHeartbeats', label: 'lost' },
      { metric: 'StaleHeartbeats', label: 'stale' },
      { metric: 'StuckStarting', label: 'starting' },
      { metric: 'StuckStopping', label: 'stopping' },
    ],
  },
  {
    title: 'Items a minute',
    lines: [
      { metric: 'ItemsCreated', label: 'created' },
      { metric: 'ItemsAcknowledged', label: 'acked' },
      { metric: 'ItemsStopped', label: 'stopped' },
      { metric: 'ItemsBounced', label: 'bounced' },
    ],
    condition: 'work-bounced',
    hasLevels: false,
  },
  {
    title: 'Workers polling with a Worker-ID',
    lines: [{ metric: 'WorkersPolling', label: 'workers' }],
  },
  { title: 'Wait until acknowledged', lines: spread('QueueWait') },
  { title: 'Run time of stopped items', lines: spread('RunTime') },
  {
    title: 'Start and stop of items',
    lines: [
      { metric: 'StartupTime', label: 'ack to heartbeat', part: 'max' },
      { metric: 'StopLag', label: 'stop asked to stopped', part: 'max' },
    ],
  },
  {
    title: 'Longest run, and time to drain',
    lines: [
      { metric: 'OldestActiveAge', label: 'longest run' },
      { metric: 'TimeToDrain', label: 'to drain' },
    ],
    condition: 'long-running',
  },
  {
    title: 'Pick-ups, by their objective',
    lines: [
      { metric: 'PickupsWithinObjective', label: 'in time' },
      { metric: 'PickupsBeyondObjective', label: 'late' },
    ],
  },
];

const OF_MONITOR: readonly ChartWords<MonitorMetricName>[] = [
  { title: 'Open incidents', lines: [{ metric: 'OpenIncidents', label: 'open' }] },
  {
    title: 'Environments that were not read',
    lines: [
      { metric: 'EnvironmentsFailed', label: 'not at all' },
      { metric: 'EnvironmentsIncomplete', label: 'in part' },
    ],
  },
  { title: 'Successful runs', lines: [{ metric: 'Runs', label: 'runs' }] },
  {
    title: 'Alerts not sent, signs of drift',
    lines: [
      { metric: 'NotificationsFailed', label: 'not sent' },
      { metric: 'ScanDrift', label: 'drift' },
    ],
  },
];

export const ENVIRONMENT_CHARTS = toCharts(OF_ENVIRONMENT, ENVIRONMENT_METRICS);
export const MONITOR_CHARTS = toCharts(OF_MONITOR, MONITOR_METRICS);

/** @returns whether anything of it is sent */
export const isSent = (
  { lines }: ChartDefinition<EnvironmentMetricName>,
  unsent: readonly EnvironmentMetricName[],
): boolean => lines.some(({ metric }) => !unsent.includes(metric));

export const NO_LEVELS: LevelView = { warning: null, critical: null, source: 'default' };

/** @param inForce those of the environment; what is not among them has its default */
export function levelsOf(
  { condition, hasLevels = true }: ChartDefinition<string>,
  inForce: Levels = {},
): LevelView {
  if (condition === undefined || !hasLevels) return NO_LEVELS;
  return inForce[condition] ?? { ...DEFAULT_THRESHOLDS[condition], source: 'default' };
}
