/**
 * What a run leaves in the log: one line for the run, one for each open incident, each alert decided, and each environment
 * that is not well. With lean metrics also one for each environment that was read whole.
 */

import type { MetricsChoice } from '../contract/metric-definition.ts';
import type { MonitorMetrics } from '../contract/metrics.ts';
import { VERSION } from '../contract/version.ts';
import type { JudgedDemand } from './judge/judge-demand.ts';
import type { JudgedRun } from './judge/judge-run.ts';
import type { Log } from './log.ts';
import { toSessionFields } from './log-sessions.ts';
import { toStateLines } from './log-states.ts';
import { isNotUnderstood } from './model/reading.ts';
import type { Readings } from './model/readings.ts';
import type { Share } from './model/share.ts';
import type { Delivery } from './notify/drain-outbox.ts';
import { toLoggedMetrics } from './publish/logged-metrics.ts';
import { describeError } from './run-errors.ts';

/** A log event of CloudWatch ends at 256 KB; the counts beside these lists stay exact. */
const LISTED_COUNT = 50;

export interface RunReport {
  readonly share: Share;
  readonly runNumber: number;
  readonly scheduledAt: Date;
  readonly durationMs: number;
  readonly readings: Readings;
  readonly judged: JudgedRun;
  readonly demand: JudgedDemand;
  /** Deliveries of alerts an earlier run left, and of this run's. */
  readonly deliveries: readonly Delivery[];
  readonly unreadableRows: readonly string[];
  readonly metrics: MonitorMetrics;
  readonly metricsChoice: MetricsChoice;
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
  logLearnedCursors(log, report.readings);
  if (report.metricsChoice === 'lean') logEnvironments(log, report);
  for (const line of toStateLines(report.judged, report.readings, report.share)) log('state', { ...line });
  log('run', toFields(report));
}

/** An environment that was not read whole writes no line, as it sends no metric. */
function logEnvironments(log: Log, { judged, readings }: RunReport): void {
  for (const [environmentId, measured] of judged.metrics) {
    log('environment', {
      environmentId,
      environmentName: readings.readings.get(environmentId)?.environment.name ?? null,
      verdict: judged.judgements.get(environmentId)?.verdict ?? 'unknown',
      ...toLoggedMetrics(measured),
    });
  }
}

const CURSORS = {
  any: 'the list takes every row as a cursor again: it is jumped over what is finished',
  page: 'the list takes rows as `page` only, not as `after_id`: it is asked so, and tried otherwise in a day',
  fresh:
    'the list takes only cursors that it has just told: it is walked whole in each run, and tried in a day',
} as const;

/** Once, when it is learned. */
function logLearnedCursors(log: Log, { readings }: Readings): void {
  for (const cursors of Object.keys(CURSORS) as (keyof typeof CURSORS)[]) {
    const ids = [...readings].flatMap(([id, { learnedCursors }]) => (learnedCursors === cursors ? [id] : []));
    if (ids.length === 0) continue;
    const environmentIds = ids.slice(0, LISTED_COUNT);
    log('cursors', { cursors, meaning: CURSORS[cursors], environmentCount: ids.length, environmentIds });
  }
}

/** Which of several functions it was, and of which others it knows nothing. */
const toShareFields = ({ index, count }: Share, { silentShards }: JudgedRun) =>
  count === 1 ? {} : { shard: index, shards: count, silentShards };

function toFields({ readings, demand, deliveries, errors, metrics, ...rest }: RunReport) {
  const { runNumber, scheduledAt, durationMs, unreadableRows } = rest;
  const { instant, directory } = readings;
  const { requestCount, ...read } = toReadingFields(readings);
  const sendErrors = deliveries.flatMap(({ sendError }) =>
    sendError === null ? [] : [describeError(sendError)],
  );
  return {
    version: VERSION,
    runNumber,
    scheduledAt,
    at: instant.at,
    skewMs: instant.skew.ms,
    skewDeviationMs: instant.deviationMs,
    durationMs,
    ...toShareFields(rest.share, rest.judged),
    unreadableRows: unreadableRows.slice(0, LISTED_COUNT),
    ...metrics,
    environmentCount: readings.windows.size,
    waitingCount: readings.waiting.size,
    requestCount: requestCount + directory.requestCount + (readings.sessions?.requestCount ?? 0),
    ...read,
    ...(readings.sessions === undefined ? {} : { sessions: toSessionFields(readings.sessions, rest.judged) }),
    directoryError: directory.error,
    ...toHeldFields(demand),
    alertsSentCount: deliveries.reduce((total, { sentCount }) => total + sentCount, 0),
    sendErrors: sendErrors.slice(0, LISTED_COUNT),
    faults: errors.slice(0, LISTED_COUNT).map(describeError),
  };
}

/** Says which points of WorkersWanted are no news. */
function toHeldFields({ wanted }: JudgedDemand) {
  const held = [...wanted].flatMap(([environmentId, { workerCount, heldSince }]) =>
    heldSince === null ? [] : [{ environmentId, workersWanted: workerCount, since: heldSince }],
  );
  return held.length === 0 ? {} : { workersWantedHeld: held.slice(0, LISTED_COUNT) };
}

function toReadingFields(read: Readings) {
  const readings = [...read.readings].map(([environmentId, { reading }]) => ({ environmentId, ...reading }));
  const sum = (of: (reading: (typeof readings)[number]) => number) =>
    readings.reduce((total, reading) => total + of(reading), 0);
  const some = (holds: (reading: (typeof readings)[number]) => boolean) =>
    readings.filter(holds).slice(0, LISTED_COUNT);
  return {
    requestCount: sum(({ requestCount }) => requestCount),
    itemsReadCount: sum(({ itemsReadCount }) => itemsReadCount),
    malformedCount: sum(({ malformedCount }) => malformedCount),
    mismatchCount: sum(({ mismatchCount }) => mismatchCount),
    unknownStateCount: sum(({ stateCounts }) => stateCounts.other),
    healthcheckCount: sum(({ healthcheckCount }) => healthcheckCount),
    notUnderstood: some(isNotUnderstood).map(
      ({ environmentId, malformedCount, unknownStates, unreadableCounts }) => ({
        environmentId,
        malformedCount,
        unknownStates,
        unreadableCounts,
      }),
    ),
    unread: some(({ error }) => error !== null).map(({ environmentId, completeness, error }) => ({
      environmentId,
      completeness,
      ...error,
    })),
    withoutStats: some(({ statsError }) => statsError !== null).map(({ environmentId, statsError }) => ({
      environmentId,
      ...statsError,
    })),
  };
}
