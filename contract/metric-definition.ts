/** What a definition in the metric catalogue says of a metric, and which of them are published. */

/**
 * - `gauge`: a state of now. Sent for every environment that was read whole, zero included, unless `unknown`.
 * - `flow`: how many events since the last run. Sent from the second complete reading on.
 * - `distribution`: measured values of those events. Sent only when something was measured.
 */
export type MetricKind = 'gauge' | 'flow' | 'distribution';

/** Settings that bring metrics of their own. */
export type MetricSetting = 'sessionsPerWorker' | 'slo';

type DefinitionOf<Kind extends MetricKind> = MetricDefinition & { readonly kind: Kind };

export interface MetricDefinition {
  readonly unit: 'Count' | 'Seconds' | 'None';
  readonly kind: MetricKind;
  /** Of an environment: published unless lean ones are asked for. The monitor's own are always. */
  readonly essential: boolean;
  /** Published whatever is asked for: what alone says that something is stuck, or what workers are scaled by. */
  readonly lean?: true;
  /** Measured only where this setting is written, and then published unless lean ones are asked for. */
  readonly setting?: MetricSetting;
  /** Also published of all environments together, whatever is asked for. */
  readonly total?: true;
  readonly meaning: string;
  /** When the metric is not sent although the environment was read whole. */
  readonly absent?: string;
}

/** Which metrics of an environment are published: each choice has those of the ones before it. */
export const METRICS_CHOICES = ['lean', 'essential', 'full'] as const;
export type MetricsChoice = (typeof METRICS_CHOICES)[number];

/** Whether a metric that was measured is sent. */
export function isPublished({ essential, lean, setting }: MetricDefinition, choice: MetricsChoice): boolean {
  if (choice === 'full' || lean === true) return true;
  return choice === 'essential' && (essential || setting !== undefined);
}

export const gauge = (
  unit: MetricDefinition['unit'],
  essential: boolean,
  meaning: string,
): DefinitionOf<'gauge'> => ({
  unit,
  kind: 'gauge',
  essential,
  meaning,
});

export const flow = (meaning: string): DefinitionOf<'flow'> => ({
  unit: 'Count',
  kind: 'flow',
  essential: false,
  meaning,
  absent: 'in the first complete reading of an environment',
});

export const distribution = (essential: boolean, meaning: string): DefinitionOf<'distribution'> => ({
  unit: 'Seconds',
  kind: 'distribution',
  essential,
  meaning,
  absent: 'when nothing was measured since the last run',
});
