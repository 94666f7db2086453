/**
 * Events of a session from the wire. Of each, its type, its ids, the name of a tool and its time are taken, and
 * nothing else is looked at: messages, inputs, results and errors end here.
 */
import type { SessionEvent, SessionEventKind } from '../../model/session.ts';
import { shortKeyOf } from '../../model/short-key.ts';
import { type ApiAnswer, parseListPage, unexpectedResponse } from './answer.ts';
import { parseTimestamp } from './timestamps.ts';
import { isRow, type WireRow } from './wire-values.ts';

export interface EventsPage {
  /** Newest first. */
  readonly events: readonly SessionEvent[];
  /** Null: there are no older ones. */
  readonly nextPage: string | null;
}

/** Source: the reference of events. A type that is not named here shows only that something happened. */
const KINDS: ReadonlyMap<unknown, SessionEventKind> = new Map([
  ['agent.tool_use', 'tool-call'],
  ['agent.custom_tool_use', 'other-call'],
  ['agent.mcp_tool_use', 'other-call'],
  ['user.tool_result', 'tool-result'],
  ['user.custom_tool_result', 'tool-result'],
  ['agent.tool_result', 'tool-result'],
  ['agent.mcp_tool_result', 'tool-result'],
  ['user.tool_confirmation', 'confirmation'],
  ['agent.message', 'model-output'],
  ['agent.thinking', 'model-output'],
  ['span.model_request_start', 'model-start'],
  ['span.model_request_end', 'model-end'],
  ['user.message', 'message'],
  ['user.interrupt', 'interrupt'],
  ['session.status_running', 'running'],
  ['session.status_idle', 'idle'],
  ['session.status_terminated', 'ended'],
  ['session.deleted', 'ended'],
]);

/** Which event it is about, by whichever name it has there. */
const ABOUT_NAMES = ['tool_use_id', 'custom_tool_use_id', 'mcp_tool_use_id', 'model_request_start_id'];
/** Source: the reference of events. In other words it may mean either. */
const ANSWERS: ReadonlyMap<unknown, boolean> = new Map([
  ['allow', true],
  ['deny', false],
]);
const STOP_REASONS = ['end_turn', 'cancelled', 'requires_action'] as const;
/** What a tool may be called: a name, and no room for a message. */
const TOOL_NAME = /^[A-Za-z0-9_.:/-]{1,64}$/;
const ID = /^[A-Za-z0-9_.:-]{1,200}$/;
const MAX_PENDING_COUNT = 100;

/**
 * @param usedCursor null for the first page
 * @throws {QoderError} of type `unexpected_response`, also where the oldest come first and are not all
 */
export function parseEventsPage(answer: ApiAnswer, usedCursor: string | null): EventsPage {
  const { rows, nextPage } = parseListPage(answer, usedCursor);
  const events = rows.flatMap((row) => (isRow(row) ? [toEvent(row)] : []));
  if (!isAscending(events)) return { events, nextPage };
  // An API that does not know the order asked for: where these are all of them, that does no harm.
  if (nextPage === null && usedCursor === null) return { events: events.toReversed(), nextPage };
  throw unexpectedResponse(answer, 'has the oldest events first, though the newest were asked for');
}

/** Ids are compared and kept. What may be words is neither, but its hash is as good. */
function toId(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return ID.test(value) ? value : `hash_${shortKeyOf(value)}`;
}

function toEvent(row: WireRow): SessionEvent {
  const kind = KINDS.get(row.type) ?? 'other';
  const isCall = kind === 'tool-call' || kind === 'other-call';
  const aboutName = ABOUT_NAMES.find((name) => toId(row[name]) !== null);
  const name = isCall && typeof row.name === 'string' && TOOL_NAME.test(row.name) ? row.name : null;
  return {
    kind,
    id: toId(row.id),
    at: toInstant(row.processed_at) ?? toInstant(row.created_at),
    aboutId: aboutName === undefined ? null : toId(row[aboutName]),
    toolName: name,
    needsPermission: isCall && row.evaluated_permission === 'ask',
    isAllowed: kind === 'confirmation' ? (ANSWERS.get(row.result) ?? null) : null,
    isError: kind === 'tool-result' && row.is_error === true,
    ...(kind === 'idle' ? toStop(row) : { stopReason: null, pendingIds: [] }),
  };
}

const toInstant = (value: unknown): Date | null => (typeof value === 'string' ? parseTimestamp(value) : null);

/** A text, or an object with its type: both are seen in the documentation. */
function toStop({
  stop_reason: reason,
  event_ids,
}: WireRow): Pick<SessionEvent, 'stopReason' | 'pendingIds'> {
  const details = isRow(reason) ? reason : { type: reason, event_ids };
  const ids = Array.isArray(details.event_ids) ? details.event_ids : [];
  return {
    stopReason: STOP_REASONS.find((known) => known === details.type) ?? null,
    pendingIds: ids.slice(0, MAX_PENDING_COUNT).flatMap((id) => toId(id) ?? []),
  };
}

/** By the first and the last that have a time: those in between may share it. */
function isAscending(events: readonly SessionEvent[]): boolean {
  const [first, last] = [events.find(({ at }) => at !== null), events.findLast(({ at }) => at !== null)];
  return first?.at != null && last?.at != null && first.at < last.at;
}
