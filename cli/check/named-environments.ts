/** Which environments are checked, and what they are called: as they are named, or as the API lists them. */
import type { ReadError } from '../../lambda/model/reading.ts';
import { type ReadDirectoryDeps, readDirectory } from '../../lambda/read/read-directory.ts';
import type { CheckArguments } from './check-arguments.ts';
import { DIRECTORY_READ_AT } from './rows-of-check.ts';

interface Listed {
  readonly environments: readonly { readonly id: string; readonly name?: string | null }[];
  readonly error: ReadError | null;
}

const NOTHING_KNOWN = {
  before: { readAt: null, environments: [] },
  rememberedIds: new Set<string>(),
  scheduledAt: DIRECTORY_READ_AT,
};

/** Never rejects for what the API does. */
export async function listEnvironments(
  deps: ReadDirectoryDeps,
  environments: CheckArguments['environments'],
  deadlineMs: number,
): Promise<Listed> {
  if (environments !== 'all') return { environments: environments.map((id) => ({ id })), error: null };
  const { directory, error } = await readDirectory(deps, {
    ...NOTHING_KNOWN,
    environments,
    deadlineMs,
  });
  return { environments: directory.environments.filter(({ archivedAt }) => archivedAt === null), error };
}

/** Asks only where the list has not told it. */
export async function readName(
  deps: ReadDirectoryDeps,
  { id, name }: Listed['environments'][number],
  deadlineMs: number,
) {
  if (name !== undefined) return { id, name, requestCount: 0 };
  const { directory, requestCount } = await readDirectory(deps, {
    ...NOTHING_KNOWN,
    environments: [id],
    deadlineMs,
  });
  return { id, name: directory.environments[0]?.name ?? null, requestCount };
}
