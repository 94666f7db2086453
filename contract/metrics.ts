/**
 * The metric catalogue: every metric the monitor may publish, and nothing else. Lambda, alarms, dashboard
 * and docs read it, so that they cannot drift apart. Names, units and dimensions are public: renaming one
 * breaks people's alarms.
 */

/** CloudWatch namespace, unless the variable METRIC_NAMESPACE says otherwise. */
export const METRIC_NAMESPACE = 'Qoder/WorkQueue';

/** Dimension names. Environment metrics carry both, the monitor's own metrics carry only `Monitor`. */
export const DIMENSIONS = { monitor: 'Monitor', environmentId: 'EnvironmentId' } as const;

/**
 * - `gauge`: a state of now. Sent for every environment that was read whole, zero included, unless `unknown`.
 * - `flow`: how many events since the last run. Sent from the second complete reading on.
 * - `distribution`: measured values of those events. Sent only when something was measured.
 */
export type MetricKind = 'gauge' | 'flow' | 'distribution';

/** Settings that bring metrics of their own. */
export type MetricSetting = 'sessionsPerWorker';

type DefinitionOf<Kind extends MetricKind> = MetricDefinition & { readonly kind: Kind };

export interface MetricDefinition {
  readonly unit: 'Count' | 'Seconds' | 'None';
  readonly kind: MetricKind;
  /** Of an environment: published unless lean ones are asked for. The monitor's own are always. */
  readonly essential: boolean;
  /** Published whatever is asked for: what alone says that something is stuck. */
  readonly lean?: true;
  /** Measured only where this setting is written, and then published whatever `metrics` says. */
  readonly setting?: MetricSetting;
  readonly meaning: string;
  /** When the metric is not sent although the environment was read whole. */
  readonly absent?: string;
}

/** Which metrics of an environment are published: each choice has those of the ones before it. */
export const METRICS_CHOICES = ['lean', 'essential', 'full'] as const;
export type MetricsChoice = (typeof METRICS_CHOICES)[number];

/** Whether a metric that was measured is sent. */
export function isPublished({ essential, lean, setting }: MetricDefinition, choice: MetricsChoice): boolean {
  if (choice === 'full' || setting !== undefined) return true;
  return choice === 'essential' ? essential : lean === true;
}

const gauge = (
  unit: MetricDefinition['unit'],
  essential: boolean,
  meaning: string,
): DefinitionOf<'gauge'> => ({
  unit,
  kind: 'gauge',
  essential,
  meaning,
});

const flow = (meaning: string): DefinitionOf<'flow'> => ({
  unit: 'Count',
  kind: 'flow',
  essential: false,
  meaning,
  absent: 'in the first complete reading of an environment',
});

const distribution = (essential: boolean, meaning: string): DefinitionOf<'distribution'> => ({
  unit: 'Seconds',
  kind: 'distribution',
  essential,
  meaning,
  absent: 'when nothing was measured since the last run',
});

const SILENCE_UNKNOWN = 'when the last heartbeat of an active item cannot be read';

