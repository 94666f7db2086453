/**
 * How long each item of a list waited in the queue. Finished rows keep their instants, so one reading can tell of the
 * hours before it.
 */
import { lastEventAt, type WorkItem } from '../../lambda/model/work-item.ts';
import { type FollowPages, followPages } from './follow-pages.ts';

export interface QueueStay {
  readonly createdAt: Date;
  /** Null: it waits. `untold`: it waits again, or does not wait, and nothing says since when. */
  readonly leftAt: Date | 'untold' | null;
  /** A worker took it; else it waits, or was stopped before anybody did. */
  readonly isPickedUp: boolean;
}

export interface ListedQueue {
  /** Of the items that waited after the horizon; each item once. */
  readonly stays: readonly QueueStay[];
  /** When the first and the last row were created that were read, as far as that is past; null: none was read. */
  readonly rows: { readonly firstAtMs: number; readonly lastAtMs: number } | null;
}

export interface QueuesOfLists {
  /** The same client; every page that it reads is remembered. */
  readonly follow: FollowPages;
  readonly of: (environmentId: string) => ListedQueue;
}

/** Nothing is shown of before the horizon, and what lies after the end has not come yet. */
export interface HistorySpan {
  readonly horizon: Date;
  readonly end: Date;
}

interface OneList extends HistorySpan {
  readonly stays: Map<string, QueueStay>;
  rows: NonNullable<ListedQueue['rows']> | null;
}

/**
 * @param spanOf asked with the first page of each list: what was over before its horizon is forgotten, so that memory
 *   follows what is alive
 */
export function createQueuesOfLists(spanOf: () => HistorySpan): QueuesOfLists {
  const lists = new Map<string, OneList>();
  const add = (environmentId: string, items: readonly WorkItem[]) => {
    const list = lists.get(environmentId) ?? { ...spanOf(), stays: new Map(), rows: null };
    lists.set(environmentId, list);
    const { horizon, end } = list;
    for (const item of items) {
      // A row that is dated ahead tells nothing of the time until then.
      if (item.createdAt <= end) list.rows = withRow(list.rows, item.createdAt.getTime());
      const isOver = item.state === 'stopped' && lastEventAt(item) < horizon;
      const stay = toStay(item);
      const isPast = stay.leftAt instanceof Date && stay.leftAt < horizon;
      if (item.isHealthcheck !== true && !isOver && !isPast) list.stays.set(item.id, stay);
    }
  };
  return {
    follow: followPages(add),
    of: (environmentId) => {
      const { stays, rows = null }: Partial<OneList> = lists.get(environmentId) ?? {};
      return { stays: [...(stays?.values() ?? [])], rows };
    },
  };
}

function withRow(rows: ListedQueue['rows'], createdAtMs: number): OneList['rows'] {
  const { firstAtMs = createdAtMs, lastAtMs = createdAtMs } = rows ?? {};
  return { firstAtMs: Math.min(firstAtMs, createdAtMs), lastAtMs: Math.max(lastAtMs, createdAtMs) };
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

function leftQueueAt(item: WorkItem): QueueStay['leftAt'] {
  const { acknowledgedAt, stopRequestedAt, stoppedAt, state, unreadable = [] } = item;
  if (unreadable.includes('acknowledgedAt')) return 'untold';
  // An item that was given back to the queue does not say when.
  if (state === 'queued') return acknowledgedAt === null ? null : 'untold';
  if (acknowledgedAt !== null) return acknowledgedAt;
  // It was begun, whoever took it: how long it ran is no time in the queue.
  const isBegun = item.startedAt !== null || item.latestHeartbeatAt !== null || unreadable.length > 0;
  return isBegun ? 'untold' : (stopRequestedAt ?? stoppedAt ?? 'untold');
}
