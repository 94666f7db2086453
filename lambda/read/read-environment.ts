/** Reads one environment: what can matter of its work list, and its work stats when there is something to explain. */

import type { MetricsChoice } from '../../contract/metric-definition.ts';
import { type EnvironmentRules, verdictPossibleFromSeconds } from '../../contract/rules.ts';
import { TIME_BUDGET } from '../../contract/time-budget.ts';
import { NO_SPOT_CHECK, type SpotCheck } from '../model/environment-state.ts';
import type { Window } from '../model/instant.ts';
import type { ReadError, Reading, WorkStats } from '../model/reading.ts';
import type { ReadOutcome } from '../model/readings.ts';
import { EMPTY_SCAN_MEMORY, type ScanMemory } from '../model/scan-memory.ts';
import { ageSeconds, type WorkItem } from '../model/work-item.ts';
import type { Timing } from '../timing.ts';
import type { QoderClient, RequestOptions } from './api/client.ts';
import { toReadError } from './api/qoder-error.ts';
import { checkPage, hasHiddenWork, isSpotCheckDue } from './list/check-page.ts';
import { learnedCursors, withHabit } from './list/cursor-habit.ts';
import { createSettledTest } from './list/ranges.ts';
import { createReadingBuilder, type ReadingBuilder } from './list/reading-builder.ts';
import { type ListScan, scanList } from './list/scan-list.ts';
import { toSavedMemory } from './list/to-saved-memory.ts';
import { createWorkList, type WorkList } from './list/work-list.ts';

export interface ReadDeps {
  readonly client: Pick<QoderClient, 'listWork' | 'workStats'>;
  readonly timing: Timing;
}

export interface ReadOptions {
  /** On the scale of timing.nowMs. */
  readonly deadlineMs: number;
  /** Known when the first requests of the run have settled, this environment's among them. */
  readonly window: Promise<Window>;
  /** Called when a request has been answered, or has failed. @default nobody */
  readonly onSettled?: () => void;
  readonly rules: EnvironmentRules;
  readonly metrics: MetricsChoice;
  /** Null: nothing is remembered, now or later; a list that is too long for the deadline is an error. */
  readonly remembered: { readonly memory: ScanMemory; readonly spotCheck: SpotCheck } | null;
  /** Whether the last run had no time for all environments. @default false */
  readonly doOthersWait?: boolean;
}

/** Never throws for what the API does: the reading says what could not be read, and why. */
export async function readEnvironment(
  { client, timing }: ReadDeps,
  environmentId: string,
  options: ReadOptions,
): Promise<ReadOutcome> {
  const { deadlineMs, remembered, onSettled = () => undefined } = options;
  let requestCount = 0;
  const request = { deadlineMs, onRequest: () => void requestCount++, onSettled };
  const before = remembered?.memory ?? EMPTY_SCAN_MEMORY;
  const list = createWorkList(client, environmentId, request, before.habit);
  const isOver = () => timing.nowMs() >= deadlineMs - TIME_BUDGET.lastPageMs;
  const rows = options.window.then((window) => ({
    builder: createReadingBuilder(window),
    isSettled: createSettledTest(window),
  }));
  const unlearned = await scanList({ list, timing, rows, isOver }, before);
  const listRequestCount = requestCount;

  const window = await options.window;
  const { at } = window;
  const scanned = withHabit(unlearned, at);
  const { builder } = await rows;
  const scan = { scanned, list, builder, window };
  const check = await checkScan(client, environmentId, request, options, scan);
  const read = builder.build();
  const goesOn = scanned.error?.type === 'deadline' && scanned.memory.walk !== null && remembered !== null;
  const hasOnlyMalformed = scanned.isComplete && read.itemsReadCount === 0 && read.malformedCount > 0;
  const error =
    hasOnlyMalformed && before.ranges.length === 0 ? noRowIsReadable(read.malformedCount) : scanned.error;
  const isComplete = error === null && scanned.isComplete;
  const reading: Reading = {
    ...read,
    completeness: isComplete ? 'complete' : read.itemsReadCount === 0 && !goesOn ? 'failed' : 'partial',
    error: goesOn ? null : error,
    driftCount: list.driftCount(),
    stats: check.stats,
    statsError: check.statsError,
    requestCount,
  };
  const memoryToSave =
    remembered === null ? null : toSavedMemory({ before, scanned: check.scanned, listRequestCount, at });
  const learned = learnedCursors(before.habit, scanned.memory.habit);
  return { reading, memoryToSave, spotCheck: check.spotCheck, learnedCursors: learned };
}

