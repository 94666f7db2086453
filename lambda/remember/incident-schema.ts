/** Shapes of stored incidents and of alerts that wait, field by field as in schema.ts. */
import * as v from 'valibot';
import { CHANGES, CONDITIONS, ENDINGS, SEVERITIES } from '../../contract/conditions.ts';
import { SESSION_CAUSES } from '../../contract/session-causes.ts';
import type { AlertGroup } from '../model/alert-group.ts';
import type { Alert, EndedIncident, FindingItem, Incident, ItemSession } from '../model/incident.ts';
import { WORK_STATES } from '../model/work-item.ts';
import {
  count,
  type EntriesOf,
  finite,
  instant,
  nullableInstant,
  nullableText,
  text,
} from './stored-shapes.ts';

const condition = v.picklist(CONDITIONS);
const severity = v.picklist(SEVERITIES);
const ending = v.nullable(v.picklist(ENDINGS));
const evidence = v.record(text, v.nullable(v.union([finite, v.string()])));

const findingItem = v.object({
  id: text,
  sessionId: nullableText,
  state: v.picklist([...WORK_STATES, 'other']),
  ageSeconds: finite,
  crossedAt: instant,
  bounce: v.exactOptional(v.object({ acknowledgedAt: instant, endedAt: instant })),
  session: v.exactOptional(
    v.object({
      cause: v.picklist(SESSION_CAUSES),
      since: instant,
      toolName: nullableText,
      totalCredits: v.nullable(finite),
    } satisfies EntriesOf<ItemSession>),
  ),
} satisfies EntriesOf<FindingItem>);

export const incidentEntries = {
  id: text,
  condition,
  severity,
  reason: nullableText,
  openedAt: instant,
  since: instant,
  lastToldAt: instant,
  lastToldItemCount: count,
  // Missing in rows of before causes and growth were told so.
  // Until it is told again it has not lasted longer than told.
  lastToldAgeSeconds: v.optional(finite, Number.MAX_SAFE_INTEGER),
  toldReasons: v.optional(v.array(text), []),
  grownCount: v.optional(count, 0),
  isReturnUntold: v.optional(v.boolean(), false),
  returnedAt: v.optional(nullableInstant, null),
  messageCount: count,
  // Missing in rows of before there were mute windows.
  isWorseningUntold: v.optional(v.boolean(), false),
  itemIds: v.array(text),
  evidence,
  clearSince: nullableInstant,
  ending,
} satisfies EntriesOf<Incident>;

export const alertGroup = v.object({
  id: text,
  condition,
  reason: nullableText,
  severity,
  openedAt: instant,
  since: instant,
  lastToldAt: instant,
  messageCount: count,
  activeIds: v.array(text),
  endedIds: v.array(text),
  endedSince: nullableInstant,
} satisfies EntriesOf<AlertGroup>);

export const endedIncident = v.object({
  ...incidentEntries,
  endedAt: instant,
} satisfies EntriesOf<EndedIncident>);

export const alert = v.object({
  messageId: text,
  incidentId: text,
  environmentIds: v.array(text),
  environmentCount: v.exactOptional(count),
  environmentName: nullableText,
  condition,
  severity,
  highestSeverity: v.exactOptional(severity),
  change: v.picklist(CHANGES),
  reason: nullableText,
  previousReason: v.exactOptional(text),
  at: instant,
  openedAt: instant,
  since: instant,
  ending,
  items: v.array(findingItem),
  itemCount: count,
  newItemCount: count,
  isMaybeRepeated: v.exactOptional(v.boolean()),
  evidence,
  threshold: v.nullable(v.object({ warning: v.nullable(finite), critical: v.nullable(finite) })),
  reached: v.exactOptional(v.picklist(['topics', 'bus'])),
} satisfies EntriesOf<Alert>);
