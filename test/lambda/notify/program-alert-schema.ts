/** The public schema of the message for programs; docs/alert-schema.json is made from it. */
import * as v from 'valibot';
import {
  CHANGES,
  ENVIRONMENT_CONDITIONS,
  MONITOR_CONDITIONS,
  SEVERITIES,
} from '../../../contract/conditions.ts';
import type { ProgramAlert, ProgramItem } from '../../../lambda/notify/program-json.ts';

type EntriesOf<T> = { readonly [Key in keyof T]-?: v.GenericSchema<unknown, T[Key]> };

const described = (description: string) => v.description<string, string>(description);
const text = v.string();
const instant = v.pipe(v.string(), v.isoTimestamp());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const nullableUrl = v.nullable(v.pipe(v.string(), v.url()));

const item = v.strictObject({
  id: text,
  sessionId: v.nullable(text),
  state: text,
  ageSeconds: v.pipe(v.number(), v.minValue(0)),
  url: nullableUrl,
} satisfies EntriesOf<ProgramItem>);

export const programAlertSchema = v.strictObject({
  schemaVersion: v.literal(1),
  messageId: v.pipe(text, described('The same when a message is repeated.')),
  incidentId: v.pipe(text, described('The same for all messages of an incident.')),
  monitor: text,
  change: v.picklist(CHANGES),
  condition: v.picklist([...ENVIRONMENT_CONDITIONS, ...MONITOR_CONDITIONS]),
  severity: v.picklist(SEVERITIES),
  reason: v.nullable(text),
  ending: v.nullable(
    v.picklist(['recovered', 'stopped', 'no-longer-listed', 'not-configured', 'archived', 'not-found']),
  ),
  summary: v.pipe(text, described('One line for people. Its words may change at any time.')),
  environmentIds: v.pipe(v.array(text), v.maxLength(100)),
  environmentCount: v.pipe(count, v.description('More than are listed where more than 100 are affected.')),
  environmentName: v.nullable(text),
  at: v.pipe(instant, described('The run that decided the message.')),
  openedAt: instant,
  since: v.pipe(instant, described('When what the condition describes began.')),
  evidence: v.record(text, v.nullable(v.union([v.number(), v.string()]))),
  threshold: v.nullable(
    v.strictObject({ warning: v.nullable(v.number()), critical: v.nullable(v.number()) }),
  ),
  items: v.pipe(v.array(item), v.maxLength(20)),
  itemCount: count,
  newItemCount: v.pipe(count, v.description('Items that no earlier message of the incident counted.')),
  links: v.strictObject({ runbook: nullableUrl, dashboard: nullableUrl }),
} satisfies EntriesOf<ProgramAlert>);
