/** Whether a queue gets shorter, and how soon nothing waits, by what was taken and what came in the last minutes. */

import type { Sample } from './measure.ts';
import { countWithin } from './measure-flows.ts';

/** The shorter one sees workers come back at once; the longer one sees a queue of which little is taken. */
const WINDOWS_SECONDS = [120, 300];

/** @returns null where no more was taken than came, or where that cannot be told */
export function queueSecondsLeft({ items, at, stateCounts }: Sample): number | null {
  for (const windowSeconds of WINDOWS_SECONDS) {
    const from = new Date(at.getTime() - windowSeconds * 1000);
    const takenCount = countWithin(items, (item) => item.acknowledgedAt, from, at);
    const cameCount = countWithin(items, (item) => item.createdAt, from, at);
    if (takenCount > cameCount)
      return Math.round((stateCounts.queued * windowSeconds) / (takenCount - cameCount));
  }
  return null;
}
