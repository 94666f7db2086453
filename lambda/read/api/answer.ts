/** Tells an answer from a refusal, a refusal's facts from its words, and a list from what only looks like one. */
import * as v from 'valibot';
import { parseJson } from '../../../contract/parse-json.ts';
import { type FailureType, QoderError } from './qoder-error.ts';
import type { TransportResponse } from './transport.ts';
import { PAGE_LIMIT_COUNT } from './urls.ts';
import { optionalText } from './wire-values.ts';

/** A JSON answer of status 2xx, not yet looked into, with what an error about it has to name. */
export interface ApiAnswer {
  /** What was asked, such as `GET /environments/env_a/work`. */
  readonly subject: string;
  readonly status: number;
  readonly requestId: string | null;
  readonly body: unknown;
}

/** Longest text of the API's that is passed on. */
const MAX_MESSAGE_LENGTH = 500;
const MAX_NAME_LENGTH = 100;

/** Source: the API's error conventions. Older answers lack `request_id`; a gateway's may be no JSON at all. */
const refusalSchema = v.object({
  request_id: optionalText,
  error: v.fallback(v.object({ type: optionalText, message: optionalText }), { type: null, message: null }),
});

/**
 * @param clean makes text from outside fit to be shown
 * @param address what to correct where somebody else answered
 * @returns the error, not thrown yet, for every status but 2xx and for a body that is no JSON: it may be retried
 */
export function toApiAnswer(
  response: TransportResponse,
  subject: string,
  clean: (text: string, maxLength: number) => string,
  address: 'base URL' | 'exchangeUrl' = 'base URL',
): ApiAnswer | QoderError {
  const { status } = response;
  const body = parseJson(response.bodyText);
  const refusal = v.safeParse(refusalSchema, body);
  const { request_id, error } = refusal.success ? refusal.output : { request_id: null, error: null };
  const rawRequestId = request_id || response.header('x-request-id') || response.header('request-id');
  const requestId = rawRequestId ? clean(rawRequestId, MAX_NAME_LENGTH) : null;
  const answer = { subject, status, requestId, body };

  if (status >= 300 && status < 400) {
    const detail = `answered ${status}, a redirect, which is not followed: write the final address as the ${address}`;
    return toFailure(answer, 'unexpected_redirect', detail);
  }
  if (status < 200 || status > 299) {
    if (!error?.type)
      return toFailure(answer, 'unexpected_response', `answered ${status} without saying why`);
    const type = clean(error.type, MAX_NAME_LENGTH);
    const reason = clean(error.message || 'no message', MAX_MESSAGE_LENGTH);
    return new QoderError(`${subject} answered ${status} ${type}: ${reason}`, { status, type, requestId });
  }
  if (body === undefined) return unexpectedResponse(answer, `is not JSON: check the ${address}`);
  return answer;
}

/** @param detail continues "the body of the answer …"; holds nothing of what was answered */
export function unexpectedResponse(answer: ApiAnswer, detail: string): QoderError {
  return toFailure(answer, 'unexpected_response', `answered ${answer.status}, but the body ${detail}`);
}

function toFailure({ subject, status, requestId }: ApiAnswer, type: FailureType, detail: string): QoderError {
  return new QoderError(`${subject} ${detail}`, { status, type, requestId });
}

/** @throws {QoderError} of type `unexpected_response`, naming the path and the kind of value found there */
export function parseBody<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: ApiAnswer,
): v.InferOutput<Schema> {
  // To valibot, an array is an object too; one without any required entry would pass.
  if (Array.isArray(answer.body)) throw unexpectedResponse(answer, 'is an array, not an object');
  const result = v.safeParse(schema, answer.body);
  if (result.success) return result.output;
  const [{ path, expected, type, input }] = result.issues;
  const place = path === undefined ? '' : ` at ${path.map(({ key }) => String(key)).join('.')}`;
  const detail = `is not as documented${place}: expected ${expected ?? type}, got ${kindOf(input)}`;
  throw unexpectedResponse(answer, detail);
}

/** The kind only: the value itself comes from outside and could be anything. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

export interface ListPage {
  readonly rows: readonly unknown[];
  /** Null on the last page. */
  readonly nextPage: string | null;
}

/** So many rows are a server's own idea of the limit; more are no page. */
const MAX_ROWS_COUNT = 2 * PAGE_LIMIT_COUNT;

/** Source: API reference, list work. `first_id` and `last_id` are not needed: the rows themselves are there. */
const listSchema = v.object({
  data: v.array(v.unknown()),
  has_more: v.optional(v.boolean()),
  next_page: v.nullish(v.string()),
});

/**
 * Without `has_more`, `next_page` decides, as the API documents it: a cursor when there is more, otherwise null.
 * With neither, nobody knows whether rows are missing, and a list that may be cut off must not pass for a whole one.
 *
 * @param usedCursor the cursor that led here; the same one again would never end
 * @throws {QoderError} of type `unexpected_response`
 */
export function parseListPage(answer: ApiAnswer, usedCursor: string | null): ListPage {
  refuseTooMany(answer);
  const { data: rows, has_more, next_page } = parseBody(listSchema, answer);
  if (has_more === undefined && next_page === undefined) {
    throw unexpectedResponse(
      answer,
      'has neither has_more nor next_page: whether rows are missing is unknown',
    );
  }
  if (has_more === false || (has_more === undefined && next_page === null)) return { rows, nextPage: null };
  if (!next_page || next_page === usedCursor) {
    throw unexpectedResponse(answer, 'announces more rows, but its next_page is no new cursor');
  }
  return { rows, nextPage: next_page };
}

/** Looked at before anything is made of the rows: a server that ignores the limit must not fill the memory. */
function refuseTooMany(answer: ApiAnswer): void {
  const { data } = (answer.body ?? {}) as { readonly data?: unknown };
  if (!Array.isArray(data) || data.length <= MAX_ROWS_COUNT) return;
  throw unexpectedResponse(answer, `has ${data.length} rows, though ${PAGE_LIMIT_COUNT} were asked for`);
}
