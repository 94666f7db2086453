/** What was measured of an environment, as fields of a log line: with lean metrics the log holds what CloudWatch is not sent. */
import type { EnvironmentMetrics } from '../../contract/metrics.ts';

/** Seconds, as the values themselves; in a line they would be a list that no query can read. */
interface Summary {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** What was not measured has no field: that is not zero. */
export function toLoggedMetrics(measured: EnvironmentMetrics): Readonly<Record<string, number | Summary>> {
  const fields: Record<string, number | Summary> = {};
  for (const [name, value] of Object.entries<number | readonly number[]>(measured)) {
    if (typeof value === 'number') fields[name] = value;
    else if (value.length > 0) fields[name] = toSummary(value);
  }
  return fields;
}

function toSummary(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const percentile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { count: sorted.length, p50: percentile(0.5), p90: percentile(0.9), p99: percentile(0.99) };
}
