/** The metrics of a monitor, for alarms and dashboards of your own. Written by npm run docs, from the catalogue. */
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { MetricSource } from './metric-source.ts';

/** Of a minute: by default the Maximum, where nothing else is said. */
export class MeasuredMonitor extends MetricSource {
  /** Items `queued`: waiting for a worker, or delivered and not yet acked. */
  metricQueueDepth(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('QueueDepth', environmentId, 'Maximum', options);
  }

  /** Age of the oldest queued item, 0 if none. */
  metricOldestQueuedAge(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('OldestQueuedAge', environmentId, 'Maximum', options);
  }

  /** Items `starting`: acked, no heartbeat yet. */
  metricItemsStarting(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('ItemsStarting', environmentId, 'Maximum', options);
  }

  /** Items `active`: a worker holds the lease. */
  metricItemsActive(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('ItemsActive', environmentId, 'Maximum', options);
  }

  /** Active items silent for at least the stale threshold (180 s unless configured or learned). */
  metricStaleHeartbeats(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('StaleHeartbeats', environmentId, 'Maximum', options);
  }

  /** Active items silent for at least 600 s: no legal lease is longer. */
  metricLostHeartbeats(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('LostHeartbeats', environmentId, 'Maximum', options);
  }

  /** Longest silence among active items; falls back to started, acknowledged, created. */
  metricOldestHeartbeatAge(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('OldestHeartbeatAge', environmentId, 'Maximum', options);
  }

  /** Longest time since the start among active items; falls back to acknowledged, created. */
  metricOldestActiveAge(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('OldestActiveAge', environmentId, 'Maximum', options);
  }

  /** Created to acknowledged, of items acknowledged since the last run. By default the p90. */
  metricQueueWait(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('QueueWait', environmentId, 'p90', options);
  }

  /** 0 ok, 1 slow, 2 busy, 3 stalled, 4 no workers. */
  metricQueueVerdict(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('QueueVerdict', environmentId, 'Maximum', options);
  }

  /** Items `stopping`: a graceful stop was asked for. Only with `metrics: "full"`. */
  metricItemsStopping(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('ItemsStopping', environmentId, 'Maximum', options);
  }

  /** Items `starting` for at least the stuck-starting warning. Only with `metrics: "full"`. */
  metricStuckStarting(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('StuckStarting', environmentId, 'Maximum', options);
  }

  /** Items `stopping` for at least the stuck-stopping warning. Only with `metrics: "full"`. */
  metricStuckStopping(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('StuckStopping', environmentId, 'Maximum', options);
  }

  /**
   * Acknowledged to first heartbeat, of items started since the last run. Only with `metrics: "full"`. By
   * default the p90.
   */
  metricStartupTime(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('StartupTime', environmentId, 'p90', options);
  }

  /**
   * First heartbeat to stopped, of items stopped since the last run. Only with `metrics: "full"`. By default
   * the p90.
   */
  metricRunTime(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('RunTime', environmentId, 'p90', options);
  }

  /**
   * Stop requested to stopped, of items stopped since the last run. Only with `metrics: "full"`. By default
   * the p90.
   */
  metricStopLag(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('StopLag', environmentId, 'p90', options);
  }

  /** Items created since the last run. Only with `metrics: "full"`. By default the Sum. */
  metricItemsCreated(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('ItemsCreated', environmentId, 'Sum', options);
  }

  /** Items acknowledged since the last run. Only with `metrics: "full"`. By default the Sum. */
  metricItemsAcknowledged(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('ItemsAcknowledged', environmentId, 'Sum', options);
  }

  /** Items stopped since the last run. Only with `metrics: "full"`. By default the Sum. */
  metricItemsStopped(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('ItemsStopped', environmentId, 'Sum', options);
  }

  /**
   * Items stopped, or asked to, within 30 s of the ack without ever starting, since the last run. Only with
   * `metrics: "full"`. By default the Sum.
   */
  metricItemsBounced(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('ItemsBounced', environmentId, 'Sum', options);
  }

  /** Items delivered and not acked (`pending` of the work stats). Only with `metrics: "full"`. */
  metricUnacknowledgedDeliveries(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('UnacknowledgedDeliveries', environmentId, 'Maximum', options);
  }

  /** Workers polling with a Worker-ID (`workers_polling` of the work stats). Only with `metrics: "full"`. */
  metricWorkersPolling(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('WorkersPolling', environmentId, 'Maximum', options);
  }

  /** Queue depth divided by the acknowledgement rate of the last 15 minutes. Only with `metrics: "full"`. */
  metricTimeToDrain(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('TimeToDrain', environmentId, 'Maximum', options);
  }

  /**
   * Workers wanted: items queued, starting and active, divided by `sessionsPerWorker`, rounded up; the most
   * of the last `keepWorkersMinutes`. Only with `sessionsPerWorker`.
   */
  metricWorkersWanted(environmentId: string, options?: MetricOptions): Metric {
    return this.ofEnvironment('WorkersWanted', environmentId, 'Maximum', options);
  }

  /**
   * Items picked up within `pickupSeconds` of their creation, since the last run. Only with `slo`. Without
   * an environment: of all together. By default the Sum.
   */
  metricPickupsWithinObjective(environmentId?: string, options?: MetricOptions): Metric {
    return this.ofEnvironments('PickupsWithinObjective', environmentId, 'Sum', options);
  }

  /**
   * Items that waited longer than `pickupSeconds`, since the last run: counted as soon as they have, and not
   * again when they are picked up. Only with `slo`. Without an environment: of all together. By default the
   * Sum.
   */
  metricPickupsBeyondObjective(environmentId?: string, options?: MetricOptions): Metric {
    return this.ofEnvironments('PickupsBeyondObjective', environmentId, 'Sum', options);
  }

  /** Runs that published and saved, whatever the environments said. */
  metricRuns(options?: MetricOptions): Metric {
    return this.ofMonitor('Runs', 'Maximum', options);
  }

  /** Environments of which nothing could be read in this run. */
  metricEnvironmentsFailed(options?: MetricOptions): Metric {
    return this.ofMonitor('EnvironmentsFailed', 'Maximum', options);
  }

  /** Environments read in part only in this run. */
  metricEnvironmentsIncomplete(options?: MetricOptions): Metric {
    return this.ofMonitor('EnvironmentsIncomplete', 'Maximum', options);
  }

  /**
   * How long ago the environment was asked that has waited longest for its turn; 0 when all were asked in
   * this run.
   */
  metricScanAge(options?: MetricOptions): Metric {
    return this.ofMonitor('ScanAge', 'Maximum', options);
  }

  /** Incidents open after this run. */
  metricOpenIncidents(options?: MetricOptions): Metric {
    return this.ofMonitor('OpenIncidents', 'Maximum', options);
  }

  /** Signs that the list is not what was remembered or documented; see the runbook. */
  metricScanDrift(options?: MetricOptions): Metric {
    return this.ofMonitor('ScanDrift', 'Maximum', options);
  }

  /** How far the time that the API's answers tell is from the one the run went by. */
  metricClockDeviation(options?: MetricOptions): Metric {
    return this.ofMonitor('ClockDeviation', 'Maximum', options);
  }

  /** Alerts that could not be sent and wait for the next run. */
  metricNotificationsFailed(options?: MetricOptions): Metric {
    return this.ofMonitor('NotificationsFailed', 'Maximum', options);
  }
}
