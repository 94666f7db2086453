/** One run over all environments: read, judge, publish, remember, notify. */
import { TIME_BUDGET } from '../contract/time-budget.ts';
import { askSessions } from './ask-sessions.ts';
import { type Joined, joinShards } from './join-shards.ts';
import { toFailing } from './judge/fleet.ts';
import { type JudgedDemand, judgeDemand, withWorkersWanted } from './judge/judge-demand.ts';
import { type JudgedRun, judgeRun } from './judge/judge-run.ts';
import type { Readings } from './model/readings.ts';
import { type Rows, type SubjectRow, subjectsOf, withSubjects } from './model/row.ts';
import { advance, type RunMemory } from './model/run-memory.ts';
import { type Delivery, drainOutboxes } from './notify/drain-outbox.ts';
import { toMonitorMetrics } from './publish/monitor-metrics.ts';
import { PublishError } from './publish/publish-metrics.ts';
import { NoTokenYetError } from './read/api/api-token.ts';
import { QoderError } from './read/api/qoder-error.ts';
import { createRunClock } from './read/clock.ts';
import { establishInstant } from './read/establish-instant.ts';
import { readEnvironments } from './read/read-environments.ts';
import { changedDirectory, changedRanges, describeUnreadable } from './remember/changed-rows.ts';
import type { Lease } from './remember/lease.ts';
import { createRunErrors, type RunErrors } from './run-errors.ts';
import { logRun } from './run-log.ts';
import { startTimeBudget, type TimeBudget } from './run-time.ts';
import { remember, saveAll, saveSubjects } from './save-rows.ts';
import type { PublishedMetrics, Wiring } from './wiring.ts';

/**
 * Succeeds when it published and saved, whatever the environments said. Ends at once when another run holds the
 * lease, or others share the environments in another way, and before the API is asked while there is no token: none
 * of these is a success, and none an error.
 *
 * @param holder distinguishes this run from every other
 * @throws {AggregateError} for errors of our own, after everything else was done
 */
export async function run(scheduledAt: Date, holder: string, wiring: Wiring): Promise<void> {
  const { store, share, log, localNow } = wiring;
  const budget = startTimeBudget(wiring.timing);
  const lease = await store.acquireLease({ holder, now: localNow(), durationMs: TIME_BUDGET.leaseMs });
  if (lease === null) return log('lease held', { scheduledAt, holder });

  const errors = createRunErrors();
  const all = { ...wiring, scheduledAt, budget, errors };
  const joined = await errors.collect('join the other shards', () => joinShards(lease, { ...all, holder }));
  if (joined === null) log('shards change', { scheduledAt, holder, shard: share.index, shards: share.count });
  const done = joined && (await errors.collect('complete the run', () => runWithLease(all, joined)));
  // What a newer version remembered is left as it is; and what others go on from, while it is not ours.
  const isOurs = joined && lease.unreadableMemory !== 'newer-version';
  const memory = isOurs ? (done?.memory ?? joined.memory) : null;
  await errors.collect('release the lease', () => store.releaseLease({ ...joined, holder, memory }));
  // Only now it is known whether the run succeeded: what it did not hand on, the next run does not know.
  if (done) await report(all, lease, done);
  errors.throwIfAny();
}

interface Run extends Wiring {
  readonly scheduledAt: Date;
  readonly budget: TimeBudget;
  readonly errors: RunErrors;
}

interface Done {
  /** What the next run needs to know of this one. */
  readonly memory: RunMemory;
  readonly readings: Readings;
  readonly judged: JudgedRun;
  readonly demand: JudgedDemand;
  readonly unreadableRows: readonly string[];
  /** Of alerts that an earlier run left. */
  readonly leftover: readonly Delivery[];
  readonly deliveries: readonly Delivery[];
}

