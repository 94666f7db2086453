/**
 * Shapes of what is stored, from JSON to domain types. Every object is checked against its interface field
 * by field: a field added to the state and forgotten here does not compile, instead of being lost on reload.
 */

import * as v from 'valibot';
import { CHANGES, CONDITIONS, ENDINGS, SEVERITIES } from '../../contract/conditions.ts';
import type { Directory, DirectoryEntry } from '../model/directory.ts';
import {
  type EnvironmentState,
  type LearnedSilence,
  STREAKS,
  type WatchedItem,
} from '../model/environment-state.ts';
import type { Alert, FindingItem, Incident } from '../model/incident.ts';
import { type Skew, UNKNOWN_SKEW } from '../model/instant.ts';
import type { RunMemory } from '../model/run-memory.ts';
import type { ScanMemory } from '../model/scan-memory.ts';
import { WORK_STATES } from '../model/work-item.ts';
import { normsSchema } from './norms-codec.ts';

/** A schema for every field of `T`, none forgotten. */
type EntriesOf<T> = { readonly [Key in keyof T]-?: v.GenericSchema<unknown, T[Key]> };

const instant = v.pipe(
  v.string(),
  v.transform((text) => new Date(text)),
  v.date(),
);
const text = v.string();
const nullableText = v.nullable(v.string());
const nullableInstant = v.nullable(instant);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const condition = v.picklist(CONDITIONS);
const severity = v.picklist(SEVERITIES);
const ending = v.nullable(v.picklist(ENDINGS));
const evidence = v.record(text, v.nullable(v.union([v.number(), v.string()])));

const findingItem = v.object({
  id: text,
  sessionId: nullableText,
  state: v.picklist([...WORK_STATES, 'other']),
  ageSeconds: v.number(),
  crossedAt: instant,
} satisfies EntriesOf<FindingItem>);

const incident = v.object({
  id: text,
  condition,
  severity,
  reason: nullableText,
  openedAt: instant,
  since: instant,
  lastToldAt: instant,
  lastToldItemCount: count,
  messageCount: count,
  // Missing in rows of before there were mute windows.
  isWorseningUntold: v.optional(v.boolean(), false),
  itemIds: v.array(text),
  evidence,
  clearSince: nullableInstant,
  ending,
} satisfies EntriesOf<Incident>);

const alert = v.object({
  messageId: text,
  incidentId: text,
  environmentIds: v.array(text),
  environmentName: nullableText,
  condition,
  severity,
  change: v.picklist(CHANGES),
  reason: nullableText,
  at: instant,
  openedAt: instant,
  since: instant,
  ending,
  items: v.array(findingItem),
  itemCount: count,
  newItemCount: count,
  isMaybeRepeated: v.exactOptional(v.boolean()),
  evidence,
  threshold: v.nullable(v.object({ warning: v.nullable(v.number()), critical: v.nullable(v.number()) })),
} satisfies EntriesOf<Alert>);

const learnedSilence = v.object({
  longestSeconds: v.number(),
  observationCount: v.number(),
  observedAt: nullableInstant,
  watched: v.array(
    v.object({
      id: text,
      heartbeatAt: instant,
      silentSeconds: v.number(),
    } satisfies EntriesOf<WatchedItem>),
  ),
} satisfies EntriesOf<LearnedSilence>);

export const environmentStateSchema = v.object({
  incidents: v.array(incident),
  outbox: v.array(alert),
  failedRunCount: count,
  failingSince: nullableInstant,
  deepRunCounts: v.object({ warning: count, critical: count }),
  // Missing in rows of before they were counted.
  streaks: v.optional(v.record(v.picklist(STREAKS), v.object({ runCount: count, since: instant })), {}),
  // Missing in rows of before anything was learned.
  learnedSilence: v.optional(learnedSilence, {
    longestSeconds: 0,
    observationCount: 0,
    observedAt: null,
    watched: [],
  }),
  // Missing in rows of before there were norms.
  norms: v.optional(normsSchema, {}),
  spotCheck: v.optional(v.object({ at: nullableInstant, afterId: nullableText, hasDoubt: v.boolean() }), {
    at: null,
    afterId: null,
    hasDoubt: false,
  }),
} satisfies EntriesOf<EnvironmentState>);

export const directorySchema = v.object({
  readAt: nullableInstant,
  environments: v.array(
    v.object({
      id: text,
      name: nullableText,
      archivedAt: nullableInstant,
      isMissing: v.exactOptional(v.boolean()),
    } satisfies EntriesOf<DirectoryEntry>),
  ),
} satisfies EntriesOf<Directory>);

const skew = v.object({
  ms: v.nullable(v.number()),
  rival: v.nullable(v.object({ ms: v.number(), runCount: count })),
  deviatingRunCount: count,
} satisfies EntriesOf<Skew>);

export const runMemorySchema = v.object({
  lastAt: nullableInstant,
  behind: v.record(text, nullableInstant),
  // Missing in rows of before it was remembered.
  skew: v.optional(skew, UNKNOWN_SKEW),
} satisfies EntriesOf<RunMemory>);

const position = { beforeId: nullableText, id: text };
const rowCount = v.pipe(v.number(), v.integer(), v.minValue(1));

export const scanMemorySchema = v.object({
  ranges: v.array(
    v.object({
      beforeFirstId: nullableText,
      end: v.object(position),
      count: rowCount,
      anchors: v.array(v.object({ ...position, count: rowCount })),
    }),
  ),
  walk: v.nullable(v.object(position)),
  writtenAt: nullableInstant,
} satisfies EntriesOf<ScanMemory>);
