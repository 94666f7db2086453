/** The metric by which workers are scaled, where it is published. */
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { InvalidInputError } from '../../contract/invalid-input.ts';
import { scalingRulesOf } from '../../contract/scaling.ts';
import type { Settings } from '../../contract/settings.ts';
import { environmentMetric } from '../cloudwatch-metrics.ts';

/** A monitor, as far as scaling knows it. */
export interface ScaledMonitor {
  readonly name: string;
  readonly config: Pick<Settings, 'sessionsPerWorker' | 'keepWorkersMinutes' | 'overrides'>;
}

/** @throws {InvalidInputError} where it is not published */
export function workersWanted({ name, config }: ScaledMonitor, environmentId: string): Metric {
  if (scalingRulesOf(config, environmentId) === null) {
    const remedy = `write how many sessions a worker serves at once, for all environments or for ${environmentId} in overrides`;
    throw new InvalidInputError(`The monitor ${name} publishes no WorkersWanted: its configuration`, [
      { path: 'sessionsPerWorker', value: undefined, remedy },
    ]);
  }
  return environmentMetric(name, environmentId, 'WorkersWanted', { statistic: 'Maximum' });
}
