/** Folds rows into a reading. Keeps only items that can still matter, so memory follows what is alive. */

import type { Reading } from '../../model/reading.ts';
import type { Window } from '../../model/window.ts';
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

/** @param windowOf known from the first answer on, so before the first page is added */
export function createReadingBuilder(windowOf: () => Window): ReadingBuilder {
  const relevant = new Map<string, WorkItem>();
  const stateCounts = { queued: 0, starting: 0, active: 0, stopping: 0, stopped: 0, other: 0 };
  let [malformedCount, mismatchCount] = [0, 0];

  const addItem = (item: WorkItem, { at, previousAt }: Window) => {
    const seen = relevant.get(item.id);
    if (seen !== undefined) stateCounts[seen.state]--;
    stateCounts[item.state]++;
    if (contradictsItself(item)) mismatchCount++;
    if (seen !== undefined || isRelevant(item, at, previousAt)) relevant.set(item.id, item);
  };

  return {
    add: (items, malformedOnPageCount) => {
      const window = windowOf();
      malformedCount += malformedOnPageCount;
      for (const item of items) addItem(item, window);
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
