/**
 * How long each item of a list waited in the queue. Finished rows keep their instants, so one reading can tell of the
 * hours before it.
 */
import { lastEventAt, type WorkItem } from '../../lambda/model/work-item.ts';
import type { QoderClient } from '../../lambda/read/api/client.ts';

export interface QueueStay {
  readonly createdAt: Date;
  /** Null: it waits. `untold`: it does not wait, or may not, and nothing says since when. */
  readonly leftAt: Date | 'untold' | null;
  /** A worker took it; else it waits, or was stopped before anybody did. */
  readonly isPickedUp: boolean;
}

export interface ListedQueue {
  /** Of the items that waited after the horizon; each item once. */
  readonly stays: readonly QueueStay[];
  /** When the first and the last row were created that were read; null: none was. */
  readonly rows: { readonly firstAtMs: number; readonly lastAtMs: number } | null;
}

export interface QueuesOfLists {
  /** The same client; every page that it reads is remembered. */
  readonly follow: (client: QoderClient) => QoderClient;
  readonly of: (environmentId: string) => ListedQueue;
}

interface OneList {
  readonly horizon: Date;
  readonly stays: Map<string, QueueStay>;
  rows: NonNullable<ListedQueue['rows']> | null;
}

/**
 * @param horizonOf asked with the first page of each list: what was over before is forgotten, so that memory follows
 *   what is alive
 */
export function createQueuesOfLists(horizonOf: () => Date): QueuesOfLists {
  const lists = new Map<string, OneList>();
  const add = (environmentId: string, items: readonly WorkItem[]) => {
    const list = lists.get(environmentId) ?? { horizon: horizonOf(), stays: new Map(), rows: null };
    lists.set(environmentId, list);
    const { horizon } = list;
    for (const item of items) {
      const createdAtMs = item.createdAt.getTime();
      const { firstAtMs = createdAtMs, lastAtMs = createdAtMs } = list.rows ?? {};
      list.rows = { firstAtMs: Math.min(firstAtMs, createdAtMs), lastAtMs: Math.max(lastAtMs, createdAtMs) };
      const isOver = item.state === 'stopped' && lastEventAt(item) < horizon;
      const stay = toStay(item);
      const isPast = stay.leftAt instanceof Date && stay.leftAt < horizon;
      if (item.isHealthcheck !== true && !isOver && !isPast) list.stays.set(item.id, stay);
    }
  };
  return {
    follow: (client) => ({
      ...client,
      listWork: async (environmentId, ...args) => {
        const page = await client.listWork(environmentId, ...args);
        add(environmentId, page.items);
        return page;
      },
    }),
    of: (environmentId) => {
      const { stays, rows = null }: Partial<OneList> = lists.get(environmentId) ?? {};
      return { stays: [...(stays?.values() ?? [])], rows };
    },
  };
}

/** From the state as it was read, and the timestamps. */
export function toStay(item: WorkItem): QueueStay {
  const leftAt = leftQueueAt(item);
  return {
    createdAt: item.createdAt,
    leftAt,
    isPickedUp: leftAt instanceof Date && leftAt === item.acknowledgedAt,
  };
}

function leftQueueAt({ acknowledgedAt, stoppedAt, state, unreadable }: WorkItem): QueueStay['leftAt'] {
  if (unreadable?.includes('acknowledgedAt')) return 'untold';
  // An item that was given back to the queue does not say when.
  if (state === 'queued') return acknowledgedAt === null ? null : 'untold';
  return acknowledgedAt ?? stoppedAt ?? 'untold';
}
