/** From what was read to what is published, remembered and told, for all subjects of a run. */

import type { EnvironmentMetrics } from '../../contract/metrics.ts';
import { resolveRules } from '../../contract/rules.ts';
import type { Settings } from '../../contract/settings.ts';
import type { EnvironmentState } from '../model/environment-state.ts';
import type { ReadError } from '../model/reading.ts';
import type { EnvironmentReading, Readings } from '../model/readings.ts';
import { newRow, type Row, type Rows, type SubjectRow } from '../model/row.ts';
import { EMPTY_MEMORY, type RunMemory } from '../model/run-memory.ts';
import type { RunSessions } from '../model/session.ts';
import { isFirst, isOwn, WHOLE } from '../model/share.ts';
import { UNDISCOVERED_ID } from './conditions/api-unreachable.ts';
import { type Fleet, isHeard, toFleet } from './fleet.ts';
import { groupAlerts } from './group-alerts.ts';
import {
  type Judgement,
  judgeEnvironment,
  type OwnSessions,
  withdrawEnvironment,
} from './judge-environment.ts';
import { type JudgedMonitor, judgeMonitor, type MonitorFacts } from './judge-monitor.ts';
import { endLeft, withGroupsOf } from './left-monitors.ts';

export interface JudgeRunInput {
  readonly settings: Settings;
  readonly readings: Readings;
  readonly rows: Rows;
  /** What other shards remembered of their last runs. @default none */
  readonly memories?: ReadonlyMap<number, RunMemory>;
  /** What this shard's own last run remembered. @default nothing */
  readonly memory?: Pick<RunMemory, 'failing'>;
  /** When the last run of the first shard came to its end. @default unknown */
  readonly firstAt?: Date | null;
}

export interface JudgedRun {
  readonly judgements: ReadonlyMap<string, Judgement>;
  /** Metrics of the environments that were read whole. */
  readonly metrics: ReadonlyMap<string, EnvironmentMetrics>;
  /** What the subjects are to become, the monitor first. */
  readonly rows: readonly SubjectRow[];
  /** The monitor tells what environments do not tell themselves: its row must be saved before theirs. */
  readonly isGrouped: boolean;
  /** Shards of which nothing was heard lately: what the fleet is told of lacks their environments. */
  readonly silentShards: readonly number[];
}

export function judgeRun(input: JudgeRunInput): JudgedRun {
  const { settings, readings, rows } = input;
  const { id, value } = rows.monitor;
  const subject = { monitor: id, mute: settings.mute, before: value, ...toShared(input) };
  const { silent: silentShards, ...fleet } = seeFleet(input);
  const api = judgeMonitor(subject, toMonitorFacts(input, fleet));
  const judgements = new Map<string, Judgement>();
  const judgedRows: SubjectRow[] = [];
  for (const [id, row] of withNew(rows, readings)) {
    const entry = readings.readings.get(id);
    if (!readings.windows.has(id)) {
      judgedRows.push(endWatching(row, input));
    } else if (entry !== undefined) {
      const judgement = judgeOne(row, entry, settings, readings, api);
      judgements.set(id, judgement);
      const isOver = judgement.isDrained && settings.environments === 'all';
      const state = readings.instant.isUnconfirmed
        ? withoutChanges(judgement.state, row.value)
        : judgement.state;
      judgedRows.push({ ...row, value: { ...state, spotCheck: entry.spotCheck }, isOver });
    } else if (row.version !== null) {
      // Its turn comes in a later run: until then it is as it was.
      judgedRows.push(row);
    }
  }
  const metrics = new Map(
    [...judgements].flatMap(([id, judgement]) =>
      readings.readings.get(id)?.reading.completeness === 'complete'
        ? [[id, judgement.metrics] as const]
        : [],
    ),
  );
  const { rows: groupedRows, isGrouped } = groupJudged(judgedRows, api.state, input);
  return { judgements, metrics, rows: groupedRows, isGrouped, silentShards };
}

function toShared({ rows: { shared }, readings, firstAt = null }: JudgeRunInput) {
  if (shared === undefined) return {};
  const isFirstHeard = isFirst(shared.share) || isHeard(firstAt, readings.instant.at);
  return { shared: { ...shared, isFirstHeard } };
}

