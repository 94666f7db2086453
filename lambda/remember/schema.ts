/**
 * Shapes of what is stored, from JSON to domain types. Every object is checked against its interface field
 * by field: a field added to the state and forgotten here does not compile, instead of being lost on reload.
 */

import * as v from 'valibot';
import type { BouncedItem, Deliveries } from '../model/deliveries.ts';
import type { Demand, Demands, Peak } from '../model/demand.ts';
import type { Directory, DirectoryEntry } from '../model/directory.ts';
import {
  type EnvironmentState,
  type Gap,
  type LearnedSilence,
  STREAKS,
  type WatchedItem,
} from '../model/environment-state.ts';
import { alert, alertGroup, endedIncident, incidentEntries } from './incident-schema.ts';
import { join, type OfConditions } from './later-conditions.ts';
import { normsSchema, toolNormSchema } from './norms-codec.ts';
import { sessionMemory } from './session-schema.ts';
import {
  count,
  type EntriesOf,
  finite,
  instant,
  nullableInstant,
  nullableText,
  text,
} from './stored-shapes.ts';
import { joinEvents } from './waiting-events.ts';

const learnedSilence = v.object({
  longestSeconds: finite,
  observationCount: finite,
  observedAt: nullableInstant,
  watched: v.array(
    v.object({
      id: text,
      heartbeatAt: instant,
      silentSeconds: finite,
    } satisfies EntriesOf<WatchedItem>),
  ),
} satisfies EntriesOf<LearnedSilence>);

const deliveries = v.object({
  countedUntil: nullableInstant,
  fates: v.pipe(text, v.regex(/^[bk]*$/)),
  rowSince: nullableInstant,
  lastBounced: v.array(
    v.object({
      id: text,
      sessionId: nullableText,
      acknowledgedAt: instant,
      endedAt: instant,
    } satisfies EntriesOf<BouncedItem>),
  ),
  usualShare: finite,
  bouncingSince: nullableInstant,
} satisfies EntriesOf<Deliveries>);

const ofConditions = {
  incidents: v.array(v.object(incidentEntries)),
  // Missing in rows of before a return was the same incident.
  endedIncidents: v.optional(v.array(endedIncident), []),
  // Missing in rows of before there were groups.
  groups: v.optional(v.array(alertGroup), []),
  outbox: v.array(alert),
} satisfies EntriesOf<OfConditions>;

const stateEntries = {
  ...ofConditions,
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
  // Missing in rows of before acks were counted.
  deliveries: v.optional(deliveries, {
    countedUntil: null,
    fates: '',
    rowSince: null,
    lastBounced: [],
    usualShare: 0,
    bouncingSince: null,
  }),
  // Missing in rows of before there were norms.
  norms: v.optional(normsSchema, {}),
  spotCheck: v.optional(v.object({ afterId: nullableText, hasDoubt: v.boolean() }), {
    afterId: null,
    hasDoubt: false,
  }),
  // Missing in rows of before it was remembered.
  lastGap: v.optional(v.nullable(v.object({ from: instant, to: instant } satisfies EntriesOf<Gap>)), null),
  // Missing in rows of before sessions were read.
  sessions: v.optional(sessionMemory, { afterItemId: null, known: [], isReadable: false }),
} satisfies EntriesOf<EnvironmentState>;

export const environmentStateSchema = v.pipe(
  v.object({
    ...stateEntries,
    toolNorm: toolNormSchema,
    later: v.optional(v.object(ofConditions)),
    // Missing where nothing waits for the event bus alone.
    events: v.exactOptional(v.array(alert)),
  }),
  v.transform(({ later, events, toolNorm, norms, ...state }): EnvironmentState => {
    const joined = later === undefined ? state : { ...state, ...join(state, later) };
    return {
      ...joined,
      outbox: joinEvents({ outbox: joined.outbox, ...(events === undefined ? {} : { events }) }),
      norms: toolNorm === undefined ? norms : { ...norms, tool: toolNorm },
    };
  }),
);

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

const peak = v.object({ itemCount: count, at: instant } satisfies EntriesOf<Peak>);

export const demandsSchema = v.object({
  environments: v.record(
    text,
    v.object({ ...peak.entries, peaks: v.array(peak) } satisfies EntriesOf<Demand>),
  ),
} satisfies EntriesOf<Demands>);
