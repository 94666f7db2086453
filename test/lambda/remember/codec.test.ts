import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENT_CONDITIONS, MONITOR_CONDITIONS, SEVERITIES } from '../../../contract/conditions.ts';
import { SESSION_CAUSES } from '../../../contract/session-causes.ts';
import type { Deliveries } from '../../../lambda/model/deliveries.ts';
import type { Directory } from '../../../lambda/model/directory.ts';
import {
  EMPTY_STATE,
  type EnvironmentState,
  type LearnedSilence,
  STREAKS,
} from '../../../lambda/model/environment-state.ts';
import type { Incident } from '../../../lambda/model/incident.ts';
import { ITEM_NORM_NAMES, NORM_NAMES, type Norm } from '../../../lambda/model/norm.ts';
import { newRow, type RowKind, type RowValues } from '../../../lambda/model/row.ts';
import type { RunMemory } from '../../../lambda/model/run-memory.ts';
import { shortKeyOf } from '../../../lambda/model/short-key.ts';
import { decodeMemory, decodeRow, encodeRow, STATE_SCHEMA_VERSION } from '../../../lambda/remember/codec.ts';
import { join, separate } from '../../../lambda/remember/later-conditions.ts';
import { encodeMemory } from '../../../lambda/remember/memory-codec.ts';
import { anAlert } from '../notify/an-alert.ts';
import { anyAlert, anyInstant } from '../notify/arbitrary-alert.ts';

const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const anyEvidence = fc.dictionary(
  fc.stringMatching(/^[a-z]{3,12}Count$/),
  nullable(fc.oneof(fc.nat(), fc.string())),
  { noNullPrototype: true },
);

const incidentFields = {
  id: fc.string(),
  condition: fc.constantFrom(...ENVIRONMENT_CONDITIONS, ...MONITOR_CONDITIONS),
  severity: fc.constantFrom(...SEVERITIES),
  reason: nullable(fc.string()),
  openedAt: anyInstant,
  since: anyInstant,
  lastToldAt: anyInstant,
  lastToldItemCount: fc.nat(),
  messageCount: fc.nat(),
  lastToldAgeSeconds: fc.nat(),
  toldReasons: fc.array(fc.string()),
  grownCount: fc.nat(),
  isReturnUntold: fc.boolean(),
  returnedAt: nullable(anyInstant),
  isWorseningUntold: fc.boolean(),
  itemIds: fc.array(fc.string()),
  evidence: anyEvidence,
  clearSince: nullable(anyInstant),
  ending: nullable(
    fc.constantFrom('recovered', 'stopped', 'no-longer-listed', 'not-configured', 'archived', 'not-found'),
  ),
};
const anyIncident: fc.Arbitrary<Incident> = fc.record(incidentFields);

const anyLearnedSilence: fc.Arbitrary<LearnedSilence> = fc.record({
  longestSeconds: fc.nat({ max: 600 }),
  observationCount: fc.double({ min: 0, max: 100, noNaN: true }).filter((count) => !Object.is(count, -0)),
  observedAt: nullable(anyInstant),
  watched: fc.array(fc.record({ id: fc.string(), heartbeatAt: anyInstant, silentSeconds: fc.nat() })),
});

const anyDeliveries: fc.Arbitrary<Deliveries> = fc.record({
  countedUntil: nullable(anyInstant),
  fates: fc.string({ unit: fc.constantFrom('b', 'k'), maxLength: 30 }),
  rowSince: nullable(anyInstant),
  lastBounced: fc.array(
    fc.record({
      id: fc.string(),
      sessionId: nullable(fc.string()),
      acknowledgedAt: anyInstant,
      endedAt: anyInstant,
    }),
    { maxLength: 5 },
  ),
  usualShare: fc.double({ min: 0, max: 1, noNaN: true }).filter((share) => !Object.is(share, -0)),
  bouncingSince: nullable(anyInstant),
});

const anyNorm: fc.Arbitrary<Norm> = fc.record({
  since: anyInstant,
  learnedAt: anyInstant,
  observedAt: anyInstant,
  week: fc.nat(),
  weights: fc.array(fc.nat()),
});

const anyState: fc.Arbitrary<EnvironmentState> = fc.record({
  incidents: fc.array(anyIncident, { maxLength: 4 }),
  endedIncidents: fc.array(fc.record({ ...incidentFields, endedAt: anyInstant }), { maxLength: 2 }),
  outbox: fc.array(anyAlert, { maxLength: 3 }),
  failedRunCount: fc.nat(),
  failingSince: nullable(anyInstant),
  deepRunCounts: fc.record({ warning: fc.nat(), critical: fc.nat() }),
  streaks: fc.dictionary(fc.constantFrom(...STREAKS), fc.record({ runCount: fc.nat(), since: anyInstant }), {
    noNullPrototype: true,
  }),
  learnedSilence: anyLearnedSilence,
  deliveries: anyDeliveries,
  norms: fc.dictionary(fc.constantFrom(...NORM_NAMES), anyNorm, { noNullPrototype: true }),
  spotCheck: fc.record({ afterId: nullable(fc.string()), hasDoubt: fc.boolean() }),
  groups: fc.array(
    fc.record({
      id: fc.string(),
      condition: fc.constantFrom(...ENVIRONMENT_CONDITIONS),
      reason: nullable(fc.string()),
      severity: fc.constantFrom(...SEVERITIES),
      openedAt: anyInstant,
      since: anyInstant,
      lastToldAt: anyInstant,
      messageCount: fc.nat(),
      activeIds: fc.array(fc.string()),
      endedIds: fc.array(fc.string()),
      endedSince: nullable(anyInstant),
    }),
    { maxLength: 2 },
  ),
  lastGap: nullable(fc.record({ from: anyInstant, to: anyInstant })),
  sessions: fc.record(
    {
      afterItemId: nullable(fc.string()),
      known: fc.array(
        fc.record({
          itemId: fc.string(),
          cause: fc.constantFrom(...SESSION_CAUSES),
          since: anyInstant,
          seenAt: anyInstant,
          toolName: nullable(fc.string()),
          callCount: fc.nat(),
          eventId: nullable(fc.string()),
          totalCredits: nullable(fc.nat()),
        }),
        { maxLength: 2 },
      ),
      isReadable: fc.boolean(),
    },
    { noNullPrototype: true },
  ),
});

