/** The monitor's own metrics of a run: what it could not read, tell or believe. */

import type { MonitorMetrics } from '../../contract/metrics.ts';
import type { JudgedRun } from '../judge/judge-run.ts';
import type { Readings } from '../model/readings.ts';
import { ageSeconds } from '../model/work-item.ts';

export interface MonitorMetricsInput {
  readonly readings: Readings;
  readonly judged: JudgedRun;
  /** Alerts that could not be sent. */
  readonly waitingCount: number;
  readonly unreadableRowCount: number;
  /** Whether the run published and saved; a run that did not is not counted, so that its absence alarms. */
  readonly hasSucceeded: boolean;
}

export function toMonitorMetrics(input: MonitorMetricsInput): MonitorMetrics {
  const readings = [...input.readings.readings.values()].map(({ reading }) => reading);
  const { at } = input.readings.instant;
  const countOf = (completeness: string) =>
    readings.filter((reading) => reading.completeness === completeness).length;
  return {
    ...(input.hasSucceeded ? { Runs: 1 } : {}),
    EnvironmentsFailed: countOf('failed'),
    EnvironmentsIncomplete: countOf('partial'),
    ScanAge: Math.max(0, ...[...input.readings.waiting.values()].map((since) => ageSeconds(since, at))),
    OpenIncidents: input.judged.rows.reduce((sum, { value }) => sum + value.incidents.length, 0),
    ScanDrift: readings.reduce((sum, { driftCount }) => sum + driftCount, input.unreadableRowCount),
    ClockDeviation: Math.abs(input.readings.instant.deviationMs) / 1000,
    NotificationsFailed: input.waitingCount,
  };
}
