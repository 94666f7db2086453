/** One reading without AWS and without memory: nothing is learned, and no condition that counts runs can hold. */
import { resolveRules } from '../../contract/rules.ts';
import { type Judgement, judgeEnvironment } from '../../lambda/judge/judge-environment.ts';
import { EMPTY_STATE } from '../../lambda/model/environment-state.ts';
import type { ReadError, Reading } from '../../lambda/model/reading.ts';
import { createQoderClient } from '../../lambda/read/api/client.ts';
import { createServerClock } from '../../lambda/read/api/server-clock.ts';
import type { Transport } from '../../lambda/read/api/transport.ts';
import { type ReadDirectoryDeps, readDirectory } from '../../lambda/read/directory.ts';
import { createRunInstant } from '../../lambda/read/instant.ts';
import { readEnvironment } from '../../lambda/read/read-environment.ts';
import type { Timing } from '../../lambda/timing.ts';
import type { CheckArguments } from './parse-arguments.ts';
import type { Progress } from './progress.ts';

/** Without memory, flows are those of the last minute. */
const FLOW_WINDOW_MS = 60_000;
/** A name is a nicety: it must not hold up the answer. */
const NAME_TIMEOUT_MS = 10_000;
const RULES = resolveRules({ overrides: {}, mute: [] }, '');

export interface CheckDeps {
  readonly transport: Transport;
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
  /** Sent for this environment, its name included. */
  readonly requestCount: number;
}

export interface CheckResult {
  readonly observedAt: Date;
  readonly environments: readonly CheckedEnvironment[];
  /** Why the environments could not be listed; null when they were named, or listed. */
  readonly error: ReadError | null;
}

/** Never rejects for what the API does. */
export async function check(
  { environments, baseUrl, token, workspaceId, timeoutSeconds }: CheckArguments,
  { transport, timing, localNow, progress }: CheckDeps,
): Promise<CheckResult> {
  const startedAtMs = timing.nowMs();
  const deadlineMs = startedAtMs + timeoutSeconds * 1000;
  const clock = createServerClock(timing);
  const instant = createRunInstant(clock.at, localNow(), null);
  const ownClient = createQoderClient({
    baseUrl,
    readToken: async () => token,
    workspaceId,
    transport,
    timing,
    clock,
  });
  const client = progress?.follow(ownClient) ?? ownClient;

  const listed = await listEnvironments({ client, timing }, environments, deadlineMs);
  const windowOf = () => ({
    at: instant.at(),
    previousAt: new Date(instant.at().getTime() - FLOW_WINDOW_MS),
  });
  const checked = await Promise.all(
    listed.environments.map((entry) => checkOne({ client, timing }, entry, { deadlineMs, windowOf })),
  );
  return { observedAt: instant.at(), environments: checked, error: listed.error };
}

async function checkOne(
  deps: Parameters<typeof readEnvironment>[0] & ReadDirectoryDeps,
  { id, name }: Listed['environments'][number],
  { deadlineMs, windowOf }: Pick<Parameters<typeof readEnvironment>[2], 'deadlineMs' | 'windowOf'>,
): Promise<CheckedEnvironment> {
  const naming =
    name === undefined
      ? readName(deps, id, Math.min(deadlineMs, deps.timing.nowMs() + NAME_TIMEOUT_MS))
      : { name, requestCount: 0 };
  const { reading } = await readEnvironment(deps, id, {
    deadlineMs,
    windowOf,
    rules: RULES,
    metrics: 'essential',
    remembered: null,
  });
  const named = await naming;
  const environment = { id, name: named.name, isArchived: false };
  const judgement = judgeEnvironment(environment, reading, EMPTY_STATE, windowOf(), RULES);
  const requestCount = reading.requestCount + named.requestCount;
  return { id, name: named.name, reading, judgement, requestCount };
}

interface Listed {
  readonly environments: readonly { readonly id: string; readonly name?: string | null }[];
  readonly error: ReadError | null;
}

async function listEnvironments(
  deps: ReadDirectoryDeps,
  environments: CheckArguments['environments'],
  deadlineMs: number,
): Promise<Listed> {
  if (environments !== 'all') return { environments: environments.map((id) => ({ id })), error: null };
  const nothing = { readAt: null, environments: [] };
  const { directory, error } = await readDirectory(deps, 'all', nothing, new Date(0), deadlineMs);
  return { environments: directory.environments.filter(({ archivedAt }) => archivedAt === null), error };
}

async function readName(deps: ReadDirectoryDeps, id: string, deadlineMs: number) {
  const nothing = { readAt: null, environments: [] };
  const { directory, requestCount } = await readDirectory(deps, [id], nothing, new Date(0), deadlineMs);
  return { name: directory.environments[0]?.name ?? null, requestCount };
}
