/** Work from the wire: pages of a list as work items, and its stats. */

import * as v from 'valibot';
import type { WorkStats } from '../../model/reading.ts';
import { WORK_STATES, type WorkItem } from '../../model/work-item.ts';
import { type ApiAnswer, parseBody, parseListPage } from './answer.ts';
import { lenientTimestamp, requiredTimestamp, timestamp } from './timestamps.ts';

export interface WorkPage {
  /** In list order; rows without id, state or created_at are left out. */
  readonly items: readonly WorkItem[];
  /** Rows without id, state or created_at, which are left out, and rows with another timestamp that cannot be read, which count as null. */
  readonly malformedCount: number;
  /** Rows of the page, malformed ones included. */
  readonly rowCount: number;
  /** Id of the first row, even if malformed; null on an empty page, or for a row without one. */
  readonly firstRowId: string | null;
  /** Null on the last page. */
  readonly nextPage: string | null;
}

const idSchema = v.pipe(v.string(), v.nonEmpty());

/** Source: API reference, work item. Fields not named here are ignored: the API is in beta and gains some. */
const requiredFields = {
  id: idSchema,
  data: v.fallback(v.object({ id: v.fallback(v.nullable(idSchema), null) }), { id: null }),
  state: v.pipe(v.string(), v.nonEmpty()),
  created_at: requiredTimestamp,
};

const toRowSchema = <Schema extends typeof timestamp | typeof lenientTimestamp>(optional: Schema) =>
  v.object({
    ...requiredFields,
    acknowledged_at: optional,
    started_at: optional,
    latest_heartbeat_at: optional,
    stop_requested_at: optional,
    stopped_at: optional,
  });

const rowSchema = toRowSchema(timestamp);
/** An unreadable later timestamp does not make a row vanish, which would look as if its trouble were over. */
const lenientRowSchema = toRowSchema(lenientTimestamp);

/**
 * @param usedCursor of the request, `page` or `after_id`; null for the first page
 * @throws {QoderError} of type `unexpected_response` when the page as a whole cannot be understood
 */
export function parseWorkPage(answer: ApiAnswer, usedCursor: string | null): WorkPage {
  const { rows, nextPage } = parseListPage(answer, usedCursor);
  const parsed = rows.map(parseWorkItem);
  return {
    items: parsed.flatMap(({ item }) => item ?? []),
    malformedCount: parsed.filter(({ isMalformed }) => isMalformed).length,
    rowCount: rows.length,
    firstRowId: rowId(rows[0]),
    nextPage,
  };
}

interface ParsedRow {
  /** Null: the row cannot be used at all. */
  readonly item: WorkItem | null;
  readonly isMalformed: boolean;
}

function parseWorkItem(row: unknown): ParsedRow {
  const strict = v.safeParse(rowSchema, row);
  if (strict.success) return { item: toWorkItem(strict.output), isMalformed: false };
  const lenient = v.safeParse(lenientRowSchema, row);
  return { item: lenient.success ? toWorkItem(lenient.output) : null, isMalformed: true };
}

function toWorkItem(output: v.InferOutput<typeof rowSchema>): WorkItem {
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

const count = v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0)), null);

/** Source: API reference, work stats; the SDK types have every field optional and nullable. */
const statsSchema = v.object({ depth: count, pending: count, workers_polling: count });

/** @throws {QoderError} of type `unexpected_response` */
export function parseWorkStats(answer: ApiAnswer): WorkStats {
  const { depth, pending, workers_polling } = parseBody(statsSchema, answer);
  return { depthCount: depth, pendingCount: pending, workersPollingCount: workers_polling };
}
