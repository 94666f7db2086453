/** Which metrics of an environment its settings bring, and which they leave out. */
import { isPublished, type MetricDefinition, type MetricSetting } from './metric-definition.ts';
import { ENVIRONMENT_METRICS, type EnvironmentMetricName } from './metrics.ts';
import { pickupSecondsOf } from './objective.ts';
import { scalingRulesOf } from './scaling.ts';
import type { Settings } from './settings.ts';

type PublishingSettings = Pick<
  Settings,
  'metrics' | 'slo' | 'sessionsPerWorker' | 'keepWorkersMinutes' | 'overrides'
>;

/** @returns those that are never sent of the environment */
export function unsentMetricsOf(
  settings: PublishingSettings,
  environmentId: string,
): EnvironmentMetricName[] {
  const isWritten: Readonly<Record<MetricSetting, boolean>> = {
    sessionsPerWorker: scalingRulesOf(settings, environmentId) !== null,
    slo: pickupSecondsOf(settings, environmentId) !== null,
  };
  const catalogue = Object.entries(ENVIRONMENT_METRICS) as [EnvironmentMetricName, MetricDefinition][];
  return catalogue
    .filter(([, definition]) => {
      const { setting } = definition;
      return !isPublished(definition, settings.metrics) || (setting !== undefined && !isWritten[setting]);
    })
    .map(([name]) => name);
}