/** @returns null while there is no token */
async function runWithLease(run: Run, joined: Joined): Promise<Done | null> {
  const { store, settings, share, scheduledAt, budget } = run;
  const { memory, unreadableMemory } = joined;
  const loaded = await store.load();
  const unreadableRows = describeUnreadable(loaded);
  if (unreadableMemory !== null) unreadableRows.push(`run: ${unreadableMemory}`);
  const leftover = await notify(subjectsOf(loaded), TIME_BUDGET.notifyLeftoverUntilMs, run);
  const rows = withSubjects(
    loaded,
    leftover.map(({ row }) => row),
  );
  // An error of ours must show before any environment is blamed.
  if (!(await hasToken(run))) return null;

  const readings = await read(run, rows, memory);
  const judged = judgeRun({ ...joined, settings, readings, rows });
  const demand = await remember(judgeDemand({ settings, readings, rows }), run);
  const metrics = { scheduledAt, environments: withWorkersWanted(judged.metrics, demand), monitor: {} };
  const unpublishedIds = await publish(metrics, TIME_BUDGET.publishUntilMs, run);
  const saved = await saveSubjects(judged, run);
  await saveAll([...changedDirectory(rows, readings), ...changedRanges(rows, readings, unpublishedIds)], run);
  const notifyUntilMs = Math.min(TIME_BUDGET.notifyUntilMs, budget.spentMs() + TIME_BUDGET.notifyMs);
  const deliveries = await notify(saved, notifyUntilMs, run);
  return {
    memory: { ...advance(memory, readings, unpublishedIds), failing: toFailing(readings, share) },
    readings,
    judged,
    demand,
    unreadableRows,
    leftover,
    deliveries,
  };
}

/** The first day: that nothing is watched yet is told by the missing run, and by this line. */
async function hasToken({ token, log, scheduledAt, budget }: Run): Promise<boolean> {
  try {
    await token.current(budget.deadlineMs(TIME_BUDGET.readKnownUntilMs));
  } catch (error) {
    // A key that came to no token is told of every environment: it cannot be read.
    if (error instanceof QoderError) return true;
    if (!(error instanceof NoTokenYetError)) throw error;
    log('no token yet', { scheduledAt, remedy: error.message });
    return false;
  }
  const error = token.trouble();
  if (error !== null) log('token not renewed', { scheduledAt, error });
  return true;
}

/** Publishes and logs what became of the run itself. */
async function report(run: Run, { runNumber }: Lease, done: Done): Promise<void> {
  const { scheduledAt, errors, budget } = run;
  const { deliveries, leftover, unreadableRows } = done;
  const metrics = toMonitorMetrics({
    ...done,
    waitingCount: deliveries.reduce((sum, { waitingCount }) => sum + waitingCount, 0),
    unreadableRowCount: unreadableRows.length,
    hasSucceeded: errors.all().length === 0,
  });
  await publish(
    { scheduledAt, environments: new Map(), monitor: metrics },
    TIME_BUDGET.publishOwnUntilMs,
    run,
  );
  logRun(run.log, {
    ...done,
    runNumber,
    share: run.share,
    scheduledAt,
    durationMs: budget.spentMs(),
    metricsChoice: run.settings.metrics,
    deliveries: [...leftover, ...deliveries],
    metrics,
    errors: errors.all(),
  });
}

/** Reads what is watched, by a clock that is established once the first requests have settled; and then sessions. */
async function read(run: Run, rows: Rows, memory: RunMemory): Promise<Readings> {
  const clock = createRunClock(run.localNow);
  const establish = () =>
    establishInstant({ measured: clock.measure(), scheduledAt: run.scheduledAt, memory });
  const all = { ...run, client: run.connect(clock), rows, memory };
  const readings = await readEnvironments({ ...all, establish });
  const deadlineMs = run.budget.deadlineMs(TIME_BUDGET.readSessionsUntilMs);
  return askSessions(readings, { ...all, deadlineMs });
}

/** Sends outboxes, and clears what was sent at once, so that a run which keeps failing later on does not repeat it. */
async function notify(rows: readonly SubjectRow[], untilMs: number, run: Run): Promise<Delivery[]> {
  const { errors, store, sendAlert, sendEvents, scheduledAt } = run;
  const save = (row: SubjectRow) => store.save(row);
  const deliveries = await drainOutboxes(rows, {
    send: sendAlert,
    sendEvents,
    save,
    scheduledAt,
    signal: run.budget.signalUntil(untilMs),
  });
  for (const { row, clearError } of deliveries) {
    if (clearError !== null) errors.add(`clear the outbox of ${row.id}`, clearError);
  }
  return deliveries;
}

/** @returns the environments that could not be published */
async function publish(metrics: PublishedMetrics, untilMs: number, run: Run): Promise<ReadonlySet<string>> {
  try {
    await run.publishMetrics(metrics, run.budget.signalUntil(untilMs));
    return new Set();
  } catch (error) {
    run.errors.add('publish metrics', error);
    return error instanceof PublishError ? error.environmentIds : new Set(metrics.environments.keys());
  }
}
