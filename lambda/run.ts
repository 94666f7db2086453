/** One run over all environments: read, judge, publish, remember, notify. */
import { TIME_BUDGET } from '../contract/time-budget.ts';
import { judgeRun } from './judge/judge-run.ts';
import type { Readings } from './model/readings.ts';
import { type Row, type RowKind, type Rows, type SubjectRow, withSubjects } from './model/row.ts';
import { advance, type RunMemory } from './model/run-memory.ts';
import { type Delivery, drainOutboxes } from './notify/drain-outbox.ts';
import { toMonitorMetrics } from './publish/monitor-metrics.ts';
import { createRunClock } from './read/clock.ts';
import { establishInstant } from './read/establish-instant.ts';
import { readEnvironments } from './read/read-environments.ts';
import { changedDirectory, changedRanges, describeUnreadable } from './remember/changed-rows.ts';
import type { Lease } from './remember/lease.ts';
import { createRunErrors, type RunErrors } from './run-errors.ts';
import { logRun } from './run-log.ts';
import { startTimeBudget, type TimeBudget } from './run-time.ts';
import type { PublishedMetrics, Wiring } from './wiring.ts';

/**
 * Succeeds when it published and saved, whatever the environments said. Ends at once when another run holds
 * the lease.
 *
 * @param holder distinguishes this run from every other
 * @throws {AggregateError} for errors of our own, after everything else was done
 */
export async function run(scheduledAt: Date, holder: string, wiring: Wiring): Promise<void> {
  const { store, log, localNow } = wiring;
  const budget = startTimeBudget(wiring.timing);
  const lease = await store.acquireLease({ holder, now: localNow(), durationMs: TIME_BUDGET.leaseMs });
  if (lease === null) return log('lease held', { scheduledAt, holder });

  const errors = createRunErrors();
  const memory =
    (await errors.collect('complete the run', () =>
      runWithLease({ ...wiring, scheduledAt, budget, errors }, lease),
    )) ?? lease.memory;
  await errors.collect('release the lease', () => store.releaseLease({ holder, memory }));
  errors.throwIfAny();
}

interface Run extends Wiring {
  readonly scheduledAt: Date;
  readonly budget: TimeBudget;
  readonly errors: RunErrors;
}

/** @returns what the next run needs to know of this one */
async function runWithLease(run: Run, lease: Lease): Promise<RunMemory> {
  const { store, scheduledAt, errors, budget } = run;
  const loaded = await store.load();
  const unreadableRows = describeUnreadable(loaded);
  if (lease.unreadableMemory !== null) unreadableRows.push(`run: ${lease.unreadableMemory}`);
  const leftover = await notify(
    [loaded.monitor, ...loaded.environments.values()],
    TIME_BUDGET.notifyLeftoverUntilMs,
    run,
  );
  const rows = withSubjects(
    loaded,
    leftover.map(({ row }) => row),
  );
  // An error of ours must show before any environment is blamed.
  await run.token.current();

  const readings = await read(run, rows, lease.memory);
  const judged = judgeRun({ settings: run.settings, readings, rows });
  const metrics = { scheduledAt, environments: judged.metrics, monitor: {} };
  const wasPublished = await publish(metrics, TIME_BUDGET.publishUntilMs, run);
  const saved = await saveAll(judged.rows, run);
  await saveAll(changedDirectory(rows, readings), run);
  // What was not published must not be settled: its flows are still to come.
  if (wasPublished) await saveAll(changedRanges(rows, readings), run);
  const notifyUntilMs = Math.min(TIME_BUDGET.notifyUntilMs, budget.spentMs() + TIME_BUDGET.notifyMs);
  const deliveries = await notify(saved, notifyUntilMs, run);

  const own = toMonitorMetrics({
    readings,
    judged,
    waitingCount: deliveries.reduce((sum, { waitingCount }) => sum + waitingCount, 0),
    unreadableRowCount: unreadableRows.length,
    hasSucceeded: errors.all().length === 0,
  });
  await publish({ scheduledAt, environments: new Map(), monitor: own }, TIME_BUDGET.publishOwnUntilMs, run);
  logRun(run.log, {
    runNumber: lease.runNumber,
    scheduledAt,
    durationMs: budget.spentMs(),
    readings,
    judged,
    deliveries: [...leftover, ...deliveries],
    unreadableRows,
    metrics: own,
    errors: errors.all(),
  });
  return wasPublished ? advance(lease.memory, readings) : lease.memory;
}

/** Reads what is watched, by a clock that is established once the first requests have settled. */
function read(run: Run, rows: Rows, memory: RunMemory): Promise<Readings> {
  const clock = createRunClock(run.localNow);
  const establish = () =>
    establishInstant({ measured: clock.measure(), scheduledAt: run.scheduledAt, memory });
  return readEnvironments({ ...run, client: run.connect(clock), rows, memory, establish });
}

/** Sends outboxes, and clears what was sent at once, so that a run which keeps failing later on does not repeat it. */
async function notify(rows: readonly SubjectRow[], untilMs: number, run: Run): Promise<Delivery[]> {
  const { errors, store, sendAlert } = run;
  const save = (row: SubjectRow) => store.save(row);
  const deliveries = await drainOutboxes(rows, {
    send: sendAlert,
    save,
    signal: run.budget.signalUntil(untilMs),
  });
  for (const { row, clearError } of deliveries) {
    if (clearError !== null) errors.add(`clear the outbox of ${row.id}`, clearError);
  }
  return deliveries;
}

/** @returns false when it failed */
async function publish(metrics: PublishedMetrics, untilMs: number, run: Run): Promise<boolean> {
  const done = await run.errors.collect('publish metrics', async () => {
    await run.publishMetrics(metrics, run.budget.signalUntil(untilMs));
    return true;
  });
  return done === true;
}

/** Saves each row on its own. @returns those that are saved: what could not be is not told, since its ids are not fixed */
async function saveAll<Kind extends RowKind>(rows: readonly Row<Kind>[], run: Run): Promise<Row<Kind>[]> {
  const saved = await Promise.all(
    rows.map((row) => run.errors.collect(`save ${nounOf(row)}`, () => run.store.save(row))),
  );
  return saved.filter((row) => row !== undefined);
}

function nounOf({ kind, id }: Row): string {
  if (kind === 'directory') return 'the directory';
  return kind === 'ranges' ? `the ranges of ${id}` : `the state of ${id}`;
}
