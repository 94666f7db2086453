/** Whether the Lambda publishes what a dashboard or an alarm refers to. */
import {
  isPublished,
  type MetricDefinition,
  type MetricsChoice,
} from '../../../contract/metric-definition.ts';
import { ENVIRONMENT_METRICS, MONITOR_METRICS } from '../../../contract/metrics.ts';
import type { MetricReference } from './dashboard-references.ts';

/** Statistics that say something about a metric of this kind, sent once a minute. */
const STATISTICS_OF_KIND: Readonly<Record<MetricDefinition['kind'], readonly string[]>> = {
  gauge: ['Maximum', 'Sum'],
  flow: ['Sum'],
  distribution: ['p50', 'p90', 'p99', 'SampleCount'],
};
const LAMBDA_METRICS = ['Errors', 'Throttles', 'Duration'];

/** Why the Lambda does not publish what is referred to; null if it does. */
export function findFault(reference: MetricReference, choice: MetricsChoice): string | null {
  const { namespace, metricName, dimensionNames, statistic } = reference;
  if (namespace === 'AWS/Lambda') return LAMBDA_METRICS.includes(metricName) ? null : 'no metric of Lambda';
  const environmentMetrics: Readonly<Record<string, MetricDefinition>> = ENVIRONMENT_METRICS;
  const monitorMetrics: Readonly<Record<string, MetricDefinition>> = MONITOR_METRICS;
  const definition = environmentMetrics[metricName] ?? monitorMetrics[metricName];
  const isTotal = definition?.total === true && !dimensionNames.includes('EnvironmentId');
  const isOfEnvironment = metricName in environmentMetrics && !isTotal;
  const dimensions = isOfEnvironment ? ['EnvironmentId', 'Monitor'] : ['Monitor'];
  if (namespace !== 'Qoder/WorkQueue' || definition === undefined) return 'not in the catalogue';
  if (isOfEnvironment && !isPublished(definition, choice)) return `not published with metrics: ${choice}`;
  if ([...dimensionNames].sort().join() !== dimensions.join()) return `has the dimensions ${dimensions}`;
  return STATISTICS_OF_KIND[definition.kind].includes(statistic) ? null : `has no ${statistic}`;
}