interface Scan {
  readonly scanned: ListScan;
  readonly list: WorkList;
  readonly builder: ReadingBuilder;
  readonly window: Window;
}

interface CheckedScan {
  readonly scanned: ListScan;
  readonly spotCheck: SpotCheck;
  readonly stats: WorkStats | null;
  readonly statsError: ReadError | null;
}

/** Reads stats where something waits long, and looks into the ranges where that is due. */
async function checkScan(
  client: Pick<QoderClient, 'workStats'>,
  environmentId: string,
  request: RequestOptions,
  { rules, metrics, remembered, doOthersWait = false }: ReadOptions,
  { scanned, list, builder, window }: Scan,
): Promise<CheckedScan> {
  const spotCheck = remembered?.spotCheck ?? NO_SPOT_CHECK;
  if (!scanned.isComplete) return { scanned, spotCheck, stats: null, statsError: null };
  const { at } = window;
  const isDue = isSpotCheckDue(environmentId, scanned.memory, window, doOthersWait);
  const isLate = isAnythingLate(builder.build().items, at, rules);
  const needsStats = metrics === 'full' || isLate || isDue || spotCheck.hasDoubt;
  const stats = needsStats ? await readStats(client, environmentId, request) : NO_STATS;
  const doubted = judgeStats(scanned, spotCheck, stats.stats, isDue, { list, builder, window });
  if (!isDue) return { ...doubted, ...stats };
  try {
    const { hidden, ...found } = await checkPage(
      list,
      doubted.scanned.memory,
      spotCheck.afterId,
      at,
      builder.has,
    );
    builder.add(hidden, 0);
    const memory = { ...doubted.scanned.memory, ranges: found.ranges };
    const isCorrection = doubted.scanned.isCorrection || hidden.length > 0;
    return {
      ...stats,
      scanned: { ...doubted.scanned, memory, isCorrection },
      spotCheck: { ...doubted.spotCheck, afterId: found.afterId },
    };
  } catch (error) {
    // The list was read whole without it; that page has its turn at the next check.
    toReadError(error);
    return { ...doubted, ...stats };
  }
}

/** More waiting by the stats than by two readings in a row: the newest half of what is remembered is not believed. */
function judgeStats(
  scanned: ListScan,
  spotCheck: SpotCheck,
  stats: WorkStats | null,
  isDue: boolean,
  { list, builder, window: { at } }: Omit<Scan, 'scanned'>,
): Pick<CheckedScan, 'scanned' | 'spotCheck'> {
  if (stats === null || stats.depthCount === null || !(isDue || spotCheck.hasDoubt))
    return { scanned, spotCheck };
  const waitingCount = stats.depthCount + (stats.pendingCount ?? 0) - builder.otherWaitingCount();
  const hasDoubt = hasHiddenWork(waitingCount, builder.build().items, at);
  if (!hasDoubt || !spotCheck.hasDoubt) return { scanned, spotCheck: { ...spotCheck, hasDoubt } };
  list.drift();
  const { ranges } = scanned.memory;
  const memory = { ...scanned.memory, ranges: ranges.slice(0, Math.floor(ranges.length / 2)) };
  return {
    scanned: { ...scanned, memory, isCorrection: true },
    spotCheck: { ...spotCheck, hasDoubt: false },
  };
}

/** Rows came and none was as documented: that is no empty list. */
function noRowIsReadable(rowCount: number): ReadError {
  const message = `The work list has ${rowCount} rows, and none with a readable id, state and created_at`;
  return { status: 200, type: 'unexpected_response', message, requestId: null };
}

const NO_STATS = { stats: null, statsError: null };

function isAnythingLate(items: readonly WorkItem[], at: Date, rules: EnvironmentRules): boolean {
  const fromSeconds = verdictPossibleFromSeconds(rules);
  return items.some((item) => item.state === 'queued' && ageSeconds(item.createdAt, at) >= fromSeconds);
}

async function readStats(
  client: Pick<QoderClient, 'workStats'>,
  environmentId: string,
  request: RequestOptions,
): Promise<{ stats: WorkStats | null; statsError: ReadError | null }> {
  try {
    return { stats: await client.workStats(environmentId, request), statsError: null };
  } catch (error) {
    return { stats: null, statsError: toReadError(error) };
  }
}
