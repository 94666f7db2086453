/** Shape of a mute window as a person writes it: see MuteWindow. */
import * as v from 'valibot';
import { CONDITIONS } from './conditions.ts';
import { environmentIdSchema } from './environment-id.ts';
import { isTimeOfDay, type MuteWindow, WEEKDAYS } from './mute.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

const BOUND_REMEDY =
  'write an instant such as 2026-12-24T18:00:00Z (with Z or an offset), or a time of the day such as 22:00';
const DAYS_REMEDY = `write days: ${WEEKDAYS.join(', ')}`;
const CONDITION_REMEDY = `write names of conditions: ${CONDITIONS.join(', ')}`;
const ZONE_REMEDY = 'write the IANA name of a time zone, such as Europe/Berlin or UTC';

const bound = v.pipe(
  v.string(BOUND_REMEDY),
  v.check((text) => isTimeOfDay(text) || isInstant(text), BOUND_REMEDY),
);

const shape = v.strictObject({
  environments: v.optional(
    v.pipe(v.array(environmentIdSchema), v.minLength(1, 'name an environment, or remove it')),
  ),
  conditions: v.optional(
    v.pipe(v.array(v.picklist(CONDITIONS, CONDITION_REMEDY)), v.minLength(1, CONDITION_REMEDY)),
  ),
  days: v.optional(
    v.pipe(v.array(v.picklist(WEEKDAYS, DAYS_REMEDY), DAYS_REMEDY), v.minLength(1, DAYS_REMEDY)),
  ),
  from: bound,
  until: bound,
  timezone: v.optional(v.pipe(v.string(ZONE_REMEDY), v.check(isTimezone, ZONE_REMEDY))),
});

export const muteWindowSchema = v.pipe(
  shape,
  rule('until', isOneForm, 'write from and until both as instants, or both as times of the day'),
  rule('until', isForward, 'write an instant after from'),
  rule('timezone', hasItsTimezone, 'write the time zone of times of the day, and none with instants'),
  rule('days', hasItsDays, 'remove it: days go with times of the day, such as 22:00'),
);

/** A rule over several settings of a window, told of one of them. */
function rule(key: keyof MuteWindow, holds: (window: MuteWindow) => boolean, remedy: string) {
  return v.rawCheck<v.InferOutput<typeof shape>>(({ dataset, addIssue }) => {
    // What has a fault already would only be told of it in other words.
    if (!dataset.typed || dataset.issues !== undefined || holds(dataset.value)) return;
    const { value: input } = dataset;
    addIssue({
      message: remedy,
      input: input[key],
      path: [{ type: 'object', origin: 'value', input: { ...input }, key, value: input[key] }],
    });
  });
}

function isOneForm({ from, until }: MuteWindow): boolean {
  return isTimeOfDay(from) === isTimeOfDay(until);
}

function isForward({ from, until }: MuteWindow): boolean {
  return isTimeOfDay(from) || isTimeOfDay(until) || Date.parse(from) < Date.parse(until);
}

function hasItsTimezone({ from, timezone }: MuteWindow): boolean {
  return isTimeOfDay(from) === (timezone !== undefined);
}

function hasItsDays({ from, days }: MuteWindow): boolean {
  return isTimeOfDay(from) || days === undefined;
}

function isInstant(text: string): boolean {
  return INSTANT.test(text) && !Number.isNaN(Date.parse(text));
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
