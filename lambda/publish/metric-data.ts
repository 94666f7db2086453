/**
 * From measured metrics to CloudWatch's data points, as the catalogue says: its units, its dimensions, and
 * only the metrics that were asked for. Pure; see publish-metrics.ts for the sending.
 */
import type { Dimension, MetricDatum } from '@aws-sdk/client-cloudwatch';
import { isPublished, type MetricDefinition, type MetricsChoice } from '../../contract/metric-definition.ts';
import {
  DIMENSIONS,
  ENVIRONMENT_METRICS,
  type EnvironmentMetrics,
  MONITOR_METRICS,
  type MonitorMetrics,
  type TotalMetricName,
} from '../../contract/metrics.ts';
import type { MetricGroup } from './metric-batches.ts';

/** Source: PutMetricData, at most 150 different values a datum; read 2026-11-24 in the SDK's documentation. */
export const VALUES_PER_DATUM_COUNT = 150;

/**
 * CloudWatch adds up the points of a minute. So each environment publishes its share of a total, in the call of its other
 * metrics: a call that fails is made up for whole, and nothing is added twice.
 */
const TOTAL_METRICS: Readonly<Record<TotalMetricName, MetricDefinition>> = {
  PickupsWithinObjective: ENVIRONMENT_METRICS.PickupsWithinObjective,
  PickupsBeyondObjective: ENVIRONMENT_METRICS.PickupsBeyondObjective,
};

export interface MeasuredRun {
  readonly monitor: string;
  /** The scheduled minute: the timestamp of every point, so that a repeated run falls on the same minute. */
  readonly scheduledAt: Date;
  /** Of the environments that were read whole, by id. */
  readonly environments: ReadonlyMap<string, EnvironmentMetrics>;
  readonly monitorMetrics: MonitorMetrics;
  /** Of the environments; the monitor's own are always published. */
  readonly metrics: MetricsChoice;
}

/** In the order of the environments and of the catalogue, the monitor's own at the end. */
export function toMetricGroups(run: MeasuredRun): MetricGroup[] {
  const monitorDimension = { Name: DIMENSIONS.monitor, Value: run.monitor };
  const ofEnvironments = [...run.environments].map(([environmentId, measured]) => {
    const dimensions = [monitorDimension, { Name: DIMENSIONS.environmentId, Value: environmentId }];
    const own = toData(ENVIRONMENT_METRICS, measured, run, dimensions);
    const totals = toData(TOTAL_METRICS, measured, { ...run, metrics: 'full' }, [monitorDimension]);
    return { environmentId, data: [...own, ...totals] };
  });
  const own = toData(MONITOR_METRICS, run.monitorMetrics, { ...run, metrics: 'full' }, [monitorDimension]);
  return [...ofEnvironments, { environmentId: null, data: own }];
}

function toData<Name extends string>(
  catalogue: Readonly<Record<Name, MetricDefinition>>,
  measured: { readonly [Key in Name]?: number | readonly number[] },
  { metrics, scheduledAt }: Pick<MeasuredRun, 'metrics' | 'scheduledAt'>,
  Dimensions: Dimension[],
): MetricDatum[] {
  const names = Object.keys(catalogue) as Name[];
  return names.flatMap((MetricName): MetricDatum[] => {
    const definition = catalogue[MetricName];
    const value = measured[MetricName];
    if (value === undefined || !isPublished(definition, metrics)) return [];
    const base = { MetricName, Dimensions, Timestamp: scheduledAt, Unit: definition.unit };
    if (typeof value === 'number') return [{ ...base, Value: value }];
    return toDistributions(value).map((distribution) => ({ ...base, ...distribution }));
  });
}

/** Equal values are merged; beyond the limit further datums of the same metric and minute add up. */
function toDistributions(values: readonly number[]): Required<Pick<MetricDatum, 'Values' | 'Counts'>>[] {
  const countByValue = new Map<number, number>();
  for (const value of values) countByValue.set(value, (countByValue.get(value) ?? 0) + 1);
  const entries = [...countByValue].sort(([a], [b]) => a - b);
  const datumCount = Math.ceil(entries.length / VALUES_PER_DATUM_COUNT);
  return Array.from({ length: datumCount }, (_, index) => {
    const chunk = entries.slice(index * VALUES_PER_DATUM_COUNT, (index + 1) * VALUES_PER_DATUM_COUNT);
    return { Values: chunk.map(([value]) => value), Counts: chunk.map(([, count]) => count) };
  });
}
