/** The envelope all lists share: rows, and whether there are more of them. */
import * as v from 'valibot';
import { type ApiAnswer, unexpectedResponse } from './api-answer.ts';
import { parseBody } from './parse-body.ts';

export interface ListPage {
  readonly rows: readonly unknown[];
  /** Null on the last page. */
  readonly nextPage: string | null;
}

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