const anyDirectory: fc.Arbitrary<Directory> = fc.record({
  readAt: nullable(anyInstant),
  environments: fc.array(
    fc.record({ id: fc.string(), name: nullable(fc.string()), archivedAt: nullable(anyInstant) }),
  ),
});

const anyKey = fc.string().map(shortKeyOf);

const anyMemory: fc.Arbitrary<RunMemory> = fc.record({
  lastAt: nullable(anyInstant),
  behind: fc.dictionary(fc.stringMatching(/^env_[a-z0-9]{1,20}$/), nullable(anyInstant), {
    noNullPrototype: true,
  }),
  waiting: fc.dictionary(anyKey, anyInstant, { noNullPrototype: true }),
  live: fc.array(anyKey).map((keys) => new Set(keys)),
  skew: fc.record({
    ms: nullable(fc.integer()),
    rival: nullable(fc.record({ ms: fc.integer(), runCount: fc.nat() })),
    deviatingRunCount: fc.nat(),
  }),
  failing: fc.array(
    fc.record({
      error: fc.record({
        status: nullable(fc.nat()),
        type: fc.string(),
        message: fc.string(),
        requestId: nullable(fc.string()),
      }),
      keys: fc.array(anyKey),
    }),
  ),
  sessions: fc.record({
    forbiddenRunCount: fc.nat(),
    forbiddenSince: nullable(anyInstant),
    pausedUntil: nullable(anyInstant),
    pauseSeconds: fc.nat(),
    afterEnvironmentId: nullable(fc.string()),
  }),
  layoutNumber: fc.nat(),
});

function comesBack<Kind extends RowKind>(kind: Kind, value: RowValues[Kind]): void {
  const body = encodeRow({ ...newRow(kind, 'env_a'), value });
  expect(decodeRow(kind, body, STATE_SCHEMA_VERSION)).toEqual({ value, unreadable: null });
}

/** What only later versions know is stored apart, and comes behind the rest. */
const inStoredOrder = (state: EnvironmentState): EnvironmentState => {
  const { known, later } = separate(state);
  return later === undefined ? state : { ...state, ...join(known, later) };
};

describe('decode() undoes encode()', () => {
  it('for any environment state', () => {
    fc.assert(fc.property(anyState.map(inStoredOrder), (state) => comesBack('environment', state)));
  });

  it('and a version that knows nothing of sessions reads the rest', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const text = String(encodeRow({ ...newRow('environment', 'env_a'), value: state }));
        const { later: _, ...rest } = JSON.parse(text);
        const names = [...rest.incidents, ...rest.endedIncidents, ...rest.outbox, ...rest.groups].map(
          ({ condition }) => condition,
        );
        expect(names.filter((name) => /session|slot|person/.test(name))).toEqual([]);
        const known: readonly string[] = ITEM_NORM_NAMES;
        expect(Object.keys(rest.norms).filter((name) => !known.includes(name))).toEqual([]);
      }),
    );
  });

  it('for any directory', () => {
    fc.assert(fc.property(anyDirectory, (directory) => comesBack('directory', directory)));
  });

  it('for any run memory', () => {
    fc.assert(
      fc.property(anyMemory, (memory) => {
        const decoded = decodeMemory(encodeMemory(memory), STATE_SCHEMA_VERSION);
        expect(decoded).toEqual({ value: memory, unreadable: null });
      }),
    );
  });
});

const aBody = JSON.stringify({ ...EMPTY_STATE, outbox: [anAlert()] });
const bodyWith = (change: object) => JSON.stringify({ ...EMPTY_STATE, ...change });

it.each<[string, unknown, unknown, string]>([
  ['no text', 7, 1, 'corrupt'],
  ['text that is not JSON', aBody.slice(1), 1, 'corrupt'],
  ['a missing field', JSON.stringify({ incidents: [] }), 1, 'corrupt'],
  ['an instant that is none', bodyWith({ failingSince: 'yesterday' }), 1, 'corrupt'],
  ['a condition that is none', aBody.replaceAll('queue-stuck', 'queue-lost'), 1, 'corrupt'],
  ['a negative count', bodyWith({ failedRunCount: -1 }), 1, 'corrupt'],
  ['a number beyond all', aBody.replace('"longestSeconds":', '"longestSeconds":1e999,"was":'), 1, 'corrupt'],
  ['no schema version', aBody, undefined, 'corrupt'],
  ['a later schema version', aBody, 2, 'newer-version'],
])('decode() of %s is the empty state with the fault', (_, body, schemaVersion, unreadable) => {
  expect(decodeRow('environment', body, schemaVersion)).toEqual({ value: EMPTY_STATE, unreadable });
});

it('decode() reads a row of before anything was learned', () => {
  const { learnedSilence, deliveries, norms, ...older } = EMPTY_STATE;
  const body = JSON.stringify({ ...older, failedRunCount: 2 });

  expect(decodeRow('environment', body, 1)).toEqual({
    value: { ...EMPTY_STATE, failedRunCount: 2, learnedSilence, deliveries, norms },
    unreadable: null,
  });
});

it('decode() of any text throws nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (body) => {
      expect(() => decodeRow('environment', body, 1)).not.toThrow();
    }),
  );
});
