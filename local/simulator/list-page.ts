/** One page of a work list. Source: work/list, conventions/pagination. */
import type { SimulatedItem } from './item.ts';
import { type ItemSource, indexOfId } from './item-source.ts';

export type Cursor =
  | { readonly from: 'start' }
  | { readonly from: 'after'; readonly id: string }
  | { readonly from: 'before'; readonly id: string };

export interface ListQuery {
  /** 1 to 100. */
  readonly limitCount: number;
  readonly cursor: Cursor;
}

export interface ListPage {
  readonly items: readonly SimulatedItem[];
  readonly hasMore: boolean;
}

/**
 * Costs as many items as the page has and what finding the cursor takes, however long the list is.
 * Our choices where nothing is documented: a cursor need not exist, the page lies where it would be; a
 * before_id page holds the rows next to the cursor, in ascending order, and has more if there are older ones.
 */
export function listPage(source: ItemSource, query: ListQuery): ListPage {
  const startIndex = startIndexOf(source, query);
  const endIndex =
    query.cursor.from === 'before'
      ? indexOfId(source, query.cursor.id)
      : Math.min(source.count, startIndex + query.limitCount);
  const items = Array.from({ length: endIndex - startIndex }, (_, offset) => source.at(startIndex + offset));
  return { items, hasMore: query.cursor.from === 'before' ? startIndex > 0 : endIndex < source.count };
}

/** Position of the page's first row in the whole list. */
export function startIndexOf(source: ItemSource, { limitCount, cursor }: ListQuery): number {
  if (cursor.from === 'start') return 0;
  const index = indexOfId(source, cursor.id);
  if (cursor.from === 'before') return Math.max(0, index - limitCount);
  return index < source.count && source.at(index).id === cursor.id ? index + 1 : index;
}
