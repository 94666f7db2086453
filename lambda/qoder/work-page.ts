/** Pages of a work list, from the wire to work items. */
import * as v from 'valibot';
import { WORK_STATES, type WorkItem } from '../health/work-item.ts';
import type { ApiAnswer } from './api-answer.ts';
import { parseListPage } from './list-page.ts';
import { requiredTimestamp, timestamp } from './wire-timestamp.ts';

export interface WorkPage {
  /** In list order, malformed rows left out. */
  readonly items: readonly WorkItem[];
  /** Rows without id, state or created_at, or with an unreadable timestamp. */
  readonly malformedCount: number;
  /** Rows of the page, malformed ones included. */
  readonly rowCount: number;
  /** Ids of the first and last row, even if malformed; null on an empty page, or for a row without one. */
  readonly firstRowId: string | null;
  readonly lastRowId: string | null;
  /** Null on the last page. */
  readonly nextPage: string | null;
}

const idSchema = v.pipe(v.string(), v.nonEmpty());

/** Source: API reference, work item. Fields not named here are ignored: the API is in beta and gains some. */
const rowSchema = v.object({
  id: idSchema,
  data: v.fallback(v.object({ id: v.fallback(v.nullable(idSchema), null) }), { id: null }),
  state: v.pipe(v.string(), v.nonEmpty()),
  created_at: requiredTimestamp,
  acknowledged_at: timestamp,
  started_at: timestamp,
  latest_heartbeat_at: timestamp,
  stop_requested_at: timestamp,
  stopped_at: timestamp,
});

/**
 * @param usedCursor of the request, `page` or `after_id`; null for the first page
 * @throws {QoderError} of type `unexpected_response` when the page as a whole cannot be understood
 */
export function parseWorkPage(answer: ApiAnswer, usedCursor: string | null): WorkPage {
  const { rows, nextPage } = parseListPage(answer, usedCursor);
  const items = rows.flatMap((row) => parseWorkItem(row) ?? []);
  return {
    items,
    malformedCount: rows.length - items.length,
    rowCount: rows.length,
    firstRowId: rowId(rows[0]),
    lastRowId: rowId(rows.at(-1)),
    nextPage,
  };
}

function parseWorkItem(row: unknown): WorkItem | null {
  const result = v.safeParse(rowSchema, row);
  if (!result.success) return null;
  const { output } = result;
  return {
    id: output.id,
    sessionId: output.data.id,
    state: WORK_STATES.find((state) => state === output.state) ?? 'other',
    createdAt: output.created_at,
    acknowledgedAt: output.acknowledged_at,
    startedAt: output.started_at,
    latestHeartbeatAt: output.latest_heartbeat_at,
    stopRequestedAt: output.stop_requested_at,
    stoppedAt: output.stopped_at,
  };
}

function rowId(row: unknown): string | null {
  const result = v.safeParse(v.object({ id: idSchema }), row);
  return result.success ? result.output.id : null;
}
