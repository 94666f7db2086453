/** Any number of finished items that are computed, not stored: item i depends on nothing but i. */
import { toUuid7Hex } from './ids.ts';
import { createItem, type SimulatedItem } from './item.ts';
import type { ItemSource } from './item-source.ts';
import { createRandom, drawBetween } from './random.ts';

export interface FinishedItemsOptions {
  readonly environmentId: string;
  readonly count: number;
  /** Every item was created and stopped before it. */
  readonly endAt: Date;
  /** Between the creation of two items; whole and at least 1. @default 10_000 */
  readonly intervalMs?: number;
}

const LONGEST_LIFE_MS = 600_000;
/** The same pages are read in each run; of a list of millions not everything can be kept. */
const MOST_KEPT_COUNT = 10_000;

export function createFinishedItems(options: FinishedItemsOptions): ItemSource {
  const { environmentId, count, endAt, intervalMs = 10_000 } = options;
  const startMs = endAt.getTime() - LONGEST_LIFE_MS - count * intervalMs;
  const kept = new Map<number, SimulatedItem>();
  return {
    count,
    at: (index) => {
      if (!(index >= 0 && index < count)) {
        throw new RangeError(`Cannot compute finished item ${index}: there are ${count}`);
      }
      const known = kept.get(index);
      if (known !== undefined) return known;
      const item = computeItem(environmentId, startMs + index * intervalMs, index);
      if (kept.size >= MOST_KEPT_COUNT) kept.clear();
      kept.set(index, item);
      return item;
    },
  };
}

function computeItem(environmentId: string, createdMs: number, index: number): SimulatedItem {
  const random = createRandom(index);
  const hex = toUuid7Hex(createdMs, 0, random);
  const acknowledgedMs = createdMs + drawBetween(random, { min: 500, max: 4_000 });
  const startedMs = acknowledgedMs + drawBetween(random, { min: 200, max: 2_000 });
  const stoppedMs = startedMs + drawBetween(random, { min: 5_000, max: LONGEST_LIFE_MS - 10_000 });
  return {
    ...createItem({
      id: `work_${hex}`,
      sessionId: `sess_${hex}`,
      environmentId,
      createdAt: new Date(createdMs),
    }),
    state: 'stopped',
    acknowledgedAt: new Date(acknowledgedMs),
    startedAt: new Date(startedMs),
    // The last of the beats that come every 30 s from the start on.
    latestHeartbeatAt: new Date(stoppedMs - ((stoppedMs - startedMs) % 30_000)),
    stoppedAt: new Date(stoppedMs),
    deliveredAt: new Date(acknowledgedMs),
  };
}
