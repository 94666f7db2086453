/** Which conditions hold in one environment, with the evidence. One small function a condition. */

import type { QueueReason, Threshold, Verdict } from '../../contract/conditions.ts';
import { VERDICT_CODES } from '../../contract/conditions.ts';
import type { EnvironmentMetrics } from '../../contract/metrics.ts';
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { Finding } from '../model/incident.ts';
import type { Reading } from '../model/reading.ts';
import { bounceEndAt } from './bounce.ts';
import { findItemsPast, severityOf, toFindingItem } from './items-past-threshold.ts';
import { type AgedItem, longestFirst, type Sample } from './measure.ts';
import { DEEP_RUNS_COUNT, type RunCounters } from './run-counters.ts';
import { judgeQueue, type QueueVerdict } from './verdict.ts';

/** Age from which the queue is judged where queue-stuck has no warning. */
const DEFAULT_VERDICT_SECONDS = 300;
/** Over how long bounced work is counted. */
const BOUNCE_WINDOW_SECONDS = 900;

export interface Diagnosis {
  readonly verdict: Verdict;
  readonly reason: QueueReason | null;
  /** In the order of ENVIRONMENT_CONDITIONS; at most one a condition. */
  readonly findings: readonly Finding[];
  /** The sample's metrics with the verdict. */
  readonly metrics: EnvironmentMetrics;
}

/** @param counters of this run already: see countRuns */
export function diagnose(
  reading: Reading,
  sample: Sample,
  counters: RunCounters,
  rules: EnvironmentRules,
): Diagnosis {
  const { thresholds } = rules;
  const queue = judgeQueue(reading, sample, verdictFromSeconds(thresholds['queue-stuck']));
  const findings = [
    findUnreadable(reading, counters, thresholds['environment-unreadable'], sample.at),
    findQueueStuck(queue, sample, thresholds['queue-stuck']),
    findStaleHeartbeat(sample, thresholds['stale-heartbeat']),
    findStuck('stuck-starting', sample.byState.starting, thresholds['stuck-starting']),
    findStuck('stuck-stopping', sample.byState.stopping, thresholds['stuck-stopping']),
    findBounced(sample, thresholds['work-bounced']),
    findStuck('long-running', sample.activeByRunTime, thresholds['long-running']),
    findDeep(sample, counters, thresholds['queue-deep']),
  ].filter((finding) => finding !== null);
  const { verdict, reason } = queue;
  const isMeasured = reading.completeness === 'complete' && verdict !== 'unknown';
  return {
    verdict,
    reason,
    findings,
    metrics: isMeasured ? { ...sample.metrics, QueueVerdict: VERDICT_CODES[verdict] } : sample.metrics,
  };
}

/** Age of the oldest queued item from which the queue is judged: never later than a condition may hold. */
export function verdictFromSeconds({ warning, critical }: Threshold): number {
  return warning ?? Math.min(critical ?? DEFAULT_VERDICT_SECONDS, DEFAULT_VERDICT_SECONDS);
}

function findUnreadable(
  { error }: Reading,
  { failedRunCount, failingSince }: RunCounters,
  threshold: Threshold,
  at: Date,
): Finding | null {
  const severity = severityOf(failedRunCount, threshold);
  if (error === null || severity === null) return null;
  const { status, type, message, requestId } = error;
  return {
    condition: 'environment-unreadable',
    severity,
    reason: type,
    since: failingSince ?? at,
    items: [],
    evidence: { status, type, message, requestId, failedRunCount },
  };
}

function findQueueStuck(
  { verdict, reason, facts }: QueueVerdict,
  sample: Sample,
  threshold: Threshold,
): Finding | null {
  const { queued, active, starting } = sample.byState;
  const reached = severityOf(queued[0]?.ageSeconds ?? 0, threshold);
  // Slow and busy are a matter of capacity, and without a verdict nobody is woken up for a guess.
  const isCapacity = verdict === 'slow' || verdict === 'busy' || verdict === 'unknown';
  const severity = isCapacity && reached !== null ? (threshold.warning === null ? null : 'warning') : reached;
  return findItemsPast('queue-stuck', severity, reason ?? 'unknown', queued, threshold, {
    depthCount: queued.length,
    oldestQueuedAgeSeconds: queued[0]?.ageSeconds ?? 0,
    acknowledgedLast300sCount: facts.acknowledgedRecentlyCount,
    pendingCount: facts.pendingCount,
    workersPollingCount: facts.workersPollingCount,
    freshHeartbeatCount: facts.freshHeartbeatCount,
    activeCount: active.length,
    startingCount: starting.length,
  });
}

function findStaleHeartbeat(sample: Sample, threshold: Threshold): Finding | null {
  const { active } = sample.byState;
  const severity = severityOf(active[0]?.ageSeconds ?? 0, threshold);
  const found = findItemsPast('stale-heartbeat', severity, null, active, threshold, {});
  if (found === null) return null;
  const evidence = {
    activeCount: active.length,
    silentCount: found.items.length,
    longestSilenceSeconds: active[0]?.ageSeconds ?? 0,
    warningSeconds: threshold.warning,
    criticalSeconds: threshold.critical,
  };
  return { ...found, evidence };
}

function findStuck(
  condition: 'stuck-starting' | 'stuck-stopping' | 'long-running',
  aged: readonly AgedItem[],
  threshold: Threshold,
): Finding | null {
  const longestSeconds = aged[0]?.ageSeconds ?? 0;
  const found = findItemsPast(condition, severityOf(longestSeconds, threshold), null, aged, threshold, {});
  return found === null ? null : { ...found, evidence: { count: found.items.length, longestSeconds } };
}

function findBounced(sample: Sample, threshold: Threshold): Finding | null {
  const fromMs = sample.at.getTime() - BOUNCE_WINDOW_SECONDS * 1000;
  const acknowledged = sample.items.filter(
    ({ acknowledgedAt }) =>
      acknowledgedAt !== null && acknowledgedAt.getTime() >= fromMs && acknowledgedAt <= sample.at,
  );
  const bounced = longestFirst(
    acknowledged.filter((item) => bounceEndAt(item) !== null),
    (item) => bounceEndAt(item) ?? item.createdAt,
    sample.at,
  );
  const severity = 2 * bounced.length >= acknowledged.length ? severityOf(bounced.length, threshold) : null;
  const [first] = bounced;
  if (severity === null || first === undefined) return null;
  return {
    condition: 'work-bounced',
    severity,
    reason: null,
    since: first.since,
    items: bounced.map((aged) => toFindingItem(aged, aged.since)),
    evidence: { bouncedCount: bounced.length, acknowledgedCount: acknowledged.length },
  };
}

function findDeep(sample: Sample, { deepRunCounts }: RunCounters, threshold: Threshold): Finding | null {
  const { queued } = sample.byState;
  const isCritical = threshold.critical !== null && deepRunCounts.critical >= DEEP_RUNS_COUNT;
  const isWarning = threshold.warning !== null && deepRunCounts.warning >= DEEP_RUNS_COUNT;
  if (!isCritical && !isWarning) return null;
  return {
    condition: 'queue-deep',
    severity: isCritical ? 'critical' : 'warning',
    reason: null,
    since: queued[0]?.since ?? sample.at,
    items: [],
    evidence: { depthCount: queued.length, runCount: DEEP_RUNS_COUNT },
  };
}
