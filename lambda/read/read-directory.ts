/** Asks the API for the names of environments and, with `all`, which ones there are. */

import type { Settings } from '../../contract/settings.ts';
import type { Directory, DirectoryEntry, DirectoryReading, ListedCounts } from '../model/directory.ts';
import { isNotFound, type ReadError } from '../model/reading.ts';
import type { Timing } from '../timing.ts';
import { PAGE_PAUSE_MS } from './api/adaptive-rate.ts';
import type { QoderClient, QoderEnvironment, RequestOptions } from './api/client.ts';
import { QoderError, toReadError } from './api/qoder-error.ts';

/** With more than that, a list of all costs fewer requests than asking for each, and leaves time to read their work. */
export const ASKED_ONE_BY_ONE_COUNT = 20;

export interface ReadDirectoryDeps {
  readonly client: Pick<QoderClient, 'listEnvironments' | 'getEnvironment'>;
  readonly timing: Pick<Timing, 'sleep'>;
}

export interface DirectoryQuestion {
  readonly environments: Settings['environments'];
  readonly before: Directory;
  /** Environments of which something is remembered: archived ones are of interest for as long. */
  readonly rememberedIds: ReadonlySet<string>;
  readonly scheduledAt: Date;
  readonly deadlineMs: number;
}

/** A discovery that failed changes nothing; a configured environment's old name is kept if it cannot be read. */
export async function readDirectory(
  deps: ReadDirectoryDeps,
  question: DirectoryQuestion,
): Promise<DirectoryReading> {
  const { environments, before, scheduledAt, deadlineMs } = question;
  let requestCount = 0;
  const options = { deadlineMs, onRequest: () => void requestCount++ };
  if (environments === 'all') {
    const { listed, error } = await list(deps, options);
    if (error !== null) return { directory: before, requestCount, error, listed: null };
    const entries = await discover(deps, listed, question, options);
    const directory = { readAt: scheduledAt, environments: entries };
    return { directory, requestCount, error, listed: countListed(listed) };
  }
  const { listed, error } =
    environments.length > ASKED_ONE_BY_ONE_COUNT
      ? await list(deps, options)
      : await askEach(deps, environments, options);
  const named = new Map([...before.environments, ...listed.environments].map((entry) => [entry.id, entry]));
  const entries = environments.map((id) => toEntry(named.get(id) ?? { id, name: null, archivedAt: null }));
  return { directory: { readAt: scheduledAt, environments: entries }, requestCount, error, listed: null };
}

interface Listed {
  readonly environments: readonly QoderEnvironment[];
  /** Rows of which not even the id could be read. */
  readonly malformedCount: number;
}

/** `listed` holds what was read before the error. */
type ListResult = { readonly listed: Listed; readonly error: ReadError | null };

async function askEach(
  { client }: ReadDirectoryDeps,
  ids: readonly string[],
  options: RequestOptions,
): Promise<ListResult> {
  const answers = await Promise.all(
    ids.map((id) => client.getEnvironment(id, options).catch((error) => toReadError(error))),
  );
  const environments = answers.flatMap((answer) => ('id' in answer ? [answer] : []));
  const error = answers.find((answer) => 'message' in answer) ?? null;
  return { listed: { environments, malformedCount: 0 }, error };
}

async function list({ client, timing }: ReadDirectoryDeps, options: RequestOptions): Promise<ListResult> {
  const environments: QoderEnvironment[] = [];
  let malformedCount = 0;
  const usedPages = new Set<string>();
  try {
    let page = await client.listEnvironments({}, options);
    for (;;) {
      environments.push(...page.environments);
      malformedCount += page.malformedCount;
      const { nextPage } = page;
      if (nextPage === null) return { listed: { environments, malformedCount }, error: null };
      if (usedPages.has(nextPage)) throw endlessList();
      usedPages.add(nextPage);
      await timing.sleep(PAGE_PAUSE_MS);
      // Behind a hundred environments that wait for a turn, the pages of thousands would take longer than a run.
      page = await client.listEnvironments({ page: nextPage }, { ...options, isContinuing: true });
    }
  } catch (error) {
    return { listed: { environments, malformedCount }, error: toReadError(error) };
  }
}

function countListed({ environments, malformedCount }: Listed): ListedCounts {
  const selfHostedCount = environments.filter(({ type }) => type === 'self_hosted').length;
  return { selfHostedCount, otherCount: environments.length - selfHostedCount, malformedCount };
}

/** What a list shows, and what it no longer shows but may only have lost. */
async function discover(
  deps: ReadDirectoryDeps,
  listed: Listed,
  { before, rememberedIds }: DirectoryQuestion,
  options: RequestOptions,
): Promise<DirectoryEntry[]> {
  const beforeIds = new Set(before.environments.map(({ id }) => id));
  const isOurs = ({ id, type }: QoderEnvironment) =>
    type === 'self_hosted' || (type === null && beforeIds.has(id));
  const found = listed.environments
    .filter(isOurs)
    .filter(({ id, archivedAt }) => archivedAt === null || rememberedIds.has(id));
  const listedIds = new Set(listed.environments.map(({ id }) => id));
  const missing = before.environments.filter(({ id }) => !listedIds.has(id));
  // What cannot be read may be one of them: it is no proof of its end.
  const kept = listed.malformedCount > 0 ? missing : await confirm(deps, missing, options);
  const entries = new Map([...found.map(toEntry), ...kept].map((entry) => [entry.id, entry]));
  return [...entries.values()];
}

/** One list may lack an environment that is there: each is asked for, and ends by a 404 or by the next list. */
async function confirm(
  { client }: ReadDirectoryDeps,
  missing: readonly DirectoryEntry[],
  options: RequestOptions,
): Promise<DirectoryEntry[]> {
  const doubtful = missing.filter(({ isMissing }) => !isMissing);
  const answers = await Promise.all(
    doubtful.map(async (entry, index): Promise<DirectoryEntry[]> => {
      if (index >= ASKED_ONE_BY_ONE_COUNT) return [{ ...entry, isMissing: true }];
      const answer = await client.getEnvironment(entry.id, options).catch(toReadError);
      if ('id' in answer) return [{ ...toEntry(answer), isMissing: true }];
      return isNotFound(answer) ? [] : [{ ...entry, isMissing: true }];
    }),
  );
  return answers.flat();
}

function toEntry({ id, name, archivedAt }: DirectoryEntry): DirectoryEntry {
  return { id, name, archivedAt };
}

function endlessList(): QoderError {
  return new QoderError('The list of environments repeats a cursor: its pages never end', {
    status: 200,
    type: 'unexpected_response',
    requestId: null,
  });
}
