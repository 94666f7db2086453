/** Folds rows into a reading. Keeps only items that can still matter, so memory follows what is alive. */

import type { Window } from '../../model/instant.ts';
import type { Reading } from '../../model/reading.ts';
import { contradictsItself, isRelevant, type WorkItem } from '../../model/work-item.ts';

export type ReadRows = Pick<
  Reading,
  'items' | 'itemsReadCount' | 'stateCounts' | 'malformedCount' | 'mismatchCount'
>;

export interface ReadingBuilder {
  /** Adds rows of a page. An id that was added before counts once, as it was read last. */
  readonly add: (items: readonly WorkItem[], malformedCount: number) => void;
  readonly has: (id: string) => boolean;
  readonly build: () => ReadRows;
}

export function createReadingBuilder(window: Window): ReadingBuilder {
  const relevant = new Map<string, WorkItem>();
  const stateCounts = { queued: 0, starting: 0, active: 0, stopping: 0, stopped: 0, other: 0 };
  let [malformedCount, mismatchCount] = [0, 0];

  const { at, previousAt } = window;
  const addItem = (item: WorkItem) => {
    const seen = relevant.get(item.id);
    if (seen !== undefined) stateCounts[seen.state]--;
    stateCounts[item.state]++;
    if (contradictsItself(item)) mismatchCount++;
    if (seen !== undefined || isRelevant(item, at, previousAt)) relevant.set(item.id, item);
  };

  return {
    add: (items, malformedOnPageCount) => {
      malformedCount += malformedOnPageCount;
      for (const item of items) addItem(item);
    },
    has: (id) => relevant.has(id),
    build: () => ({
      items: [...relevant.values()],
      itemsReadCount: Object.values(stateCounts).reduce((sum, count) => sum + count, 0),
      stateCounts,
      malformedCount,
      mismatchCount,
    }),
  };
}
