/** Reads all watched environments at once, each on its own: one that hangs or fails stops no other. */

import { resolveRules } from '../../contract/rules.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Directory, Environment } from '../model/directory.ts';
import { NO_SPOT_CHECK } from '../model/environment-state.ts';
import { EMPTY_SCAN_MEMORY, type ScanMemory } from '../model/scan-memory.ts';
import type { Window } from '../model/window.ts';
import type { Remembered } from '../remember/remembered.ts';
import type { Faults } from '../run-errors.ts';
import type { Timing } from '../timing.ts';
import type { QoderClient } from './api/client.ts';
import { type DirectoryReading, readDirectory } from './directory.ts';
import { type ReadOutcome, readEnvironment } from './read-environment.ts';
import { describe, isDirectoryDue, toWatchList } from './watch-list.ts';

export interface ReadAllInput {
  readonly settings: Settings;
  readonly client: QoderClient;
  readonly timing: Timing;
  readonly faults: Faults;
  readonly scheduledAt: Date;
  readonly directory: Directory;
  /** Of the environments that have a row. */
  readonly remembered: ReadonlyMap<string, Remembered>;
  /** What is remembered of their lists. */
  readonly scans: ReadonlyMap<string, { readonly value: ScanMemory }>;
  /** On the scale of timing.nowMs: for lists that are known, and for those walked the first time. */
  readonly knownDeadlineMs: number;
  readonly walkDeadlineMs: number;
  readonly windowOf: (environmentId: string) => Window;
}

export interface EnvironmentReading extends ReadOutcome {
  readonly environment: Environment;
}

export interface ReadEnvironments {
  /** Watched environments whose reading did not end in a fault of our own. */
  readonly readings: ReadonlyMap<string, EnvironmentReading>;
  /** Ids of all that are watched. */
  readonly watchedIds: ReadonlySet<string>;
  readonly directory: DirectoryReading;
}

export async function readAll(input: ReadAllInput): Promise<ReadEnvironments> {
  const { settings, client, timing, scheduledAt, remembered, knownDeadlineMs, faults } = input;
  const readAnew = () =>
    readDirectory({ client, timing }, settings.environments, input.directory, scheduledAt, knownDeadlineMs);
  const unchanged = { directory: input.directory, requestCount: 0, error: null };
  // Discovery must come first only when nothing is known; afterwards it serves the next run and delays none.
  const mustDiscover = settings.environments === 'all' && input.directory.readAt === null;
  const discovered = mustDiscover ? await readAnew() : unchanged;
  const refreshing =
    !mustDiscover && isDirectoryDue(input.directory, settings.environments, scheduledAt)
      ? faults.collect('read the names of environments', readAnew)
      : Promise.resolve(discovered);

  const watched = toWatchList(settings.environments, discovered.directory, new Set(remembered.keys()));
  const outcomes = await readKnownFirst(
    watched.map(({ id }) => id),
    input,
  );
  const directory = (await refreshing) ?? unchanged;
  return {
    readings: new Map(
      watched.flatMap((environment) => {
        const outcome = outcomes.get(environment.id);
        // What was just learned of its name is good enough for this run already.
        const named = describe(environment, directory.directory);
        return outcome === undefined ? [] : [[environment.id, { ...outcome, environment: named }] as const];
      }),
    ),
    watchedIds: new Set(watched.map(({ id }) => id)),
    directory,
  };
}

/** A walk of a long list takes whole runs: it begins when everything that is known has been read. */
async function readKnownFirst(
  ids: readonly string[],
  input: ReadAllInput,
): Promise<ReadonlyMap<string, ReadOutcome | undefined>> {
  const isWalk = (id: string) =>
    !input.remembered.has(id) || (input.scans.get(id)?.value.walk ?? null) !== null;
  const readThese = (some: readonly string[], deadlineMs: number) =>
    Promise.all(some.map(async (id) => [id, await readOne(id, deadlineMs, input)] as const));
  const known = await readThese(
    ids.filter((id) => !isWalk(id)),
    input.knownDeadlineMs,
  );
  const walked = await readThese(ids.filter(isWalk), input.walkDeadlineMs);
  return new Map([...known, ...walked]);
}

function readOne(id: string, deadlineMs: number, input: ReadAllInput): Promise<ReadOutcome | undefined> {
  const { settings, client, timing } = input;
  return input.faults.collect(`read ${id}`, () =>
    readEnvironment({ client, timing }, id, {
      deadlineMs,
      windowOf: () => input.windowOf(id),
      rules: resolveRules(settings, id),
      metrics: settings.metrics,
      remembered: {
        memory: input.scans.get(id)?.value ?? EMPTY_SCAN_MEMORY,
        spotCheck: input.remembered.get(id)?.row.value.spotCheck ?? NO_SPOT_CHECK,
      },
    }),
  );
}
