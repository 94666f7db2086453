/** Work from the wire: pages of a list as work items, and its stats. */

import * as v from 'valibot';
import type { WorkStats } from '../../model/reading.ts';
import { WORK_STATES, type WorkInstant, type WorkItem, type WorkState } from '../../model/work-item.ts';
import { type ApiAnswer, parseBody, parseListPage } from './answer.ts';
import { parseTimestamp } from './timestamps.ts';
import { isRow, type WireRow } from './wire-values.ts';

export interface WorkPage {
  /** In list order; rows without id, state or created_at are left out. */
  readonly items: readonly WorkItem[];
  /** Rows without id, state or created_at, which are left out, and rows with another timestamp that cannot be read. */
  readonly malformedCount: number;
  /** Rows of the page, malformed ones included. */
  readonly rowCount: number;
  /** Id of the first row, even if malformed; null on an empty page, or for a row without one. */
  readonly firstRowId: string | null;
  /** Null on the last page. */
  readonly nextPage: string | null;
}

const STATES: ReadonlySet<string> = new Set(WORK_STATES);

/** An instant so much before the creation of its item is none: some servers write the year 1 for never. */
const BEFORE_CREATION_MS = 60_000;

/**
 * @param usedCursor of the request, `page` or `after_id`; null for the first page
 * @throws {QoderError} of type `unexpected_response` when the page as a whole cannot be understood
 */
export function parseWorkPage(answer: ApiAnswer, usedCursor: string | null): WorkPage {
  const { rows, nextPage } = parseListPage(answer, usedCursor);
  const items: WorkItem[] = [];
  let malformedCount = 0;
  for (const row of rows) {
    const item = isRow(row) ? parseWorkItem(row) : null;
    if (item !== null) items.push(item);
    if (item === null || item.unreadable !== undefined) malformedCount++;
  }
  const [first] = rows;
  const firstRowId = isRow(first) ? textOf(first.id) : null;
  return { items, malformedCount, rowCount: rows.length, firstRowId, nextPage };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/**
 * Source: API reference, work item. Fields not named here are ignored: the API is in beta and gains some.
 * @returns null for a row that cannot be used
 */
function parseWorkItem(row: WireRow): WorkItem | null {
  const [id, state] = [textOf(row.id), textOf(row.state)];
  const createdAt = typeof row.created_at === 'string' ? parseTimestamp(row.created_at) : null;
  if (id === null || state === null || createdAt === null) return null;
  const data = isRow(row.data) ? row.data : {};
  const item: Mutable<WorkItem> = {
    id,
    sessionId: textOf(data.id),
    state: STATES.has(state) ? (state as WorkState) : 'other',
    createdAt,
    acknowledgedAt: null,
    startedAt: null,
    latestHeartbeatAt: null,
    stopRequestedAt: null,
    stoppedAt: null,
  };
  if (item.state === 'other') item.unknownState = state.slice(0, MAX_STATE_LENGTH);
  if (data.type === 'healthcheck') item.isHealthcheck = true;
  // One by one, and not in a loop over their names: known names are read several times as fast.
  readInstant(item, 'acknowledgedAt', row.acknowledged_at);
  readInstant(item, 'startedAt', row.started_at);
  readInstant(item, 'latestHeartbeatAt', row.latest_heartbeat_at);
  readInstant(item, 'stopRequestedAt', row.stop_requested_at);
  readInstant(item, 'stoppedAt', row.stopped_at);
  // However its state is called: what has stopped is over.
  if (item.stoppedAt !== null && item.state !== 'stopped') {
    if (item.state !== 'other') item.isContradicting = true;
    item.state = 'stopped';
  }
  return item;
}

const MAX_STATE_LENGTH = 40;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Missing is null: it has not happened. What cannot be read is not missing: nothing follows from it. */
function readInstant(item: Mutable<WorkItem>, name: WorkInstant, value: unknown): void {
  if (value === null || value === undefined) return;
  const at = typeof value === 'string' ? parseTimestamp(value) : null;
  if (at === null) item.unreadable = [...(item.unreadable ?? []), name];
  else if (at.getTime() >= item.createdAt.getTime() - BEFORE_CREATION_MS) item[name] = at;
}

const count = v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0)), null);

/** Source: API reference, work stats; the SDK types have every field optional and nullable. */
const statsSchema = v.object({ depth: count, pending: count, workers_polling: count });

/** @throws {QoderError} of type `unexpected_response` */
export function parseWorkStats(answer: ApiAnswer): WorkStats {
  const { depth, pending, workers_polling } = parseBody(statsSchema, answer);
  return { depthCount: depth, pendingCount: pending, workersPollingCount: workers_polling };
}
