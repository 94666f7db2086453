/** The queues of a run, which many workers work off together. */
import type { ReadingOrder } from './reading-order.ts';

export type Lane = keyof ReadingOrder;

export interface Lanes {
  /** Puts it at the end of a lane. */
  readonly add: (lane: Lane, id: string) => void;
  /** So many workers read what is next in the first of these lanes that has any, until none has. */
  readonly workOff: (lanes: readonly Lane[], workerCount: number) => Promise<void>;
}

/** @param read must not reject */
export function createLanes(order: ReadingOrder, read: (id: string, lane: Lane) => Promise<void>): Lanes {
  const queues: Readonly<Record<Lane, Set<string>>> = {
    known: new Set(order.known),
    walks: new Set(order.walks),
    unseen: new Set(order.unseen),
  };
  /** @returns null when none of them has any */
  const takeFrom = (lanes: readonly Lane[]): { id: string; lane: Lane } | null => {
    for (const lane of lanes) {
      for (const id of queues[lane]) {
        queues[lane].delete(id);
        return { id, lane };
      }
    }
    return null;
  };
  const work = async (lanes: readonly Lane[]) => {
    for (let next = takeFrom(lanes); next !== null; next = takeFrom(lanes)) await read(next.id, next.lane);
  };
  return {
    add: (lane, id) => void queues[lane].add(id),
    workOff: async (lanes, workerCount) => {
      await Promise.all(Array.from({ length: workerCount }, () => work(lanes)));
    },
  };
}
