/** Environments from the wire: one, or a page of them. */

import * as v from 'valibot';
import { environmentIdSchema } from '../../../contract/environment-id.ts';
import { type ApiAnswer, parseBody, parseListPage } from './answer.ts';
import { timestamp } from './timestamps.ts';
import { optionalText } from './wire-values.ts';

export interface QoderEnvironment {
  readonly id: string;
  /** Null when the API does not say. */
  readonly name: string | null;
  /** `config.type`: `self_hosted`, `cloud`, or what is yet to come; null when the API does not say. */
  readonly type: string | null;
  /** Null while it is live. */
  readonly archivedAt: Date | null;
}

export interface EnvironmentPage {
  readonly environments: readonly QoderEnvironment[];
  /** Rows without a usable id, or with an unreadable archived_at: the list is not whole. */
  readonly malformedCount: number;
  /** Null on the last page. */
  readonly nextPage: string | null;
}

/** One of which nothing can be seen would leave its environment without any. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}]/u;

/** Source: API reference, environment object. */
const environmentSchema = v.pipe(
  v.object({
    id: environmentIdSchema,
    name: optionalText,
    config: v.fallback(v.object({ type: optionalText }), { type: null }),
    archived_at: timestamp,
  }),
  v.transform(
    ({ id, name, config: { type }, archived_at: archivedAt }): QoderEnvironment => ({
      id,
      name: name !== null && VISIBLE.test(name) ? name : null,
      type,
      archivedAt,
    }),
  ),
);

/** @throws {QoderError} of type `unexpected_response` */
export function parseEnvironment(answer: ApiAnswer): QoderEnvironment {
  return parseBody(environmentSchema, answer);
}

/** @throws {QoderError} of type `unexpected_response` when the page as a whole cannot be understood */
export function parseEnvironmentPage(answer: ApiAnswer, usedCursor: string | null): EnvironmentPage {
  const { rows, nextPage } = parseListPage(answer, usedCursor);
  const results = rows.map((row) => v.safeParse(environmentSchema, row));
  const environments = results.flatMap((result) => (result.success ? [result.output] : []));
  return { environments, malformedCount: rows.length - environments.length, nextPage };
}
