/** Items by position, oldest first: held in memory or computed when asked for. */
import type { SimulatedItem } from './item.ts';

export interface ItemSource {
  readonly count: number;
  /** @param index 0 to count - 1; ids ascend with it */
  readonly at: (index: number) => SimulatedItem;
}

export const NO_ITEMS: ItemSource = {
  count: 0,
  at: (index) => {
    throw new RangeError(`Cannot read item ${index}: there are no items`);
  },
};

/**
 * Position of the first item whose id is not below the id, or `count`. Needs about log2(count) items, not all
 * of them, so a list may be of any length.
 */
export function indexOfId(source: ItemSource, id: string): number {
  let low = 0;
  let high = source.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (source.at(middle).id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The item with the id, if there is one. */
export function findItem(source: ItemSource, id: string): SimulatedItem | undefined {
  const index = indexOfId(source, id);
  if (index === source.count) return undefined;
  const item = source.at(index);
  return item.id === id ? item : undefined;
}
