/** The durations of which is learned what is normal, and the levels that follow from it. */

import type { Condition } from '../../contract/conditions.ts';
import { LOWEST_LEARNED_SECONDS, type NormCondition } from '../../contract/learnable.ts';
import type { ItemNormName, NormName } from '../model/norm.ts';
import type { WorkItem } from '../model/work-item.ts';

export interface NormEntry {
  /** Its levels are those learned. */
  readonly condition: NormCondition;
  /** Fewer observations are no experience. */
  readonly neededCount: number;
  /** The warning is so many times what is normal, at least `floorSeconds`, at most `ceilingSeconds`. */
  readonly factor: number;
  readonly floorSeconds: number;
  /** A longer duration teaches nothing more. */
  readonly ceilingSeconds: number;
  /** Critical is three times the warning and at least this. Null: never critical. */
  readonly criticalFloorSeconds: number | null;
}

/** Learned from the instants of items. */
export interface ItemNormEntry extends NormEntry {
  readonly fromAt: (item: WorkItem) => Date | null;
  readonly untilAt: (item: WorkItem) => Date | null;
  /** While one of these is open nothing is learned: what is wrong is not normal. */
  readonly pausedBy: readonly Condition[];
  /**
   * While an item has been in this state for longer than is normal, nothing is learned either: a queue that builds up
   * to an incident must not teach that it is normal. Null: where each item takes its own time.
   */
  readonly pausedByWaitIn: 'queued' | null;
}

export const ITEM_NORM_CATALOGUE: Readonly<Record<ItemNormName, ItemNormEntry>> = {
  pickup: {
    fromAt: (item) => item.createdAt,
    untilAt: (item) => item.acknowledgedAt,
    condition: 'queue-stuck',
    pausedBy: ['queue-stuck'],
    pausedByWaitIn: 'queued',
    neededCount: 20,
    factor: 3,
    floorSeconds: LOWEST_LEARNED_SECONDS,
    ceilingSeconds: 1_800,
    criticalFloorSeconds: 900,
  },
  startup: {
    fromAt: (item) => item.acknowledgedAt,
    untilAt: (item) => item.startedAt,
    condition: 'stuck-starting',
    pausedBy: ['stuck-starting'],
    pausedByWaitIn: null,
    neededCount: 20,
    factor: 3,
    floorSeconds: LOWEST_LEARNED_SECONDS,
    ceilingSeconds: 3_600,
    criticalFloorSeconds: 900,
  },
  // Sessions differ more than queues do, so it takes more of them to know what is long.
  run: {
    fromAt: (item) => item.startedAt,
    untilAt: (item) => item.stoppedAt,
    condition: 'long-running',
    pausedBy: ['long-running', 'stale-heartbeat', 'session-hung'],
    pausedByWaitIn: null,
    neededCount: 50,
    factor: 4,
    floorSeconds: 1_800,
    // Four times the longest run that can be told from longer ones.
    ceilingSeconds: 4 * 86_400,
    criticalFloorSeconds: null,
  },
};

export const NORM_CATALOGUE: Readonly<Record<NormName, NormEntry>> = {
  ...ITEM_NORM_CATALOGUE,
  tool: {
    condition: 'session-hung',
    neededCount: 20,
    factor: 3,
    floorSeconds: 600,
    ceilingSeconds: 3_600,
    criticalFloorSeconds: 1_800,
  },
};
