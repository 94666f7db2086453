/** What a stretch of a list is read with: rows that have stopped are over, nobody sleeps, and there is time. */
import { createReadingBuilder } from '../../lambda/read/list/reading-builder.ts';
import type { StretchDeps } from '../../lambda/read/list/stretch.ts';
import type { WorkList } from '../../lambda/read/list/work-list.ts';
import { AT, ago } from './a-work-item.ts';

export interface SpiedDeps extends StretchDeps {
  readonly sleepsMs: readonly number[];
  /** What was added of all rows. */
  readonly read: () => Promise<{
    readonly liveIds: readonly string[];
    readonly rowCount: number;
    readonly malformedCount: number;
  }>;
}

export function stretchDeps(list: WorkList, isOver: () => boolean = () => false): SpiedDeps {
  const builder = createReadingBuilder({ at: AT, previousAt: ago(60) });
  const sleepsMs: number[] = [];
  return {
    list,
    timing: {
      sleep: async (ms) => void sleepsMs.push(ms),
    },
    rows: Promise.resolve({ builder, isSettled: ({ state }) => state === 'stopped' }),
    isOver,
    sleepsMs,
    read: async () => {
      const { items, itemsReadCount, malformedCount } = builder.build();
      return { liveIds: items.map(({ id }) => id), rowCount: itemsReadCount, malformedCount };
    },
  };
}
