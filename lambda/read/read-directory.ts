/** Asks the API for the names of environments and, with `all`, which ones there are. */

import type { Settings } from '../../contract/settings.ts';
import type { Directory, DirectoryEntry, DirectoryReading } from '../model/directory.ts';
import type { ReadError } from '../model/reading.ts';
import type { Timing } from '../timing.ts';
import type { QoderClient, QoderEnvironment, RequestOptions } from './api/client.ts';
import { QoderError, toReadError } from './api/qoder-error.ts';

/** With more than that, a list of all costs fewer requests than asking for each, and leaves time to read their work. */
export const ASKED_ONE_BY_ONE_COUNT = 20;
/** Source: the API's rate-limit page advises at least 100 ms between pages. */
const PAGE_PAUSE_MS = 100;

export interface ReadDirectoryDeps {
  readonly client: Pick<QoderClient, 'listEnvironments' | 'getEnvironment'>;
  readonly timing: Pick<Timing, 'sleep'>;
}

/** A discovery that failed changes nothing; a configured environment's old name is kept if it cannot be read. */
export async function readDirectory(
  deps: ReadDirectoryDeps,
  environments: Settings['environments'],
  before: Directory,
  scheduledAt: Date,
  deadlineMs: number,
): Promise<DirectoryReading> {
  let requestCount = 0;
  const options = { deadlineMs, onRequest: () => void requestCount++ };
  if (environments === 'all') {
    const { listed, error } = await list(deps, options);
    const directory =
      error === null ? { readAt: scheduledAt, environments: toSelfHosted(listed, before) } : before;
    return { directory, requestCount, error };
  }
  const { listed, error } =
    environments.length > ASKED_ONE_BY_ONE_COUNT
      ? await list(deps, options)
      : await askEach(deps, environments, options);
  const named = new Map([...before.environments, ...listed.environments].map((entry) => [entry.id, entry]));
  const entries = environments.map((id) => toEntry(named.get(id) ?? { id, name: null, archivedAt: null }));
  return { directory: { readAt: scheduledAt, environments: entries }, requestCount, error };
}

interface Listed {
  readonly environments: readonly QoderEnvironment[];
  /** Rows of which not even the id could be read. */
  readonly malformedCount: number;
}

/** `listed` holds what was read before the error. */
type Outcome = { readonly listed: Listed; readonly error: ReadError | null };

async function askEach(
  { client }: ReadDirectoryDeps,
  ids: readonly string[],
  options: RequestOptions,
): Promise<Outcome> {
  const answers = await Promise.all(
    ids.map((id) => client.getEnvironment(id, options).catch((error) => toReadError(error))),
  );
  const environments = answers.flatMap((answer) => ('id' in answer ? [answer] : []));
  const error = answers.find((answer) => 'message' in answer) ?? null;
  return { listed: { environments, malformedCount: 0 }, error };
}

async function list({ client, timing }: ReadDirectoryDeps, options: RequestOptions): Promise<Outcome> {
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
      page = await client.listEnvironments({ page: nextPage }, options);
    }
  } catch (error) {
    return { listed: { environments, malformedCount }, error: toReadError(error) };
  }
}

/** What cannot be read may be an environment that is watched: it is no proof of its end. */
function toSelfHosted({ environments, malformedCount }: Listed, before: Directory): DirectoryEntry[] {
  const beforeIds = new Set(before.environments.map(({ id }) => id));
  const found = environments.filter(
    ({ id, type }) => type === 'self_hosted' || (type === null && beforeIds.has(id)),
  );
  const entries = new Map(found.map((environment) => [environment.id, toEntry(environment)]));
  const kept = malformedCount === 0 ? [] : before.environments.filter(({ id }) => !entries.has(id));
  return [...entries.values(), ...kept];
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
