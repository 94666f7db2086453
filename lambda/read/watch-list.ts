/** Which environments are watched, and what they are called. Read from the API every ten minutes. */

import type { Settings } from '../../contract/settings.ts';
import type { Directory, Environment } from '../model/directory.ts';

const DIRECTORY_MAX_AGE_MS = 10 * 60_000;

/** Every ten minutes, and when something is missing in it. */
export function isDirectoryDue(
  { readAt, environments: entries }: Directory,
  environments: Settings['environments'],
  scheduledAt: Date,
): boolean {
  if (readAt === null) return true;
  const ageMs = scheduledAt.getTime() - readAt.getTime();
  // A time in the future is a clock that was wrong once: it must not keep names from being read.
  if (ageMs < 0 || ageMs >= DIRECTORY_MAX_AGE_MS) return true;
  // A list that shrank, or that has nothing to watch, is looked at again at once.
  if (environments === 'all') return entries.length === 0 || entries.some(({ isMissing }) => isMissing);
  const ids = new Set(entries.map(({ id }) => id));
  return environments.some((id) => !ids.has(id));
}

/**
 * The environments of this run. With `all`, an archived one is watched while something is remembered of it,
 * which is until it is drained; with nothing discovered, or the discovery forgotten, what is remembered is.
 */
export function toWatchList(
  environments: Settings['environments'],
  directory: Directory,
  rememberedIds: ReadonlySet<string>,
): Environment[] {
  const ids = environments === 'all' ? discoveredIds(directory, rememberedIds) : environments;
  const describe = createDescriber(directory);
  return ids.map((id) => describe({ id, name: null, isArchived: false }));
}

function discoveredIds(
  { readAt, environments }: Directory,
  rememberedIds: ReadonlySet<string>,
): readonly string[] {
  if (readAt === null) return [...rememberedIds];
  return environments
    .filter(({ id, archivedAt }) => archivedAt === null || rememberedIds.has(id))
    .map(({ id }) => id);
}

/** Adds what the directory says of an environment; one of which it says nothing stays as it is. */
export function createDescriber({ environments }: Directory): (environment: Environment) => Environment {
  const entries = new Map(environments.map((entry) => [entry.id, entry]));
  return (environment) => {
    const entry = entries.get(environment.id);
    return entry === undefined
      ? environment
      : { id: entry.id, name: entry.name, isArchived: entry.archivedAt !== null };
  };
}