/** Metrics of one environment, dimensions {Monitor, EnvironmentId}. */
export const ENVIRONMENT_METRICS = {
  QueueDepth: {
    ...gauge('Count', true, 'Items `queued`: waiting for a worker, or delivered and not yet acked.'),
    lean: true,
  },
  OldestQueuedAge: { ...gauge('Seconds', true, 'Age of the oldest queued item, 0 if none.'), lean: true },
  ItemsStarting: gauge('Count', true, 'Items `starting`: acked, no heartbeat yet.'),
  ItemsActive: gauge('Count', true, 'Items `active`: a worker holds the lease.'),
  StaleHeartbeats: {
    ...gauge(
      'Count',
      true,
      'Active items silent for at least the stale threshold (180 s unless configured or learned).',
    ),
    absent: SILENCE_UNKNOWN,
    lean: true,
  },
  LostHeartbeats: {
    ...gauge('Count', true, 'Active items silent for at least 600 s: no legal lease is longer.'),
    absent: SILENCE_UNKNOWN,
  },
  OldestHeartbeatAge: {
    ...gauge(
      'Seconds',
      true,
      'Longest silence among active items; falls back to started, acknowledged, created.',
    ),
    absent: SILENCE_UNKNOWN,
  },
  OldestActiveAge: gauge(
    'Seconds',
    true,
    'Longest time since the start among active items; falls back to acknowledged, created.',
  ),
  QueueWait: distribution(true, 'Created to acknowledged, of items acknowledged since the last run.'),
  QueueVerdict: {
    ...gauge('None', true, '0 ok, 1 slow, 2 busy, 3 stalled, 4 no workers.'),
    absent: 'when the verdict is unknown',
  },
  ItemsStopping: gauge('Count', false, 'Items `stopping`: a graceful stop was asked for.'),
  StuckStarting: gauge('Count', false, 'Items `starting` for at least the stuck-starting warning.'),
  StuckStopping: gauge('Count', false, 'Items `stopping` for at least the stuck-stopping warning.'),
  StartupTime: distribution(false, 'Acknowledged to first heartbeat, of items started since the last run.'),
  RunTime: distribution(false, 'First heartbeat to stopped, of items stopped since the last run.'),
  StopLag: distribution(false, 'Stop requested to stopped, of items stopped since the last run.'),
  ItemsCreated: flow('Items created since the last run.'),
  ItemsAcknowledged: flow('Items acknowledged since the last run.'),
  ItemsStopped: flow('Items stopped since the last run.'),
  ItemsBounced: flow(
    'Items stopped, or asked to, within 30 s of the ack without ever starting, since the last run.',
  ),
  UnacknowledgedDeliveries: {
    ...gauge('Count', false, 'Items delivered and not acked (`pending` of the work stats).'),
    absent: 'when the API does not say',
  },
  WorkersPolling: {
    ...gauge('Count', false, 'Workers polling with a Worker-ID (`workers_polling` of the work stats).'),
    absent: 'when the API does not say',
  },
  TimeToDrain: {
    ...gauge('Seconds', false, 'Queue depth divided by the acknowledgement rate of the last 15 minutes.'),
    absent: 'when nothing was acknowledged in the last 15 minutes',
  },
  WorkersWanted: {
    ...gauge(
      'Count',
      false,
      'Workers wanted: items queued, starting and active, divided by `sessionsPerWorker`, rounded up; the most of the last `keepWorkersMinutes`.',
    ),
    setting: 'sessionsPerWorker',
    absent: 'never; where the environment was not read whole, the last value is held for at most 15 minutes',
  },
} as const satisfies Record<string, MetricDefinition>;

/** The monitor's own metrics, dimension {Monitor}. */
export const MONITOR_METRICS = {
  Runs: {
    ...gauge('Count', true, 'Runs that published and saved, whatever the environments said.'),
    absent: 'when the run failed',
  },
  EnvironmentsFailed: gauge('Count', true, 'Environments of which nothing could be read in this run.'),
  EnvironmentsIncomplete: gauge('Count', true, 'Environments read in part only in this run.'),
  ScanAge: gauge(
    'Seconds',
    true,
    'How long ago the environment was asked that has waited longest for its turn; 0 when all were asked in this run.',
  ),
  OpenIncidents: gauge('Count', true, 'Incidents open after this run.'),
  ScanDrift: gauge(
    'Count',
    true,
    'Signs that the list is not what was remembered or documented; see the runbook.',
  ),
  ClockDeviation: gauge(
    'Seconds',
    true,
    "How far the time that the API's answers tell is from the one the run went by.",
  ),
  NotificationsFailed: gauge('Count', true, 'Alerts that could not be sent and wait for the next run.'),
} as const satisfies Record<string, MetricDefinition>;

export type EnvironmentMetricName = keyof typeof ENVIRONMENT_METRICS;
export type MonitorMetricName = keyof typeof MONITOR_METRICS;

type NamesOfKind<Kind extends MetricKind> = {
  [Name in EnvironmentMetricName]: (typeof ENVIRONMENT_METRICS)[Name]['kind'] extends Kind ? Name : never;
}[EnvironmentMetricName];

/**
 * Measured metrics of one environment: numbers, distributions as arrays of seconds. A name that is missing
 * was not measured, which is not zero.
 */
export type EnvironmentMetrics = {
  readonly [Name in EnvironmentMetricName]?: Name extends NamesOfKind<'distribution'>
    ? readonly number[]
    : number;
};

export type MonitorMetrics = { readonly [Name in MonitorMetricName]?: number };
