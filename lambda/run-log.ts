/** What a run leaves in the log: one line for the run, one for each open incident and each alert decided. */
import type { MonitorMetrics } from '../contract/metrics.ts';
import type { JudgedAll } from './judge-run.ts';
import { describeError, type Log } from './log.ts';
import type { ReadEnvironments } from './read/read-environments.ts';
import type { Delivery } from './remember/remembered.ts';

/** A log event of CloudWatch ends at 256 KB; the counts beside these lists stay exact. */
const LISTED_COUNT = 50;

export interface RunReport {
  readonly runNumber: number;
  readonly scheduledAt: Date;
  readonly at: Date;
  /** Local clock minus the API's; null without an answer. */
  readonly skewMs: number | null;
  readonly durationMs: number;
  readonly read: ReadEnvironments;
  readonly judged: JudgedAll;
  /** Deliveries of alerts an earlier run left, and of this run's. */
  readonly deliveries: readonly Delivery[];
  readonly unreadableRows: readonly string[];
  readonly health: MonitorMetrics;
  readonly faults: readonly Error[];
}

export function logRun(log: Log, report: RunReport): void {
  for (const { remembered, state } of report.judged.intents) {
    for (const incident of state.incidents) {
      const { condition, severity, reason, openedAt, since, lastToldItemCount, evidence } = incident;
      log('incident', {
        environmentId: remembered.id,
        environmentName: report.read.readings.get(remembered.id)?.environment.name ?? null,
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
    const decided = state.outbox.filter(({ at }) => at.getTime() === report.at.getTime());
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

function toFields({ read, deliveries, faults, health, ...rest }: RunReport) {
  const { runNumber, scheduledAt, at, skewMs, durationMs, unreadableRows } = rest;
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
    at,
    skewMs,
    durationMs,
    unreadableRows: unreadableRows.slice(0, LISTED_COUNT),
    ...health,
    environmentCount: read.watchedIds.size,
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
    faults: faults.slice(0, LISTED_COUNT).map(describeError),
  };
}
