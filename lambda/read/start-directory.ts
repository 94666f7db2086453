/** Reads which environments there are when it is time to, without making those that are known wait for it. */
import type { Settings } from '../../contract/settings.ts';
import { TIME_BUDGET } from '../../contract/time-budget.ts';
import type { DirectoryReading } from '../model/directory.ts';
import type { Rows } from '../model/row.ts';
import { isFirst, WHOLE } from '../model/share.ts';
import type { RunErrors } from '../run-errors.ts';
import type { TimeBudget } from '../run-time.ts';
import type { Timing } from '../timing.ts';
import type { QoderClient } from './api/client.ts';
import { readDirectory } from './read-directory.ts';
import { isDirectoryDue } from './watch-list.ts';

export interface StartDirectoryInput {
  readonly settings: Pick<Settings, 'environments'>;
  readonly client: QoderClient;
  readonly timing: Timing;
  readonly budget: Pick<TimeBudget, 'deadlineMs'>;
  readonly errors: Pick<RunErrors, 'collect'>;
  readonly scheduledAt: Date;
  readonly rows: Rows;
}

/** All of which something is remembered, whoever watches them. */
export const rememberedIds = ({ environments, shared }: Rows): ReadonlySet<string> =>
  new Set([...environments.keys(), ...(shared?.otherIds ?? [])]);

export interface StartedDirectory {
  /** What this run watches by. */
  readonly discovered: DirectoryReading;
  /** What the next one will. Never rejects. */
  readonly refreshing: Promise<DirectoryReading>;
}

/**
 * Discovery must come first only when nothing is known; afterwards it serves the next run and delays none. Of several
 * shards the first one reads it, for all of them.
 */
export async function startDirectory(input: StartDirectoryInput): Promise<StartedDirectory> {
  const { settings, client, timing, scheduledAt, budget, errors } = input;
  const { environments } = settings;
  const before = input.rows.directory.value;
  const deadlineMs = budget.deadlineMs(TIME_BUDGET.readKnownUntilMs);
  const question = {
    environments,
    before,
    rememberedIds: rememberedIds(input.rows),
    scheduledAt,
    deadlineMs,
  };
  const readAnew = () => readDirectory({ client, timing }, question);
  const unchanged = { directory: before, requestCount: 0, error: null, listed: null };
  if (!isFirst(input.rows.shared?.share ?? WHOLE))
    return { discovered: unchanged, refreshing: Promise.resolve(unchanged) };
  if (environments === 'all' && (before.readAt === null || before.environments.length === 0)) {
    const discovered = await readAnew();
    return { discovered, refreshing: Promise.resolve(discovered) };
  }
  const isDue = isDirectoryDue(before, environments, scheduledAt);
  const refreshed = isDue ? errors.collect('read the names of environments', readAnew) : null;
  return { discovered: unchanged, refreshing: Promise.resolve(refreshed).then((read) => read ?? unchanged) };
}
