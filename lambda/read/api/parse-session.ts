/** A session from the wire: its status and what it has cost. Title, agent, metadata and all else is not looked at. */
import * as v from 'valibot';
import { SESSION_STATUSES, type Session, type SessionStatus } from '../../model/session.ts';
import { type ApiAnswer, parseBody, unexpectedResponse } from './answer.ts';
import { timestamp } from './timestamps.ts';
import { optionalText } from './wire-values.ts';

const optionalInstant = v.fallback(timestamp, null);

/** Source: the session object. `usage` may be absent; older copies have other numbers in it. */
const sessionSchema = v.object({
  id: v.string(),
  status: v.string(),
  environment_id: optionalText,
  updated_at: optionalInstant,
  usage: v.fallback(
    v.object({
      total_credits: v.fallback(v.nullish(v.pipe(v.number(), v.finite(), v.minValue(0)), null), null),
    }),
    { total_credits: null },
  ),
});

/** Older copies call it so. */
const OLDER_NAMES: ReadonlyMap<string, SessionStatus> = new Map([['processing', 'running']]);

/** @throws {QoderError} of type `unexpected_response`, also for another session than was asked for */
export function parseSession(answer: ApiAnswer, sessionId: string): Session {
  const { id, status, environment_id, updated_at, usage } = parseBody(sessionSchema, answer);
  if (id !== sessionId) throw unexpectedResponse(answer, 'is another session than was asked for');
  return {
    id,
    environmentId: environment_id,
    status: SESSION_STATUSES.find((known) => known === status) ?? OLDER_NAMES.get(status) ?? 'other',
    updatedAt: updated_at,
    totalCredits: usage.total_credits,
  };
}
