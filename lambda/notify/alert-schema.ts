/**
 * The public schema of the message for programs: the type of what is sent, and docs/alert-schema.json, are made
 * of it. A change that could break a reader raises the version. Nothing is checked against it at run time.
 */
import * as v from 'valibot';
import { CHANGES, CONDITIONS, ENDINGS, SEVERITIES } from '../../contract/conditions.ts';
import { SESSION_CAUSES } from '../../contract/session-causes.ts';
import { ALERT_SCHEMA_VERSION, LISTED_ENVIRONMENTS_COUNT, TOLD_ITEMS_COUNT } from '../model/incident.ts';

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
  bounce: v.exactOptional(
    v.pipe(
      v.strictObject({ acknowledgedAt: instant, endedAt: instant }),
      v.description('Of an item that bounced.'),
    ),
  ),
  session: v.exactOptional(
    v.pipe(
      v.strictObject({
        cause: v.picklist(SESSION_CAUSES),
        since: instant,
        toolName: v.nullable(text),
        totalCredits: v.nullable(v.number()),
      }),
      v.description('What its session was last seen to do, where sessions are read.'),
    ),
  ),
  url: nullableUrl,
});

/** Instants are RFC 3339 in UTC. */
export const alertSchema = v.strictObject({
  schemaVersion: v.literal(ALERT_SCHEMA_VERSION),
  messageId: v.pipe(text, described('The same when a message is repeated.')),
  incidentId: v.pipe(text, described('The same for all messages of an incident.')),
  monitor: text,
  version: v.exactOptional(v.pipe(text, described('Of the monitor; before 0.2.0 it was not told.'))),
  change: v.picklist(CHANGES),
  condition: v.picklist(CONDITIONS),
  severity: v.pipe(v.picklist(SEVERITIES), v.description('Of now; at its end, the highest there was.')),
  highestSeverity: v.picklist(SEVERITIES),
  reason: v.nullable(text),
  previousReason: v.exactOptional(v.pipe(text, described('Where the cause has changed.'))),
  ending: v.nullable(v.picklist(ENDINGS)),
  summary: v.pipe(text, described('One line for people. Its words may change at any time.')),
  environmentIds: v.pipe(v.array(text), v.maxLength(LISTED_ENVIRONMENTS_COUNT)),
  environmentCount: v.pipe(
    count,
    v.description(`More than are listed where more than ${LISTED_ENVIRONMENTS_COUNT} are affected.`),
  ),
  environmentName: v.nullable(text),
  at: v.pipe(instant, described('The run that decided the message.')),
  openedAt: instant,
  since: v.pipe(instant, described('When what the condition describes began.')),
  evidence: v.record(text, v.nullable(v.union([v.number(), v.string()]))),
  threshold: v.nullable(
    v.strictObject({ warning: v.nullable(v.number()), critical: v.nullable(v.number()) }),
  ),
  items: v.pipe(v.array(item), v.maxLength(TOLD_ITEMS_COUNT)),
  itemCount: count,
  newItemCount: v.pipe(count, v.description('Items that no earlier message of the incident counted.')),
  isMaybeRepeated: v.exactOptional(
    v.pipe(v.boolean(), v.description('What was remembered was lost: it may have been told before.')),
  ),
  links: v.strictObject({ runbook: nullableUrl, dashboard: nullableUrl }),
});

export type ProgramAlert = v.InferOutput<typeof alertSchema>;
