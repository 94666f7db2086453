/** One reading without AWS and without memory: nothing is learned, and no condition that counts runs can hold. */

import { parseWith } from '../../contract/invalid-input.ts';
import { type Settings, settingsSchema } from '../../contract/settings.ts';
import { askSessions } from '../../lambda/ask-sessions.ts';
import type { Judgement } from '../../lambda/judge/judge-environment.ts';
import { judgeRun } from '../../lambda/judge/judge-run.ts';
import type { ReadError, Reading } from '../../lambda/model/reading.ts';
import type { Readings } from '../../lambda/model/readings.ts';
import { EMPTY_MEMORY } from '../../lambda/model/run-memory.ts';
import type { RunSessions } from '../../lambda/model/session.ts';
import type { ApiToken } from '../../lambda/read/api/api-token.ts';
import type { Transport } from '../../lambda/read/api/transport.ts';
import { createRunClock } from '../../lambda/read/clock.ts';
import { establishInstant } from '../../lambda/read/establish-instant.ts';
import { readEnvironments } from '../../lambda/read/read-environments.ts';
import type { RunErrors } from '../../lambda/run-errors.ts';
import type { Timing } from '../../lambda/timing.ts';
import { wireApi } from '../../lambda/wiring.ts';
import type { CheckArguments } from './check-arguments.ts';
import { createNormsOfLists, type ListedNorms } from './list-norms.ts';
import { listEnvironments, readName } from './named-environments.ts';
import type { Progress } from './progress.ts';
import { historySpan } from './queue-history.ts';
import { createQueuesOfLists, type ListedQueue } from './queue-stays.ts';
import { DIRECTORY_READ_AT, toRows } from './rows-of-check.ts';

/** Without memory, flows are those of the last minute. */
const FLOW_WINDOW_MS = 60_000;
/** A name is a nicety: it must not hold up the answer. */
const NAME_TIMEOUT_MS = 10_000;

export interface CheckDeps {
  readonly transport: Transport;
  /** Kept from reading to reading: a key is not exchanged for each. */
  readonly token: ApiToken;
  readonly timing: Timing;
  readonly localNow: () => Date;
  /** Told of every page. @default nobody */
  readonly progress?: Pick<Progress, 'follow'>;
}

export interface CheckedEnvironment {
  readonly id: string;
  readonly name: string | null;
  readonly reading: Reading;
  readonly judgement: Judgement;
  /** What its list tells of how long things take here. */
  readonly norms: ListedNorms;
  /** What its list tells of the time before. */
  readonly queue: ListedQueue;
  /** Sent for this environment, its name included. */
  readonly requestCount: number;
}

export interface CheckResult {
  readonly observedAt: Date;
  readonly environments: readonly CheckedEnvironment[];
  /** Null: sessions were not asked for. */
  readonly sessions: RunSessions | null;
  /** Why the environments could not be listed; null when they were named, or listed. */
  readonly error: ReadError | null;
}

/** Never rejects for what the API does. */
export async function checkEnvironments(args: CheckArguments, deps: CheckDeps): Promise<CheckResult> {
  const { baseUrl, workspaceId, timeoutSeconds } = args;
  const { transport, token, timing, localNow, progress } = deps;
  const deadlineMs = timing.nowMs() + timeoutSeconds * 1000;
  const clock = createRunClock(localNow);
  const settings = { workspaceId, sessions: args.hasSessions };
  const ownClient = wireApi({ baseUrl, settings, transport, timing }, token).connect(clock);
  const norms = createNormsOfLists(localNow());
  const queues = createQueuesOfLists(() => historySpan(clock.measure()));
  const client = queues.follow(norms.follow(progress?.follow(ownClient) ?? ownClient));

  const listed = await listEnvironments({ client, timing }, args.environments, deadlineMs);
  const ids = listed.environments.map(({ id }) => id);
  const establish = () => {
    const instant = establishInstant({
      measured: clock.measure(),
      scheduledAt: localNow(),
      memory: EMPTY_MEMORY,
    });
    return { ...instant, previousAt: new Date(instant.at.getTime() - FLOW_WINDOW_MS) };
  };
  const nameDeadlineMs = Math.min(deadlineMs, timing.nowMs() + NAME_TIMEOUT_MS);
  const naming = Promise.all(
    listed.environments.map((entry) => readName({ client, timing }, entry, nameDeadlineMs)),
  );
  const rules = { ...SETTINGS, sessions: args.hasSessions };
  const lists = await readAll(ids, { client, timing, deadlineMs, establish });
  const read = await askSessions(lists, {
    client,
    timing,
    deadlineMs,
    settings: rules,
    rows: toRows(ids),
    memory: EMPTY_MEMORY,
    errors: NOTHING_COLLECTED,
  });
  const judged = judge(ids, read, await naming, rules);
  const environments = judged.map((environment) => ({
    ...environment,
    norms: norms.of(environment.id),
    queue: queues.of(environment.id),
  }));
  return { observedAt: read.instant.at, environments, sessions: read.sessions ?? null, error: listed.error };
}

type ReadInput = Parameters<typeof readEnvironments>[0];

/** As a run does, of environments that it has known for long and of which it remembers nothing. */
function readAll(
  ids: readonly string[],
  {
    deadlineMs,
    ...input
  }: Pick<ReadInput, 'client' | 'timing' | 'establish'> & { readonly deadlineMs: number },
): Promise<Readings> {
  return readEnvironments({
    ...input,
    settings: SETTINGS,
    rows: toRows(ids),
    memory: EMPTY_MEMORY,
    isMemoryKept: false,
    errors: NOTHING_COLLECTED,
    scheduledAt: DIRECTORY_READ_AT,
    budget: { deadlineMs: () => deadlineMs },
  });
}

/** As a run does, by the default thresholds. */
function judge(
  ids: readonly string[],
  read: Readings,
  names: readonly Awaited<ReturnType<typeof readName>>[],
  settings: Settings,
): Omit<CheckedEnvironment, 'norms' | 'queue'>[] {
  const named = names.flatMap(({ id, name }) => {
    const found = read.readings.get(id);
    return found === undefined
      ? []
      : [[id, { ...found, environment: { id, name, isArchived: false } }] as const];
  });
  const readings = { ...read, readings: new Map(named) };
  const { judgements } = judgeRun({ settings, readings, rows: toRows(ids) });
  return names.flatMap(({ id, name, requestCount }) => {
    const reading = readings.readings.get(id)?.reading;
    const judgement = judgements.get(id);
    if (reading === undefined || judgement === undefined) return [];
    return [{ id, name, reading, judgement, requestCount: reading.requestCount + requestCount }];
  });
}

const SETTINGS = parseWith(
  settingsSchema,
  { schemaVersion: 1, monitor: 'check', environments: 'all' },
  'settings',
);
/** An error of our own ends the check. */
const NOTHING_COLLECTED: Pick<RunErrors, 'collect'> = { collect: (_action, run) => run() };
