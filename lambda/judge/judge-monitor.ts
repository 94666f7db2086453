/** The conditions of the whole monitor, from what a run observed to what is remembered and told. */

import {
  CONDITION_ENTRIES,
  type Condition,
  DEFAULT_THRESHOLDS,
  MONITOR_CONDITIONS,
  type MonitorCondition,
} from '../../contract/conditions.ts';
import type { MuteWindow } from '../../contract/mute.ts';
import type { EnvironmentState } from '../model/environment-state.ts';
import type { Incident } from '../model/incident.ts';
import type { SharedRows } from '../model/row.ts';
import { isFirst, WHOLE } from '../model/share.ts';
import {
  API_UNREACHABLE_RUNS_COUNT,
  type CommonFailure,
  findCommonFailure,
  isToldBy,
  UNDISCOVERED_ID,
} from './conditions/api-unreachable.ts';
import type { AnyMonitorCondition, MonitorObserved, ReadErrors } from './conditions/condition-definition.ts';
import { MONITOR_DEFINITIONS } from './conditions/definitions.ts';
import { noteFleetGap } from './gap.ts';
import { type Incidents, NO_ITEMS, type Reconciled, reconcile } from './reconcile.ts';
import { countFailures, countStreaks, longestOf } from './run-counters.ts';
import type { Subject } from './to-alert.ts';
import { waitInOutbox } from './wait-in-outbox.ts';

export interface JudgedMonitor {
  readonly state: EnvironmentState;
  /** Environments whose failure is told here: they keep quiet about it themselves. */
  readonly quietIds: ReadonlySet<string>;
}

export interface MonitorSubject {
  /** Its name; of all shards but the first with `#` and their number. */
  readonly monitor: string;
  /** Of all subjects. */
  readonly mute: readonly MuteWindow[];
  readonly before: EnvironmentState;
  /** Missing: it watches all environments. */
  readonly shared?: Pick<SharedRows, 'share' | 'fleet'> & {
    /** Whether the first shard runs: else nobody tells what concerns the fleet. */
    readonly isFirstHeard: boolean;
  };
}

export type MonitorFacts = Omit<MonitorObserved, 'counters' | 'streaks' | 'at'>;

export function judgeMonitor(
  { monitor, mute, before, shared }: MonitorSubject,
  facts: MonitorFacts,
): JudgedMonitor {
  const { errors, instant } = facts;
  const { at } = instant;
  const common = findCommonFailure(errors, facts.byToken);
  const counters = countFailures(before, common !== null, API_UNREACHABLE_RUNS_COUNT, at);
  const streaks = countMonitorStreaks(before, facts);
  const subject: Subject = {
    id: monitor,
    environmentIds: [],
    environmentName: null,
    thresholds: DEFAULT_THRESHOLDS,
    // What concerns some environments says nothing of what concerns all of them.
    mute: mute.filter(({ environments }) => environments === undefined),
  };
  const judged = conditionsOf(shared).map((condition) =>
    judgeCondition(condition, { ...facts, counters, streaks, at }, ofCondition(before, condition), subject),
  );
  const incidents = judged.flatMap((each) => each.incidents);
  const endedIncidents = judged.flatMap((each) => each.endedIncidents);
  const alerts = judged.flatMap((each) => each.alerts);
  const isFailing = counters.failingSince !== null;
  return {
    state: {
      ...before,
      ...counters,
      streaks,
      lastGap: isFailing ? before.lastGap : noteFleetGap(before, instant),
      incidents,
      endedIncidents,
      outbox: waitInOutbox(before.outbox, alerts),
    },
    quietIds: new Set([
      ...incidents.flatMap((incident) => failingLike(incident, errors, shared)),
      ...(shared?.isFirstHeard ? toldByFirst(shared, common, errors) : []),
    ]),
  };
}

/** What concerns the fleet is told once, by the first shard. */
const conditionsOf = (shared: MonitorSubject['shared']): readonly MonitorCondition[] =>
  shared === undefined || isFirst(shared.share)
    ? MONITOR_CONDITIONS
    : MONITOR_CONDITIONS.filter((condition) => MONITOR_DEFINITIONS[condition].isOfFleet !== true);

function countMonitorStreaks(
  before: EnvironmentState,
  { discovery, instant }: MonitorFacts,
): EnvironmentState['streaks'] {
  const isNothingWatched = discovery !== null && discovery.watchedCount === 0;
  return countStreaks(
    before.streaks,
    { 'nothing-watched': isNothingWatched && discovery.listed === null ? null : isNothingWatched },
    { 'nothing-watched': longestOf(CONDITION_ENTRIES['nothing-watched'].levels) },
    instant.at,
  );
}

const ofCondition = ({ incidents, endedIncidents }: Incidents, condition: Condition): Incidents => ({
  incidents: incidents.filter((incident) => incident.condition === condition),
  endedIncidents: endedIncidents.filter((incident) => incident.condition === condition),
});

function judgeCondition(
  condition: MonitorCondition,
  observed: MonitorObserved,
  before: Incidents,
  subject: Subject,
): Reconciled {
  const { find, concernsAll = false }: AnyMonitorCondition = MONITOR_DEFINITIONS[condition];
  const outcome = find(observed);
  if (outcome === 'unknown') return { ...before, alerts: [] };
  const all = [...observed.errors.keys(), ...observed.waiting.keys()];
  const environmentIds = outcome?.environmentIds ?? (concernsAll ? all : []);
  return reconcile(
    before,
    outcome === null ? [] : [{ condition, ...outcome.found }],
    NO_ITEMS,
    { ...subject, environmentIds: environmentIds.filter((id) => id !== UNDISCOVERED_ID) },
    observed.at,
  );
}

/** What it has told, and what it is about to: it hears of the others a run later. */
function toldByFirst(
  shared: Pick<SharedRows, 'share' | 'fleet'>,
  common: CommonFailure | null,
  errors: ReadErrors,
): string[] {
  const told = shared.fleet.incidents.flatMap((incident) => failingLike(incident, errors, shared));
  return [...told, ...(common?.environmentIds ?? [])];
}

/** @returns of several shards also environments of others, which nobody asks about here */
function failingLike(
  { condition, reason }: Incident,
  errors: ReadErrors,
  { share }: Pick<SharedRows, 'share'> = { share: WHOLE },
): string[] {
  if (condition !== 'api-unreachable') return [];
  return [...errors].flatMap(([id, error]) =>
    error !== null && isToldBy(reason, error, share.index) ? [id] : [],
  );
}
