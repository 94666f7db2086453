/**
 * Turns one reading into numbers. Counts of now come from the state of each item as it was read; ages,
 * flows and distributions come from timestamps, so a slow scan or a missed run invents and loses nothing.
 */

import type { EnvironmentMetrics } from '../../contract/metrics.ts';
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { Window } from '../model/instant.ts';
import type { Reading } from '../model/reading.ts';
import {
  ageSeconds,
  inStateSince,
  startedOrBefore,
  type WorkItem,
  type WorkState,
} from '../model/work-item.ts';
import { countWithin, distributions, flows } from './measure-flows.ts';
import { pickups } from './measure-pickups.ts';

/** Source: the API clamps a heartbeat's lease to 10-600 s, so a longer silence is beyond any legal lease. */
export const LONGEST_LEASE_SECONDS = 600;
/** Silence that makes an active item stale in the metric, where nothing better is known. */
export const DEFAULT_STALE_SECONDS = 180;
/** Age that makes an item stuck in the metrics, where the condition has no warning. */
const DEFAULT_STUCK_SECONDS = 300;
/** Over how long the acknowledgement rate of TimeToDrain is taken. */
const DRAIN_WINDOW_SECONDS = 900;

export interface AgedItem {
  readonly item: WorkItem;
  readonly since: Date;
  readonly ageSeconds: number;
}

export interface Sample {
  readonly at: Date;
  /** Items by state as they were read, those among them whose age cannot be told. */
  readonly stateCounts: Readonly<Record<Exclude<WorkState, 'stopped'>, number>>;
  /** Items of a state whose age can be told, longest in it first: queued by age, active by silence. */
  readonly byState: Readonly<Record<Exclude<WorkState, 'stopped'>, readonly AgedItem[]>>;
  /** Active items by the time since their start, longest first. */
  readonly activeByRunTime: readonly AgedItem[];
  /** Everything read that matters, in list order. */
  readonly items: readonly WorkItem[];
  /** Empty unless the reading is complete: unknown is not zero. QueueVerdict comes with the diagnosis. */
  readonly metrics: EnvironmentMetrics;
}

/** @param rules of this environment; a learned warning of stale-heartbeat is in them already */
export function measure(reading: Reading, { previousAt, at }: Window, rules: EnvironmentRules): Sample {
  const items = reading.items.filter((item) => item.createdAt.getTime() <= at.getTime());
  const ofState = (state: WorkState) => items.filter((item) => item.state === state);
  const [queued, starting, active, stopping] = [
    ofState('queued'),
    ofState('starting'),
    ofState('active'),
    ofState('stopping'),
  ];
  const inState = (those: readonly WorkItem[]) => longestFirst(those, inStateSince, at);
  const byState = {
    queued: inState(queued),
    starting: inState(starting),
    active: inState(active),
    stopping: inState(stopping),
  };
  const activeByRunTime = longestFirst(active, startedOrBefore, at);
  const stateCounts = {
    queued: queued.length,
    starting: starting.length,
    active: active.length,
    stopping: stopping.length,
  };
  const base = { at, stateCounts, byState, activeByRunTime, items };
  if (reading.completeness !== 'complete') return { ...base, metrics: {} };
  return {
    ...base,
    metrics: {
      ...gauges(base, rules),
      ...statsGauges(reading),
      ...timeToDrain(byState.queued.length, items, at),
      ...(previousAt === null
        ? {}
        : { ...flows(items, { previousAt, at }), ...distributions(items, { previousAt, at }) }),
      ...pickups(items, { previousAt, at }, rules.pickupSeconds),
    },
  };
}

function gauges(
  { byState, stateCounts, activeByRunTime }: Pick<Sample, 'byState' | 'stateCounts' | 'activeByRunTime'>,
  { thresholds }: EnvironmentRules,
): EnvironmentMetrics {
  const { queued, starting, active, stopping } = byState;
  return {
    QueueDepth: stateCounts.queued,
    OldestQueuedAge: queued[0]?.ageSeconds ?? 0,
    ItemsStarting: stateCounts.starting,
    ItemsActive: stateCounts.active,
    ItemsStopping: stateCounts.stopping,
    // The silence that cannot be told may be the longest: unknown is not zero.
    ...(active.length < stateCounts.active ? {} : silenceGauges(active, thresholds)),
    OldestActiveAge: activeByRunTime[0]?.ageSeconds ?? 0,
    StuckStarting: countFrom(starting, thresholds['stuck-starting'].warning ?? DEFAULT_STUCK_SECONDS),
    StuckStopping: countFrom(stopping, thresholds['stuck-stopping'].warning ?? DEFAULT_STUCK_SECONDS),
  };
}

function silenceGauges(
  active: readonly AgedItem[],
  thresholds: EnvironmentRules['thresholds'],
): EnvironmentMetrics {
  return {
    StaleHeartbeats: countFrom(active, thresholds['stale-heartbeat'].warning ?? DEFAULT_STALE_SECONDS),
    LostHeartbeats: countFrom(active, LONGEST_LEASE_SECONDS),
    OldestHeartbeatAge: active[0]?.ageSeconds ?? 0,
  };
}

const countFrom = (aged: readonly AgedItem[], thresholdSeconds: number): number =>
  aged.filter((entry) => entry.ageSeconds >= thresholdSeconds).length;

function statsGauges({ stats }: Reading): EnvironmentMetrics {
  const pendingCount = stats?.pendingCount ?? null;
  const workersPollingCount = stats?.workersPollingCount ?? null;
  return {
    ...(pendingCount === null ? {} : { UnacknowledgedDeliveries: pendingCount }),
    ...(workersPollingCount === null ? {} : { WorkersPolling: workersPollingCount }),
  };
}

function timeToDrain(depthCount: number, items: readonly WorkItem[], at: Date): EnvironmentMetrics {
  const from = new Date(at.getTime() - DRAIN_WINDOW_SECONDS * 1000);
  const acknowledgedCount = countWithin(items, (item) => item.acknowledgedAt, from, at);
  if (acknowledgedCount === 0) return {};
  return { TimeToDrain: (depthCount * DRAIN_WINDOW_SECONDS) / acknowledgedCount };
}

export function longestFirst(
  items: readonly WorkItem[],
  sinceOf: (item: WorkItem) => Date | null,
  at: Date,
): AgedItem[] {
  const aged: AgedItem[] = [];
  for (const item of items) {
    const since = sinceOf(item);
    if (since !== null) aged.push({ item, since, ageSeconds: ageSeconds(since, at) });
  }
  return aged.sort((a, b) => a.since.getTime() - b.since.getTime() || compareIds(a.item.id, b.item.id));
}

/** The list is in ascending id order, which is creation order: ids decide within a second. */
export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
