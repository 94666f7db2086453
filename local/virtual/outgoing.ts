/** What a monitor has published and logged, and how plays ask for it. */
import type { EnvironmentMetricName, MonitorMetricName } from '../../contract/metrics.ts';
import type { PublishedMetrics } from '../../lambda/wiring.ts';

export interface Outgoing {
  readonly published: readonly PublishedMetrics[];
  /** Values of a metric, oldest first: of an environment, or the monitor's own. */
  readonly valuesOf: (
    name: EnvironmentMetricName | MonitorMetricName,
    environmentId?: string,
  ) => (number | readonly number[])[];
  readonly logLines: readonly string[];
  /** The log lines of this message, parsed. */
  readonly logged: (message: string) => Record<string, unknown>[];
}

export function createOutgoing() {
  const [published, logLines]: [PublishedMetrics[], string[]] = [[], []];
  return {
    published,
    logLines,
    valuesOf: (name, environmentId) =>
      published.flatMap(({ environments, monitor }) => {
        const measured: Readonly<Record<string, number | readonly number[]>> =
          environmentId === undefined ? monitor : (environments.get(environmentId) ?? {});
        const value = measured[name];
        return value === undefined ? [] : [value];
      }),
    logged: (message) => logLines.map((line) => JSON.parse(line)).filter((line) => line.message === message),
  } satisfies Outgoing;
}
