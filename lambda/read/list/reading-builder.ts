/** Folds rows into a reading. Keeps only items that can still matter, so memory follows what is alive. */

import type { Window } from '../../model/instant.ts';
import type { Reading } from '../../model/reading.ts';
import { contradictsItself, isRelevant, type WorkInstant, type WorkItem } from '../../model/work-item.ts';

export type ReadRows = Pick<
  Reading,
  | 'items'
  | 'itemsReadCount'
  | 'stateCounts'
  | 'malformedCount'
  | 'unreadableCounts'
  | 'unknownStates'
  | 'healthcheckCount'
  | 'mismatchCount'
>;

export interface ReadingBuilder {
  /** Adds rows of a page. An id that was added before counts once, as it was read last. */
  readonly add: (items: readonly WorkItem[], malformedCount: number) => void;
  readonly has: (id: string) => boolean;
  /** Rows that wait, or may, and are no items: health checks, and what cannot be read. */
  readonly otherWaitingCount: () => number;
  readonly build: () => ReadRows;
}

export function createReadingBuilder(window: Window): ReadingBuilder {
  const relevant = new Map<string, WorkItem>();
  const healthchecks = new Map<string, WorkItem['state']>();
  const stateCounts = { queued: 0, starting: 0, active: 0, stopping: 0, stopped: 0, other: 0 };
  let [malformedCount, mismatchCount] = [0, 0];

  const { at, previousAt } = window;
  const addItem = (item: WorkItem) => {
    if (item.isHealthcheck) return void healthchecks.set(item.id, item.state);
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
    otherWaitingCount: () =>
      [...healthchecks.values()].filter((state) => state === 'queued').length +
      stateCounts.other +
      malformedCount,
    build: () => ({
      items: [...relevant.values()],
      itemsReadCount: Object.values(stateCounts).reduce((sum, count) => sum + count, 0),
      stateCounts,
      malformedCount,
      mismatchCount,
      healthcheckCount: healthchecks.size,
      ...describe(relevant.values()),
    }),
  };
}

/** Names of states that are told; a server that invents one for each item must not fill the log. */
const UNKNOWN_STATES_COUNT = 10;

function describe(items: Iterable<WorkItem>): Pick<ReadRows, 'unreadableCounts' | 'unknownStates'> {
  const unreadable = new Map<WorkInstant, number>();
  const unknown = new Map<string, number>();
  for (const { unreadable: names = [], unknownState } of items) {
    for (const name of names) unreadable.set(name, (unreadable.get(name) ?? 0) + 1);
    if (unknownState === undefined) continue;
    if (unknown.size < UNKNOWN_STATES_COUNT || unknown.has(unknownState))
      unknown.set(unknownState, (unknown.get(unknownState) ?? 0) + 1);
  }
  return { unreadableCounts: Object.fromEntries(unreadable), unknownStates: Object.fromEntries(unknown) };
}
