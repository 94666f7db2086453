/** Shapes of what is stored about sessions, field by field as in schema.ts. */
import * as v from 'valibot';
import { SESSION_CAUSES } from '../../contract/session-causes.ts';
import type { KnownSession, SessionMemory, SessionPace } from '../model/session.ts';
import {
  count,
  type EntriesOf,
  finite,
  instant,
  nullableInstant,
  nullableText,
  text,
} from './stored-shapes.ts';

const knownSession = v.object({
  itemId: text,
  cause: v.picklist(SESSION_CAUSES),
  since: instant,
  seenAt: instant,
  toolName: nullableText,
  callCount: count,
  eventId: nullableText,
  totalCredits: v.nullable(finite),
} satisfies EntriesOf<KnownSession>);

export const sessionMemory = v.object({
  afterItemId: nullableText,
  known: v.array(knownSession),
  isReadable: v.boolean(),
} satisfies EntriesOf<SessionMemory>);

export const sessionPace = v.object({
  forbiddenRunCount: count,
  forbiddenSince: nullableInstant,
  pausedUntil: nullableInstant,
  pauseSeconds: finite,
  // Missing in rows of before it was remembered.
  afterEnvironmentId: v.optional(nullableText, null),
} satisfies EntriesOf<SessionPace>);
