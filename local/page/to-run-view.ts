/** Reads a run from the points it published, and from what it said it could not do. */
import { DIMENSIONS, ENVIRONMENT_METRICS, type EnvironmentMetricName } from '../../contract/metrics.ts';
import type { RunOutcome } from '../monitor/run-monitor.ts';
import type { MetricPoint } from '../stand-ins/cloudwatch.ts';
import type { Measured, RunView, Spread } from './page-model.ts';

export function toRunView({
  number,
  scheduledAt,
  points,
  unread,
  error,
}: Pick<RunOutcome, 'number' | 'scheduledAt' | 'points' | 'unread' | 'error'>): RunView {
  const ids = new Set(points.flatMap(({ dimensions }) => dimensions[DIMENSIONS.environmentId] ?? []));
  const ofMonitor = points.filter(({ dimensions }) => dimensions[DIMENSIONS.environmentId] === undefined);
  return {
    number,
    atSeconds: scheduledAt.getTime() / 1000,
    environments: Object.fromEntries([...ids].map((id) => [id, toMeasured(id, points)])),
    monitor: Object.fromEntries(ofMonitor.map(({ name, values }) => [name, values[0] ?? 0])),
    unread: Object.fromEntries(unread.map(({ environmentId, message }) => [environmentId, message])),
    error,
  };
}

function toMeasured(environmentId: string, points: readonly MetricPoint[]): Measured {
  const own = points.filter(({ dimensions }) => dimensions[DIMENSIONS.environmentId] === environmentId);
  const names = Object.keys(ENVIRONMENT_METRICS) as EnvironmentMetricName[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const ofMetric = own.filter((point) => point.name === name);
      const [first] = ofMetric;
      if (first === undefined) return [];
      const isDistribution = ENVIRONMENT_METRICS[name].kind === 'distribution';
      return [[name, isDistribution ? toSpread(ofMetric) : (first.values[0] ?? 0)]];
    }),
  );
}

/** A long distribution comes in several points of the same minute, which add up. */
function toSpread(points: readonly MetricPoint[]): Spread {
  const entries = points
    .flatMap(({ values, counts }) => values.map((value, index) => ({ value, count: counts[index] ?? 1 })))
    .toSorted((a, b) => a.value - b.value);
  const count = entries.reduce((sum, entry) => sum + entry.count, 0);
  return { median: medianOf(entries, count), max: entries.at(-1)?.value ?? 0, count };
}

function medianOf(
  entries: readonly { readonly value: number; readonly count: number }[],
  count: number,
): number {
  let seenCount = 0;
  for (const entry of entries) {
    seenCount += entry.count;
    if (seenCount >= count / 2) return entry.value;
  }
  return 0;
}
