/** Reads all watched environments at once, each on its own: one that hangs or fails stops no other. */

import { resolveRules } from '../../contract/rules.ts';
import type { Settings } from '../../contract/settings.ts';
import { TIME_BUDGET } from '../../contract/time-budget.ts';
import type { DirectoryReading } from '../model/directory.ts';
import { NO_SPOT_CHECK } from '../model/environment-state.ts';
import type { Instant, Window } from '../model/instant.ts';
import type { Readings, ReadOutcome } from '../model/readings.ts';
import type { Rows } from '../model/row.ts';
import { type RunMemory, toWindow } from '../model/run-memory.ts';
import { EMPTY_SCAN_MEMORY } from '../model/scan-memory.ts';
import type { RunErrors } from '../run-errors.ts';
import type { TimeBudget } from '../run-time.ts';
import type { Timing } from '../timing.ts';
import type { QoderClient } from './api/client.ts';
import { createFirstRequests } from './first-requests.ts';
import { readDirectory } from './read-directory.ts';
import { readEnvironment } from './read-environment.ts';
import { describe, isDirectoryDue, toWatchList } from './watch-list.ts';

export interface ReadEnvironmentsInput {
  readonly settings: Settings;
  readonly client: QoderClient;
  readonly timing: Timing;
  readonly budget: Pick<TimeBudget, 'deadlineMs'>;
  readonly errors: Pick<RunErrors, 'collect'>;
  readonly scheduledAt: Date;
  readonly rows: Rows;
  readonly memory: RunMemory;
  /** Whether the next run goes on where this one stops; else a list that is too long for it is an error. @default true */
  readonly isMemoryKept?: boolean;
  /** The run's instant, by what the first requests have brought. */
  readonly establish: () => Instant;
}

export async function readEnvironments(input: ReadEnvironmentsInput): Promise<Readings> {
  const { settings, rows } = input;
  const { discovered, refreshing } = await startDirectory(input);
  const watched = toWatchList(settings.environments, discovered.directory, new Set(rows.environments.keys()));
  const { instant, outcomes } = await readKnownFirst(
    watched.map(({ id }) => id),
    input,
  );
  const directory = await refreshing;
  return {
    instant,
    readings: new Map(
      watched.flatMap((environment) => {
        const outcome = outcomes.get(environment.id);
        // What was just learned of its name is good enough for this run already.
        const named = describe(environment, directory.directory);
        return outcome === undefined ? [] : [[environment.id, { ...outcome, environment: named }] as const];
      }),
    ),
    windows: new Map(watched.map(({ id }) => [id, windowOf(id, instant, input)])),
    directory,
  };
}

interface StartedDirectory {
  /** What this run watches by. */
  readonly discovered: DirectoryReading;
  /** What the next one will. Never rejects. */
  readonly refreshing: Promise<DirectoryReading>;
}

/** Discovery must come first only when nothing is known; afterwards it serves the next run and delays none. */
async function startDirectory(input: ReadEnvironmentsInput): Promise<StartedDirectory> {
  const { settings, client, timing, scheduledAt, budget, errors } = input;
  const { environments } = settings;
  const before = input.rows.directory.value;
  const deadlineMs = budget.deadlineMs(TIME_BUDGET.readKnownUntilMs);
  const rememberedIds = new Set(input.rows.environments.keys());
  const question = { environments, before, rememberedIds, scheduledAt, deadlineMs };
  const readAnew = () => readDirectory({ client, timing }, question);
  const unchanged = { directory: before, requestCount: 0, error: null, listed: null };
  if (environments === 'all' && (before.readAt === null || before.environments.length === 0)) {
    const discovered = await readAnew();
    return { discovered, refreshing: Promise.resolve(discovered) };
  }
  const isDue = isDirectoryDue(before, environments, scheduledAt);
  const refreshed = isDue ? errors.collect('read the names of environments', readAnew) : null;
  return { discovered: unchanged, refreshing: Promise.resolve(refreshed).then((read) => read ?? unchanged) };
}

interface KnownFirst {
  readonly instant: Instant;
  readonly outcomes: ReadonlyMap<string, ReadOutcome | undefined>;
}

/** A walk of a long list takes whole runs: it begins when everything that is known has been read. */
async function readKnownFirst(ids: readonly string[], input: ReadEnvironmentsInput): Promise<KnownFirst> {
  const { rows, budget } = input;
  const isWalk = (id: string) =>
    !rows.environments.has(id) || (rows.ranges.get(id)?.value.walk ?? null) !== null;
  const [known, walks] = [ids.filter((id) => !isWalk(id)), ids.filter(isWalk)];
  const firsts = createFirstRequests(known.length > 0 ? known : walks);
  const instant = firsts.allSettled.then(input.establish);
  const readThese = (some: readonly string[], untilMs: number) =>
    Promise.all(
      some.map(async (id) => {
        const window = instant.then((at) => windowOf(id, at, input));
        const one = { window, onSettled: () => firsts.settle(id), deadlineMs: budget.deadlineMs(untilMs) };
        return [id, await readOne(id, one, input)] as const;
      }),
    );
  const readKnown = await readThese(known, TIME_BUDGET.readKnownUntilMs);
  const walked = await readThese(walks, TIME_BUDGET.readWalksUntilMs);
  return { instant: await instant, outcomes: new Map([...readKnown, ...walked]) };
}

function windowOf(id: string, instant: Instant, { memory, rows }: ReadEnvironmentsInput): Window {
  return toWindow(instant, memory, id, !rows.environments.has(id));
}

interface One {
  readonly window: Promise<Window>;
  readonly onSettled: () => void;
  readonly deadlineMs: number;
}

function readOne(id: string, one: One, input: ReadEnvironmentsInput): Promise<ReadOutcome | undefined> {
  const { settings, client, timing, rows, errors, isMemoryKept = true } = input;
  const remembered = {
    memory: rows.ranges.get(id)?.value ?? EMPTY_SCAN_MEMORY,
    spotCheck: rows.environments.get(id)?.value.spotCheck ?? NO_SPOT_CHECK,
  };
  return errors.collect(`read ${id}`, () =>
    readEnvironment({ client, timing }, id, {
      ...one,
      rules: resolveRules(settings, id),
      metrics: settings.metrics,
      remembered: isMemoryKept ? remembered : null,
    }).finally(one.onSettled),
  );
}
