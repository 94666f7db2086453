/**
 * Why the oldest item waits: a chain of rules, first match wins. The order goes from the item to the queue
 * to the workers, so that one poison item is not mistaken for a dead fleet.
 */
import type { QueueReason, Verdict } from '../../contract/conditions.ts';
import { type EnvironmentRules, verdictFromSeconds } from '../../contract/rules.ts';
import type { Reading } from '../model/reading.ts';
import { ageSeconds, startedOrBefore, type WorkItem } from '../model/work-item.ts';
import { compareIds, LONGEST_LEASE_SECONDS, type Sample } from './measure.ts';

/** How recent an acknowledgement must be to show that an older item was passed over, and that work is taken. */
const RECENT_ACKNOWLEDGEMENT_SECONDS = 300;

/** What each rule sees; the tests state all of it. */
export interface VerdictFacts {
  readonly isOldEnough: boolean;
  readonly wasOvertaken: boolean;
  /** It was overtaken some time, and nothing else waits that would have to be taken. */
  readonly wasPassedOver: boolean;
  /** In the last 300 s. */
  readonly acknowledgedRecentlyCount: number;
  /** Something was acknowledged since the oldest item can have begun to wait. */
  readonly isProgressing: boolean;
  /** Null: the API does not say. */
  readonly pendingCount: number | null;
  readonly workersPollingCount: number | null;
  /** Active items that are not silent: their workers live. */
  readonly freshHeartbeatCount: number;
  /** Those among them that have not run for longer than is normal. */
  readonly busyCount: number;
  /** Active items of which it cannot be told whether their heartbeat is fresh. */
  readonly unreadableHeartbeatCount: number;
}

export interface QueueVerdict {
  readonly verdict: Verdict;
  /** Null for ok, and where the reading does not allow a verdict. */
  readonly reason: QueueReason | null;
  readonly facts: VerdictFacts;
}

/** @param rules learned levels are in them already */
export function judgeQueue(reading: Reading, sample: Sample, rules: EnvironmentRules): QueueVerdict {
  const facts = gatherFacts(reading, sample, rules);
  if (reading.completeness !== 'complete') return { verdict: 'unknown', reason: null, facts };
  return { ...decide(facts), facts };
}

export function decide(facts: VerdictFacts): { verdict: Verdict; reason: QueueReason | null } {
  const { pendingCount, workersPollingCount } = facts;
  const hasFreshHeartbeats = facts.freshHeartbeatCount > 0;
  if (!facts.isOldEnough) return { verdict: 'ok', reason: null };
  if (facts.wasOvertaken) return { verdict: 'stalled', reason: 'overtaken' };
  if (facts.isProgressing) return { verdict: 'slow', reason: 'slow' };
  const isAnyoneThere = (pendingCount ?? 0) > 0 || (workersPollingCount ?? 0) > 0;
  if (facts.wasPassedOver && isAnyoneThere) return { verdict: 'stalled', reason: 'overtaken' };
  if (pendingCount !== null && pendingCount > 0)
    return { verdict: 'stalled', reason: 'deliveries-unacknowledged' };
  // Sequential workers do not poll while they serve a session: nobody polling is what busy looks like.
  if (facts.busyCount > 0 && (workersPollingCount ?? 0) === 0) return { verdict: 'busy', reason: 'busy' };
  if (workersPollingCount !== null && workersPollingCount > 0)
    return { verdict: 'stalled', reason: 'workers-not-taking' };
  if (workersPollingCount === 0 && !hasFreshHeartbeats && facts.unreadableHeartbeatCount === 0)
    return { verdict: 'no-workers', reason: 'no-workers' };
  return { verdict: 'stalled', reason: 'unknown' };
}

function gatherFacts(reading: Reading, sample: Sample, { thresholds }: EnvironmentRules): VerdictFacts {
  const oldest = sample.byState.queued[0];
  const warningSeconds = verdictFromSeconds(thresholds['queue-stuck']);
  const { warning, critical } = thresholds['stale-heartbeat'];
  const silentFromSeconds = Math.min(warning ?? critical ?? LONGEST_LEASE_SECONDS, LONGEST_LEASE_SECONDS);
  const longSeconds = thresholds['long-running'].warning ?? Number.POSITIVE_INFINITY;
  const fresh = sample.byState.active.filter((aged) => aged.ageSeconds < silentFromSeconds);
  const acknowledgedWithin = (seconds: number) =>
    sample.items.filter(({ acknowledgedAt }) => isWithin(acknowledgedAt, seconds, sample.at));
  const recent = acknowledgedWithin(RECENT_ACKNOWLEDGEMENT_SECONDS);
  return {
    isOldEnough: oldest !== undefined && oldest.ageSeconds >= warningSeconds,
    wasOvertaken: oldest !== undefined && recent.some((item) => wasCreatedAfter(item, oldest.item)),
    wasPassedOver: oldest !== undefined && wasPassedOver(oldest.item, sample, warningSeconds),
    acknowledgedRecentlyCount: recent.length,
    isProgressing: acknowledgedWithin(Math.min(RECENT_ACKNOWLEDGEMENT_SECONDS, warningSeconds)).length > 0,
    pendingCount: reading.stats?.pendingCount ?? null,
    workersPollingCount: reading.stats?.workersPollingCount ?? null,
    unreadableHeartbeatCount: sample.stateCounts.active - sample.byState.active.length,
    freshHeartbeatCount: fresh.length,
    busyCount: fresh.filter(({ item }) => !isRunningFor(item, longSeconds, sample.at)).length,
  };
}

const isWithin = (instant: Date | null, seconds: number, at: Date): boolean =>
  instant !== null && instant.getTime() >= at.getTime() - seconds * 1000;

function isRunningFor(item: WorkItem, seconds: number, at: Date): boolean {
  const since = startedOrBefore(item);
  return since !== null && ageSeconds(since, at) >= seconds;
}

/** An item was taken in its stead some time, and no other has waited for long enough to have to be taken since. */
function wasPassedOver(oldest: WorkItem, { byState, items }: Sample, warningSeconds: number): boolean {
  const second = byState.queued[1];
  if (second !== undefined && second.ageSeconds >= warningSeconds) return false;
  return items.some((item) => item.acknowledgedAt !== null && wasCreatedAfter(item, oldest));
}

function wasCreatedAfter(item: WorkItem, other: WorkItem): boolean {
  const differenceMs = item.createdAt.getTime() - other.createdAt.getTime();
  return differenceMs > 0 || (differenceMs === 0 && compareIds(item.id, other.id) > 0);
}
