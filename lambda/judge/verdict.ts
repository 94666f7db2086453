/**
 * Why the oldest item waits: a chain of rules, first match wins. The order goes from the item to the queue
 * to the workers, so that one poison item is not mistaken for a dead fleet.
 */
import type { QueueReason, Verdict } from '../../contract/conditions.ts';
import type { Reading } from '../model/reading.ts';
import type { WorkItem } from '../model/work-item.ts';
import { compareIds, LONGEST_LEASE_SECONDS, type Sample } from './measure.ts';

/** How recent an acknowledgement must be to show that work is being taken. */
export const RECENT_ACKNOWLEDGEMENT_SECONDS = 300;

/** What each rule sees; the tests state all of it. */
export interface VerdictFacts {
  readonly isOldEnough: boolean;
  readonly wasOvertaken: boolean;
  readonly acknowledgedRecentlyCount: number;
  /** Null: the API does not say. */
  readonly pendingCount: number | null;
  readonly workersPollingCount: number | null;
  readonly freshHeartbeatCount: number;
  /** Active items of which it cannot be told whether their heartbeat is fresh. */
  readonly unreadableHeartbeatCount: number;
}

export interface QueueVerdict {
  readonly verdict: Verdict;
  /** Null for ok, and where the reading does not allow a verdict. */
  readonly reason: QueueReason | null;
  readonly facts: VerdictFacts;
}

/** @param warningSeconds age of the oldest queued item from which the queue is judged */
export function judgeQueue(reading: Reading, sample: Sample, warningSeconds: number): QueueVerdict {
  const facts = gatherFacts(reading, sample, warningSeconds);
  if (reading.completeness !== 'complete') return { verdict: 'unknown', reason: null, facts };
  return { ...decide(facts), facts };
}

export function decide(facts: VerdictFacts): { verdict: Verdict; reason: QueueReason | null } {
  const { pendingCount, workersPollingCount } = facts;
  const hasFreshHeartbeats = facts.freshHeartbeatCount > 0;
  if (!facts.isOldEnough) return { verdict: 'ok', reason: null };
  if (facts.wasOvertaken) return { verdict: 'stalled', reason: 'overtaken' };
  if (facts.acknowledgedRecentlyCount > 0) return { verdict: 'slow', reason: 'slow' };
  if (pendingCount !== null && pendingCount > 0)
    return { verdict: 'stalled', reason: 'deliveries-unacknowledged' };
  // Sequential workers do not poll while they serve a session: nobody polling is what busy looks like.
  if (hasFreshHeartbeats && (workersPollingCount ?? 0) === 0) return { verdict: 'busy', reason: 'busy' };
  if (workersPollingCount !== null && workersPollingCount > 0)
    return { verdict: 'stalled', reason: 'workers-not-taking' };
  if (workersPollingCount === 0 && !hasFreshHeartbeats && facts.unreadableHeartbeatCount === 0)
    return { verdict: 'no-workers', reason: 'no-workers' };
  return { verdict: 'stalled', reason: 'unknown' };
}

function gatherFacts(reading: Reading, sample: Sample, warningSeconds: number): VerdictFacts {
  const oldest = sample.byState.queued[0];
  const recentFromMs = sample.at.getTime() - RECENT_ACKNOWLEDGEMENT_SECONDS * 1000;
  const acknowledgedRecently = sample.items.filter(
    (item) => item.acknowledgedAt !== null && item.acknowledgedAt.getTime() >= recentFromMs,
  );
  return {
    isOldEnough: oldest !== undefined && oldest.ageSeconds >= warningSeconds,
    wasOvertaken:
      oldest !== undefined && acknowledgedRecently.some((item) => wasCreatedAfter(item, oldest.item)),
    acknowledgedRecentlyCount: acknowledgedRecently.length,
    pendingCount: reading.stats?.pendingCount ?? null,
    workersPollingCount: reading.stats?.workersPollingCount ?? null,
    unreadableHeartbeatCount: sample.stateCounts.active - sample.byState.active.length,
    freshHeartbeatCount: sample.byState.active.filter((aged) => aged.ageSeconds < LONGEST_LEASE_SECONDS)
      .length,
  };
}

function wasCreatedAfter(item: WorkItem, other: WorkItem): boolean {
  const differenceMs = item.createdAt.getTime() - other.createdAt.getTime();
  return differenceMs > 0 || (differenceMs === 0 && compareIds(item.id, other.id) > 0);
}