/** Where the monitor's own row is of a newer version, it can remember no group: each tells for itself. */
function groupJudged(
  judgedRows: readonly SubjectRow[],
  state: EnvironmentState,
  { readings, rows }: JudgeRunInput,
): Pick<JudgedRun, 'rows' | 'isGrouped'> {
  const { left = [], share = WHOLE } = rows.shared ?? {};
  const { id: monitor, unreadable } = rows.monitor;
  if (unreadable === 'newer-version')
    return { rows: [{ ...rows.monitor, value: state }, ...judgedRows], isGrouped: false };
  const monitorRow = { ...rows.monitor, value: withGroupsOf(state, left) };
  const { at } = readings.instant;
  const askedCount = readings.windows.size - readings.waiting.size;
  const isMember = (id: string) => isOwn(share, id);
  const grouped = groupAlerts(monitorRow, judgedRows, { monitor, askedCount, at, isMember });
  const isGrouped = left.length > 0 || grouped.rows.some((row, index) => row !== judgedRows[index]);
  const leftRows = left.map((row) => endLeft(row, at));
  return { rows: [grouped.monitorRow, ...grouped.rows, ...leftRows], isGrouped };
}

/** The environments of a run: those that have a row, and new ones that are watched from now on. */
function withNew({ environments }: Rows, { windows }: Readings): ReadonlyMap<string, Row<'environment'>> {
  const newIds = [...windows.keys()].filter((id) => !environments.has(id));
  return new Map([...environments, ...newIds.map((id) => [id, newRow('environment', id)] as const)]);
}

function judgeOne(
  { id, value, unreadable }: Row<'environment'>,
  { environment, reading }: EnvironmentReading,
  settings: Settings,
  { windows, instant, sessions }: Readings,
  { quietIds, state: { lastGap: fleetGap } }: JudgedMonitor,
): Judgement {
  const window = windows.get(id) ?? instant;
  return judgeEnvironment(environment, reading, value, window, resolveRules(settings, id), {
    isQuiet: quietIds.has(id),
    isMemoryLost: unreadable === 'corrupt',
    lastRunAt: instant.previousAt,
    fleetGap,
    sessions: sessions === undefined ? null : ofEnvironment(sessions, id),
  });
}

const ofEnvironment = ({ readings, afterIds }: RunSessions, id: string): OwnSessions => ({
  readings: readings.filter(({ environmentId }) => environmentId === id),
  afterItemId: afterIds.get(id) ?? null,
});

/** What was judged by a time that nothing confirms opens and ends nothing. */
function withoutChanges(judged: EnvironmentState, { incidents, outbox }: EnvironmentState): EnvironmentState {
  return { ...judged, incidents, outbox };
}

function endWatching(row: Row<'environment'>, { settings, readings, rows }: JudgeRunInput): SubjectRow {
  const { id, value } = row;
  // What is gone from the directory was in the one before.
  const known = [...readings.directory.directory.environments, ...rows.directory.value.environments];
  const entry = known.find((each) => each.id === id);
  const ending = settings.environments === 'all' ? 'not-listed' : 'not-configured';
  const gone = { id, name: entry?.name ?? null, isArchived: false };
  const { at } = readings.instant;
  const state = withdrawEnvironment(gone, value, resolveRules(settings, id), at, ending);
  return { ...row, value: state, isOver: true };
}

function seeFleet({ settings, readings, rows, memories = new Map(), memory = EMPTY_MEMORY }: JudgeRunInput) {
  const share = rows.shared?.share ?? WHOLE;
  return toFleet(toErrors(readings), { settings, readings, share, memories, memory });
}

function toMonitorFacts(
  { settings, readings, rows }: JudgeRunInput,
  fleet: Omit<Fleet, 'silent'>,
): MonitorFacts {
  const { listed, error } = readings.directory;
  const isDiscovered = settings.environments === 'all' && error === null;
  const watchedCount = readings.windows.size + (readings.otherIds?.length ?? 0);
  return {
    ...fleet,
    discovery: isDiscovered ? { watchedCount, listed } : null,
    instant: readings.instant,
    sessions: readings.sessions ?? null,
    unreadable: [
      rows.monitor,
      // What is shared, the first one tells of.
      ...(isFirst(rows.shared?.share ?? WHOLE) ? [rows.directory] : []),
      ...rows.environments.values(),
      ...rows.ranges.values(),
      rows.demand,
    ].flatMap(({ kind, id, unreadable }) => {
      const environmentId = kind === 'environment' || kind === 'ranges' ? id : null;
      return unreadable === null ? [] : [{ environmentId, why: unreadable }];
    }),
  };
}

/** With nothing discovered yet, a discovery that fails is all there is to tell about the API. */
function toErrors({ readings, otherIds = [], directory }: Readings): ReadonlyMap<string, ReadError | null> {
  if (readings.size + otherIds.length > 0)
    return new Map([...readings].map(([id, { reading }]) => [id, reading.error]));
  return new Map(directory.error === null ? [] : [[UNDISCOVERED_ID, directory.error]]);
}
