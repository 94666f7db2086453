/** The items of one environment: a computed past, the items that differ from it, and what was added since. */
import type { SimulatedItem } from './item.ts';
import { findItem, type ItemSource, NO_ITEMS } from './item-source.ts';

export interface ItemStore extends ItemSource {
  readonly find: (id: string) => SimulatedItem | undefined;
  /** @param item its id is above all others */
  readonly add: (item: SimulatedItem) => void;
  /** Puts the item in the place of the one with its id. */
  readonly replace: (item: SimulatedItem) => void;
  /** Items that are not stopped, oldest first. */
  readonly live: () => Iterable<SimulatedItem>;
  /** Lets go of stopped items that were added, all but the latest. @returns those that are gone */
  readonly forgetStopped: (keptCount: number) => readonly SimulatedItem[];
  /** Items that are held, in no promised order: all but those of the computed past that nobody touched. */
  readonly held: () => Iterable<SimulatedItem>;
}

/** @param revived items that stand in the place of computed ones with their ids */
export function createItemStore(
  past: ItemSource = NO_ITEMS,
  revived: readonly SimulatedItem[] = [],
): ItemStore {
  let addedIds: string[] = [];
  const held = new Map<string, SimulatedItem>();
  const live = new Map<string, SimulatedItem>();

  const hold = (item: SimulatedItem) => {
    held.set(item.id, item);
    if (item.state === 'stopped') live.delete(item.id);
    else live.set(item.id, item);
  };
  const at = (index: number): SimulatedItem => {
    if (index < past.count) {
      const computed = past.at(index);
      return held.get(computed.id) ?? computed;
    }
    const added = held.get(addedIds[index - past.count] ?? '');
    if (added === undefined) throw new RangeError(`Cannot read item ${index}: the list is shorter`);
    return added;
  };
  for (const item of revived.toSorted((a, b) => (a.id < b.id ? -1 : 1))) hold(item);

  return {
    get count() {
      return past.count + addedIds.length;
    },
    at,
    find: (id) => held.get(id) ?? findItem(past, id),
    add: (item) => {
      addedIds.push(item.id);
      hold(item);
    },
    replace: hold,
    forgetStopped: (keptCount) => {
      const stoppedIds = addedIds.filter((id) => !live.has(id));
      const goneIds = new Set(stoppedIds.slice(0, Math.max(0, stoppedIds.length - keptCount)));
      if (goneIds.size === 0) return [];
      const gone = [...goneIds].flatMap((id) => held.get(id) ?? []);
      addedIds = addedIds.filter((id) => !goneIds.has(id));
      for (const id of goneIds) held.delete(id);
      return gone;
    },
    live: () => live.values(),
    held: () => held.values(),
  };
}
