/** When what is known of a list is worth a write: rows with many ranges are the largest the monitor writes. */

import { isDeepStrictEqual } from 'node:util';
import type { ScanMemory } from '../../model/scan-memory.ts';
import type { ListScan } from './scan-list.ts';

const SAVE_EVERY_MS = 10 * 60_000;
/** From so many requests on, ranges are worth a write for the time they save: what lies between is read at once. */
const LONG_SCAN_COUNT = 50;
/** So many more at once are thousands of new rows: the next run must not read them one page after the other. */
const FAST_GROWTH_COUNT = 5;

export interface SaveQuestion {
  /** As it was loaded. */
  readonly before: ScanMemory;
  readonly scanned: ListScan;
  /** List requests this scan needed. */
  readonly listRequestCount: number;
  readonly at: Date;
}

/**
 * Corrections, the progress of a walk and fast growth are saved at once; ranges that save requests or time at most every
 * ten minutes; what saves nothing, never.
 *
 * @returns what to write, or null
 */
export function toSavedMemory({ before, scanned, listRequestCount, at }: SaveQuestion): ScanMemory | null {
  const { ranges, walk, habit } = scanned.memory;
  const next = { ranges, walk, habit, writtenAt: at };
  const hasChanged = !isDeepStrictEqual([ranges, walk, habit], [before.ranges, before.walk, before.habit]);
  if (!hasChanged) return null;
  // What is learned anew after it must not wait for its ten minutes.
  if (scanned.isCorrection || !scanned.isComplete) return { ...next, writtenAt: null };
  const savesRequests =
    scanned.plannedRequestCount !== null && scanned.plannedRequestCount < listRequestCount;
  const addedCount = ranges.length - before.ranges.length;
  const savesTime = listRequestCount >= LONG_SCAN_COUNT && addedCount > 0;
  const { writtenAt } = before;
  const isTime = writtenAt === null || writtenAt > at || at.getTime() - writtenAt.getTime() >= SAVE_EVERY_MS;
  if (savesTime && addedCount >= FAST_GROWTH_COUNT) return next;
  return (savesRequests || savesTime) && isTime ? next : null;
}
