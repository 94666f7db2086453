/**
 * The metric catalogue: every metric the monitor may publish, and nothing else. Lambda, alarms, dashboard
 * and docs read it, so that they cannot drift apart. Names, units and dimensions are public: renaming one
 * breaks people's alarms.
 */
import { distribution, flow, gauge, type MetricDefinition, type MetricKind } from './metric-definition.ts';

/** CloudWatch namespace, unless the variable METRIC_NAMESPACE says otherwise. */
export const METRIC_NAMESPACE = 'Qoder/WorkQueue';

/** Dimension names. Environment metrics carry both, the monitor's own metrics carry only `Monitor`. */
export const DIMENSIONS = { monitor: 'Monitor', environmentId: 'EnvironmentId' } as const;

const SILENCE_UNKNOWN = 'when the last heartbeat of an active item cannot be read';

/** Metrics of one environment, dimensions {Monitor, EnvironmentId}; totals of all of them have {Monitor} only. */
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
    lean: true,
    setting: 'sessionsPerWorker',
    absent: 'never; where the environment was not read whole, the last value is held for at most 15 minutes',
  },
  PickupsWithinObjective: {
    ...flow('Items picked up within `pickupSeconds` of their creation, since the last run.'),
    setting: 'slo',
    total: true,
  },
  PickupsBeyondObjective: {
    ...flow(
      'Items that waited longer than `pickupSeconds`, since the last run: counted as soon as they have, and not again when they are picked up.',
    ),
    setting: 'slo',
    total: true,
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
/** Those that are also published of all environments together. */
export type TotalMetricName = {
  [Name in EnvironmentMetricName]: (typeof ENVIRONMENT_METRICS)[Name] extends { total: true } ? Name : never;
}[EnvironmentMetricName];

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
