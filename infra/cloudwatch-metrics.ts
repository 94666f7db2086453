/** CloudWatch metrics of one monitor, as alarms and dashboard name them. Only names of the catalogue exist. */
import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  DIMENSIONS,
  type EnvironmentMetricName,
  METRIC_NAMESPACE,
  type MonitorMetricName,
  type TotalMetricName,
} from '../contract/metrics.ts';
import type { Settings } from '../contract/settings.ts';

/** A run a minute, so a point a minute. */
export const PERIOD = Duration.minutes(1);

export type Statistic = 'Maximum' | 'Sum' | 'SampleCount' | 'p50' | 'p90' | 'p99';

/** Of a count in each minute: several functions send their parts of it under one name. */
export const toFleetStatistic = ({ shards }: Pick<Settings, 'shards'>): Statistic =>
  shards === 1 ? 'Maximum' : 'Sum';

/** Of the monitor itself, or of all its environments together. */
export function monitorMetric(
  monitor: string,
  metricName: MonitorMetricName | TotalMetricName,
  statistic: Statistic,
): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { [DIMENSIONS.monitor]: monitor },
    statistic,
    period: PERIOD,
  });
}

export interface EnvironmentMetricOptions {
  readonly statistic: Statistic;
  /** @default the metric's name */
  readonly label?: string;
}

export function environmentMetric(
  monitor: string,
  environmentId: string,
  metricName: EnvironmentMetricName,
  { statistic, label }: EnvironmentMetricOptions,
): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { [DIMENSIONS.monitor]: monitor, [DIMENSIONS.environmentId]: environmentId },
    statistic,
    period: PERIOD,
    ...(label === undefined ? {} : { label }),
  });
}

/** Environments that a graph of the whole fleet shows: the worst, so that it stays readable. */
const SHOWN_ENVIRONMENTS_COUNT = 20;

/** One line for each environment, also of those that are discovered later. */
export function fleetMetric(
  monitor: string,
  metricName: EnvironmentMetricName,
  statistic: Statistic = 'Maximum',
): IMetric {
  const schema = `{${METRIC_NAMESPACE},${DIMENSIONS.monitor},${DIMENSIONS.environmentId}}`;
  const search = `SEARCH('${schema} ${DIMENSIONS.monitor}="${monitor}" MetricName="${metricName}"', '${statistic}', ${PERIOD.toSeconds()})`;
  return new MathExpression({
    expression: `SORT(${search}, MAX, DESC, ${SHOWN_ENVIRONMENTS_COUNT})`,
    usingMetrics: {},
    label: `\${PROP('Dim.${DIMENSIONS.environmentId}')}`,
    period: PERIOD,
  });
}

/** The highest value of any environment, as one series an environment. Source: CloudWatch Metrics Insights syntax. */
export function worstEnvironmentQuery(monitor: string, metricName: EnvironmentMetricName): IMetric {
  const { monitor: monitorDimension, environmentId } = DIMENSIONS;
  return new MathExpression({
    expression:
      `SELECT MAX(${metricName}) FROM SCHEMA("${METRIC_NAMESPACE}", ${monitorDimension}, ${environmentId}) ` +
      `WHERE ${monitorDimension} = '${monitor}' GROUP BY ${environmentId} ORDER BY MAX() DESC`,
    usingMetrics: {},
    label: metricName,
    period: PERIOD,
  });
}
