/** The monitor's own metrics of a run: what it could not read, tell or believe. */
import type { MonitorMetrics } from '../../contract/metrics.ts';
import type { JudgedAll } from '../judge-run.ts';
import type { ReadEnvironments } from '../read/read-environments.ts';
import type { Delivery } from '../remember/remembered.ts';

export interface MonitorMetricsInput {
  readonly read: ReadEnvironments;
  readonly judged: JudgedAll;
  readonly told: readonly Delivery[];
  readonly unreadableRowCount: number;
  /** Whether the run published and saved; a run that did not is not counted, so that its absence alarms. */
  readonly hasSucceeded: boolean;
}

export function toMonitorMetrics(input: MonitorMetricsInput): MonitorMetrics {
  const readings = [...input.read.readings.values()].map(({ reading }) => reading);
  const countOf = (completeness: string) =>
    readings.filter((reading) => reading.completeness === completeness).length;
  return {
    ...(input.hasSucceeded ? { Runs: 1 } : {}),
    EnvironmentsFailed: countOf('failed'),
    EnvironmentsIncomplete: countOf('partial'),
    OpenIncidents: input.judged.intents.reduce((sum, { state }) => sum + state.incidents.length, 0),
    ScanDrift: readings.reduce((sum, { driftCount }) => sum + driftCount, input.unreadableRowCount),
    NotificationsFailed: input.told.reduce((sum, { waitingCount }) => sum + waitingCount, 0),
  };
}
