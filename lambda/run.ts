/** One run over all environments: read, judge, publish, remember, tell. */

import type { EnvironmentMetrics, MonitorMetrics } from '../contract/metrics.ts';
import type { Settings } from '../contract/settings.ts';
import { judgeAll } from './judge-run.ts';
import type { Log } from './log.ts';
import type { RunMemory } from './model/run-memory.ts';
import type { Window } from './model/window.ts';
import type { SendAlert } from './notify/outbox.ts';
import { publish, tellLeftover, tellSaved } from './notify/tell.ts';
import { toMonitorMetrics } from './publish/monitor-metrics.ts';
import type { QoderClient } from './read/api/client.ts';
import { createServerClock, type ServerClock } from './read/api/server-clock.ts';
import { createRunInstant, type RunInstant } from './read/instant.ts';
import { type ReadEnvironments, readAll } from './read/read-environments.ts';
import { loadRun, withNew } from './remember/run-store.ts';
import { saveAll, saveDirectory, saveRanges } from './remember/save.ts';
import type { Lease } from './remember/state-lease.ts';
import type { StateStore } from './remember/state-store.ts';
import { createFaults, type Faults } from './run-errors.ts';
import { logRun } from './run-log.ts';
import type { Timing } from './timing.ts';

/** When each part of a run must have ended, from its start. The function's own timeout is 60 s. */
export const READ_KNOWN_UNTIL_MS = 30_000;
export const READ_WALKS_UNTIL_MS = 45_000;
const PUBLISH_UNTIL_MS = 50_000;
const HEALTH_UNTIL_MS = 56_000;
/** Longer than a run can take; the lease of a killed run ends by itself before the next run but one. */
export const LEASE_SECONDS = 75;

export interface RunDeps {
  readonly settings: Settings;
  readonly store: StateStore;
  /** Reads the token, so that a fault of ours shows before any environment is blamed. */
  readonly checkToken: () => Promise<unknown>;
  readonly connect: (clock: ServerClock) => QoderClient;
  readonly publishMetrics: (metrics: PublishedMetrics, signal: AbortSignal) => Promise<void>;
  readonly sendAlert: SendAlert;
  readonly timing: Timing;
  /** The local clock serves only lease and skew. */
  readonly localNow: () => Date;
  /** Distinguishes this run from every other. */
  readonly holder: string;
  readonly log: Log;
}

/** One call's worth of metrics, all with the scheduled minute as their timestamp. */
export interface PublishedMetrics {
  readonly scheduledAt: Date;
  readonly environments: ReadonlyMap<string, EnvironmentMetrics>;
  readonly monitor: MonitorMetrics;
}

/**
 * Succeeds when it published and saved, whatever the environments said. Ends at once when another run holds
 * the lease.
 *
 * @throws {AggregateError} for faults of our own, after everything else was done
 */
export async function run(scheduledAt: Date, deps: RunDeps): Promise<void> {
  const { store, holder, log, timing } = deps;
  const startedAtMs = timing.nowMs();
  const lease = await store.acquireLease({ holder, now: deps.localNow(), durationSeconds: LEASE_SECONDS });
  if (lease === null) return log('lease held', { scheduledAt, holder });

  const faults = createFaults();
  const memory =
    (await faults.collect('complete the run', () =>
      runWithLease(scheduledAt, { ...deps, startedAtMs, faults }, lease),
    )) ?? lease.memory;
  await faults.collect('release the lease', () => store.releaseLease({ holder, memory }));
  faults.throwIfAny();
}

/** What the stages of one run share. */
export interface RunContext extends RunDeps {
  readonly startedAtMs: number;
  readonly faults: Faults;
}

/** @returns what the next run needs to know of this one */
async function runWithLease(
  scheduledAt: Date,
  context: RunContext,
  { memory, memoryFault, runNumber }: Lease,
): Promise<RunMemory> {
  const { settings, store, faults, timing, startedAtMs } = context;
  const until = (budgetMs: number) => startedAtMs + budgetMs;

  const stored = await tellLeftover(await loadRun(store, settings.monitor), context);
  const unreadableRows = [...stored.unreadableRows, ...(memoryFault === null ? [] : [`run: ${memoryFault}`])];
  await context.checkToken();

  const clock = createServerClock(timing);
  const instant = createRunInstant(clock.at, scheduledAt, memory.lastAt);
  const knownIds = new Set(stored.environments.keys());
  const windowOf = (id: string) => toWindow(id, instant, memory, knownIds);
  const read = await readAll({
    settings,
    client: context.connect(clock),
    timing,
    faults,
    scheduledAt,
    directory: stored.directory.value,
    remembered: stored.environments,
    scans: stored.ranges,
    knownDeadlineMs: until(READ_KNOWN_UNTIL_MS),
    walkDeadlineMs: until(READ_WALKS_UNTIL_MS),
    windowOf,
  });

  const at = instant.at();
  const remembered = withNew(store, stored.environments, read.watchedIds);
  const judged = judgeAll({ settings, at, windowOf, read, remembered, monitor: stored.monitor });
  const wasPublished = await publish(
    { scheduledAt, environments: judged.metrics, monitor: {} },
    context,
    PUBLISH_UNTIL_MS,
  );
  const saved = await saveAll(judged.intents, faults);
  await saveDirectory(stored, read, context);
  // What was not published must not be settled: its flows are still to come.
  if (wasPublished) await saveRanges(stored, read, context);
  const told = await tellSaved(saved, context);
  const health = toMonitorMetrics({
    read,
    judged,
    told: told.deliveries,
    unreadableRowCount: unreadableRows.length,
    hasSucceeded: faults.all().length === 0,
  });
  await publish({ scheduledAt, environments: new Map(), monitor: health }, context, HEALTH_UNTIL_MS);

  logRun(context.log, {
    runNumber,
    scheduledAt,
    at,
    skewMs: clock.skewMs(context.localNow()),
    durationMs: timing.nowMs() - startedAtMs,
    read,
    judged,
    deliveries: [...stored.deliveries, ...told.deliveries],
    unreadableRows,
    health,
    faults: faults.all(),
  });
  return wasPublished && instant.isServerTime() ? advance(memory, read, windowOf, at) : memory;
}

/** A new environment's first reading has no flows; one that was not complete goes on where it last was. */
function toWindow(id: string, instant: RunInstant, memory: RunMemory, knownIds: ReadonlySet<string>): Window {
  const at = instant.at();
  const previousAt = instant.previousAt();
  if (!knownIds.has(id) || previousAt === null) return { at, previousAt: null };
  const behindSince = memory.behind[id];
  return { at, previousAt: behindSince === undefined ? previousAt : behindSince };
}

function advance(
  memory: RunMemory,
  read: ReadEnvironments,
  windowOf: (id: string) => Window,
  at: Date,
): RunMemory {
  const isBehind = (id: string) => read.readings.get(id)?.reading.completeness !== 'complete';
  // A first walk that goes on in the next run is as old as its first one: its flows start there.
  const since = (id: string) =>
    windowOf(id).previousAt ?? (read.readings.get(id)?.reading.completeness === 'partial' ? at : null);
  const behind = [...read.watchedIds].filter(isBehind).map((id) => [id, since(id)] as const);
  return { ...memory, lastAt: at, behind: Object.fromEntries(behind) };
}
