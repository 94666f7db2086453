/** What a run leaves in the log: one line for the run, one for each open incident and each alert decided. */

import type { MonitorMetrics } from '../contract/metrics.ts';
import type { JudgedRun } from './judge/judge-run.ts';
import type { Log } from './log.ts';
import type { Readings } from './model/readings.ts';
import type { Delivery } from './notify/drain-outbox.ts';
import { describeError } from './run-errors.ts';

/** A log event of CloudWatch ends at 256 KB; the counts beside these lists stay exact. */
const LISTED_COUNT = 50;

export interface RunReport {
  readonly runNumber: number;
  readonly scheduledAt: Date;
  readonly durationMs: number;
  readonly readings: Readings;
  readonly judged: JudgedRun;
  /** Deliveries of alerts an earlier run left, and of this run's. */
  readonly deliveries: readonly Delivery[];
  readonly unreadableRows: readonly string[];
  readonly metrics: MonitorMetrics;
  readonly errors: readonly Error[];
}

export function logRun(log: Log, report: RunReport): void {
  const { at } = report.readings.instant;
  for (const { id, value: state } of report.judged.rows) {
    for (const incident of state.incidents) {
      const { condition, severity, reason, openedAt, since, lastToldItemCount, evidence } = incident;
      log('incident', {
        environmentId: id,
        environmentName: report.readings.readings.get(id)?.environment.name ?? null,
        condition,
        severity,
        reason,
        openedAt,
        since,
        itemCount: lastToldItemCount,
        itemIds: incident.itemIds,
        isClearing: incident.clearSince !== null,
        evidence,
      });
    }
    const decided = state.outbox.filter((alert) => alert.at.getTime() === at.getTime());
    for (const {
      messageId,
      incidentId,
      environmentIds,
      condition,
      severity,
      change,
      reason,
      itemCount,
    } of decided) {
      const ids = environmentIds.slice(0, LISTED_COUNT);
      log('alert', {
        messageId,
        incidentId,
        environmentIds: ids,
        condition,
        severity,
        change,
        reason,
        itemCount,
      });
    }
  }
  log('run', toFields(report));
}

function toFields({ readings: read, deliveries, errors, metrics, ...rest }: RunReport) {
  const { runNumber, scheduledAt, durationMs, unreadableRows } = rest;
  const readings = [...read.readings].map(([environmentId, { reading }]) => ({ environmentId, ...reading }));
  const sum = (of: (reading: (typeof readings)[number]) => number) =>
    readings.reduce((total, reading) => total + of(reading), 0);
  const unread = readings.filter(({ error }) => error !== null);
  const withoutStats = readings.filter(({ statsError }) => statsError !== null);
  const sendErrors = deliveries.flatMap(({ sendError }) =>
    sendError === null ? [] : [describeError(sendError)],
  );
  return {
    runNumber,
    scheduledAt,
    at: read.instant.at,
    skewMs: read.instant.skew.ms,
    skewDeviationMs: read.instant.deviationMs,
    durationMs,
    unreadableRows: unreadableRows.slice(0, LISTED_COUNT),
    ...metrics,
    environmentCount: read.windows.size,
    requestCount: sum(({ requestCount }) => requestCount) + read.directory.requestCount,
    itemsReadCount: sum(({ itemsReadCount }) => itemsReadCount),
    malformedCount: sum(({ malformedCount }) => malformedCount),
    mismatchCount: sum(({ mismatchCount }) => mismatchCount),
    unknownStateCount: sum(({ stateCounts }) => stateCounts.other),
    unread: unread
      .slice(0, LISTED_COUNT)
      .map(({ environmentId, completeness, error }) => ({ environmentId, completeness, ...error })),
    withoutStats: withoutStats
      .slice(0, LISTED_COUNT)
      .map(({ environmentId, statsError }) => ({ environmentId, ...statsError })),
    directoryError: read.directory.error,
    alertsSentCount: deliveries.reduce((total, { sentCount }) => total + sentCount, 0),
    sendErrors: sendErrors.slice(0, LISTED_COUNT),
    faults: errors.slice(0, LISTED_COUNT).map(describeError),
  };
}
