/** A work list in memory that answers as the documented endpoint does, counts its requests, and can lie about cursors. */

import type { ReadError } from '../../lambda/model/reading.ts';
import type { WorkItem } from '../../lambda/model/work-item.ts';
import type { QoderClient } from '../../lambda/read/api/client.ts';
import { QoderError } from '../../lambda/read/api/qoder-error.ts';
import type { WorkCursor } from '../../lambda/read/api/urls.ts';

export type CursorLie = 'refused' | 'not-found' | 'ignored' | 'empty';

export interface FakeWorkList {
  readonly items: WorkItem[];
  readonly client: Pick<QoderClient, 'listWork' | 'workStats'>;
  /** Cursors of the list requests since the last reset. */
  requests: WorkCursor[];
  statsCount: number;
  /** Told before each list request, with its number; may change items, or throw. */
  onRequest: (number: number) => void;
  /** How cursors are answered; null: as documented. `page` and `after_id` alike. */
  lie: CursorLie | null;
  /** What it takes as a cursor: rows, rows as `page` only, or what it has told since the first request of the scan. */
  takes: 'rows' | 'page' | 'fresh';
  /** What the stats say besides what is queued. */
  hiddenWaitingCount: number;
}

const PAGE_COUNT = 100;

export function createFakeWorkList(items: WorkItem[]): FakeWorkList {
  const told = new Set<string>();
  const list: FakeWorkList = {
    items,
    requests: [],
    statsCount: 0,
    onRequest: () => undefined,
    lie: null,
    takes: 'rows',
    hiddenWaitingCount: 0,
    client: {
      listWork: async (_id, cursor, { onRequest }) => {
        onRequest?.();
        list.requests.push(cursor);
        list.onRequest(list.requests.length);
        const after = cursor.afterId ?? cursor.page;
        const lie = after === undefined ? null : list.lie;
        if (lie === 'refused') throw failure(400, 'invalid_request_error');
        if (list.requests.length === 1) told.clear();
        if (isRefused(list.takes, cursor, told)) throw failure(400, 'invalid_request_error');
        if (lie === 'not-found') throw failure(404, 'not_found_error');
        const start = after === undefined || lie === 'ignored' ? 0 : indexAfter(list.items, after);
        const rows = lie === 'empty' ? [] : list.items.slice(start, start + PAGE_COUNT);
        const hasMore = lie !== 'empty' && start + PAGE_COUNT < list.items.length;
        const last = rows.at(-1)?.id ?? null;
        if (hasMore && last !== null) told.add(last);
        if (hasMore && last === after) throw failure(200, 'unexpected_response');
        return {
          items: rows,
          malformedCount: 0,
          rowCount: rows.length,
          firstRowId: rows[0]?.id ?? null,
          nextPage: hasMore ? last : null,
        };
      },
      workStats: async (_id, { onRequest }) => {
        onRequest?.();
        list.statsCount++;
        const depthCount =
          list.items.filter(({ state }) => state === 'queued').length + list.hiddenWaitingCount;
        return { depthCount, pendingCount: 0, workersPollingCount: 0 };
      },
    },
  };
  return list;
}

function isRefused(
  takes: FakeWorkList['takes'],
  { afterId, page }: WorkCursor,
  told: ReadonlySet<string>,
): boolean {
  if (takes === 'page') return afterId !== undefined;
  return takes === 'fresh' && (afterId !== undefined || (page !== undefined && !told.has(page)));
}

/** An id that is not there means the place where it would be, as for an item that was purged. */
function indexAfter(items: readonly WorkItem[], id: string): number {
  const index = halve(items, id);
  if (items[index]?.id === id) return index + 1;
  const next = items.findIndex((item) => item.id > id);
  return next === -1 ? items.length : next;
}

/** The first item whose id is not below it: lists are of tens of thousands, and asked for each of their pages. */
function halve(items: readonly WorkItem[], id: string): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.id ?? '') < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function failure(status: number | null, type: string): QoderError {
  return new QoderError(`The API answered ${status}`, { status, type, requestId: null } satisfies Omit<
    ReadError,
    'message'
  >);
}
