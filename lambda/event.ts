/** The event of a run. Anything but the scheduler's own input is refused before anything is done. */
import * as v from 'valibot';
import { EVENT_SCHEMA_VERSION } from '../contract/event.ts';
import { parseWith } from '../contract/invalid-input.ts';

const remedy = 'send only the time the run was scheduled for, such as 2026-11-24T10:15:00Z';

const eventSchema = v.strictObject({
  schemaVersion: v.literal(EVENT_SCHEMA_VERSION, `send ${EVENT_SCHEMA_VERSION}`),
  scheduledTime: v.pipe(
    v.string(remedy),
    v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/, remedy),
    v.transform((text) => new Date(text)),
    v.date(remedy),
  ),
});

/**
 * @returns the scheduled minute
 * @throws {InvalidInputError} naming each field that is wrong, missing or not expected
 */
export function parseEvent(event: unknown): Date {
  const { scheduledTime } = parseWith(eventSchema, event, 'The event');
  return new Date(Math.floor(scheduledTime.getTime() / 60_000) * 60_000);
}
