/** From the metrics that a widget names to what recorded runs published of them. */
import type { RecordedRun } from './record-hours.ts';

export interface MetricLine {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

interface Options {
  readonly stat?: string;
  readonly label?: string;
  readonly expression?: string;
}

/** @param rows as a widget has them: [namespace, name, dimension, value, …, options] or [{ expression }] */
export function toLines(rows: unknown, runs: readonly RecordedRun[]): MetricLine[] {
  return (Array.isArray(rows) ? rows : []).flatMap((row: readonly unknown[]) => {
    const options = (row.at(-1) ?? {}) as Options;
    if (options.expression !== undefined) return toSearchLines(options.expression, runs);
    const [namespace, name = '', ...dimensions] = row.slice(0, -1).map(String);
    const label = options.label ?? name;
    if (namespace === 'AWS/Lambda') return [{ label, values: runs.map((run) => ofFunction(name, run)) }];
    const environmentId = dimensions[dimensions.indexOf('EnvironmentId') + 1] ?? '';
    const isMonitor = !dimensions.includes('EnvironmentId');
    const values = runs.map(({ environments, monitor }) =>
      toStatistic((isMonitor ? monitor : environments.get(environmentId)) ?? {}, name, options.stat),
    );
    return [{ label, values }];
  });
}

/** `SORT(SEARCH(…), MAX, DESC, n)`: one line for each environment, the highest first. */
function toSearchLines(expression: string, runs: readonly RecordedRun[]): MetricLine[] {
  const [, name = ''] = /MetricName="(\w+)"/.exec(expression) ?? [];
  const [, count = '0'] = /MAX, DESC, (\d+)\)$/.exec(expression) ?? [];
  if (name === '' || count === '0') throw new TypeError(`Cannot draw the expression ${expression}`);
  const ids = [...new Set(runs.flatMap(({ environments }) => [...environments.keys()]))];
  const lines = ids.map((id) => ({
    label: id,
    values: runs.map(({ environments }) => toStatistic(environments.get(id) ?? {}, name, 'Maximum')),
  }));
  const highest = ({ values }: MetricLine) => Math.max(0, ...values.map((value) => value ?? 0));
  return lines.toSorted((a, b) => highest(b) - highest(a)).slice(0, Number(count));
}

/** Of one minute, in which a gauge is sent once: only for a distribution the statistic makes a difference. */
function toStatistic(
  measured: Readonly<Record<string, unknown>>,
  name: string,
  statistic = 'Average',
): number | null {
  const value = measured[name];
  if (typeof value === 'number') return value;
  if (!Array.isArray(value) || value.length === 0) return null;
  if (statistic === 'SampleCount') return value.length;
  const sorted = value.map(Number).toSorted((a, b) => a - b);
  const share = Number(/^p(\d+)$/.exec(statistic)?.[1] ?? 100) / 100;
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** What Lambda itself counts. */
function ofFunction(name: string, { lines, hasFailed }: RecordedRun): number | null {
  if (name === 'Errors') return hasFailed ? 1 : 0;
  if (name === 'Throttles') return 0;
  const durationMs = lines.find(({ message }) => message === 'run')?.durationMs;
  return typeof durationMs === 'number' ? durationMs : null;
}
