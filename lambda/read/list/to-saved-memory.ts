/** When what is known of a list is worth a write: rows with many ranges are the largest the monitor writes. */

import { isDeepStrictEqual } from 'node:util';
import type { ScanMemory } from '../../model/scan-memory.ts';
import type { ListScan } from './scan-list.ts';

const SAVE_EVERY_MS = 10 * 60_000;
/** From so many requests on, ranges are worth a write for the time they save: what lies between is read at once. */
const LONG_SCAN_COUNT = 50;

export interface SaveQuestion {
  /** As it was loaded. */
  readonly before: ScanMemory;
  readonly scanned: ListScan;
  /** List requests this scan needed. */
  readonly listRequestCount: number;
  readonly at: Date;
}

/**
 * Corrections and the progress of a walk are saved at once; ranges that save requests or time at most every
 * ten minutes; what saves nothing, never.
 *
 * @returns what to write, or null
 */
export function toSavedMemory({ before, scanned, listRequestCount, at }: SaveQuestion): ScanMemory | null {
  const { ranges, walk } = scanned.memory;
  const next = { ranges, walk, writtenAt: at };
  const hasChanged = !isDeepStrictEqual([ranges, walk], [before.ranges, before.walk]);
  if (!hasChanged) return null;
  // What is learned anew after it must not wait for its ten minutes.
  if (scanned.isCorrection || !scanned.isComplete) return { ...next, writtenAt: null };
  const savesRequests =
    scanned.plannedRequestCount !== null && scanned.plannedRequestCount < listRequestCount;
  const savesTime = listRequestCount >= LONG_SCAN_COUNT && ranges.length > before.ranges.length;
  const { writtenAt } = before;
  const isTime = writtenAt === null || writtenAt > at || at.getTime() - writtenAt.getTime() >= SAVE_EVERY_MS;
  return (savesRequests || savesTime) && isTime ? next : null;
}
