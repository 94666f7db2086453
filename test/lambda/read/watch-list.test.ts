import { expect, it, describe as suite } from 'vitest';
import type { Directory } from '../../../lambda/model/directory.ts';
import { createDescriber, isDirectoryDue, toWatchList } from '../../../lambda/read/watch-list.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const entry = (id: string, name: string | null = null, archivedAt: Date | null = null) => ({
  id,
  name,
  archivedAt,
});
const DIRECTORY: Directory = {
  readAt: minutesAgo(1),
  environments: [entry('env_a', 'nightly'), entry('env_old', 'old', minutesAgo(60))],
};
const UNKNOWN: Directory = { readAt: null, environments: [] };

suite('isDirectoryDue()', () => {
  it.each<[string, Date | null, 'all' | string[], boolean]>([
    ['never read', null, 'all', true],
    ['read nine minutes ago', minutesAgo(9), 'all', false],
    ['read ten minutes ago', minutesAgo(10), 'all', true],
    ['read by a clock that was ahead', minutesAgo(-1), 'all', true],
    ['with every configured environment', minutesAgo(1), ['env_a'], false],
    ['without a configured environment', minutesAgo(1), ['env_a', 'env_new'], true],
  ])('%s', (_name, readAt, environments, isDue) => {
    expect(isDirectoryDue({ ...DIRECTORY, readAt }, environments, NOW)).toBe(isDue);
  });
});

suite('toWatchList()', () => {
  it('names what is configured, known or not', () => {
    expect(toWatchList(['env_old', 'env_x'], DIRECTORY, new Set())).toEqual([
      { id: 'env_old', name: 'old', isArchived: true },
      { id: 'env_x', name: null, isArchived: false },
    ]);
  });

  it.each<[string, Directory, string[], string[]]>([
    ['what is live', DIRECTORY, [], ['env_a']],
    ['what is archived while it is remembered', DIRECTORY, ['env_old'], ['env_a', 'env_old']],
    ['nothing that discovery no longer finds', DIRECTORY, ['env_gone'], ['env_a']],
    ['what is remembered, while nothing is discovered', UNKNOWN, ['env_a', 'env_b'], ['env_a', 'env_b']],
    ['nothing, while nothing is known at all', UNKNOWN, [], []],
  ])('watches of all %s', (_name, directory, rememberedIds, ids) => {
    expect(toWatchList('all', directory, new Set(rememberedIds)).map(({ id }) => id)).toEqual(ids);
  });
});

suite('createDescriber()', () => {
  it('leaves an environment as it is where the directory says nothing', () => {
    const environment = { id: 'env_x', name: 'kept', isArchived: true };

    expect(createDescriber(DIRECTORY)(environment)).toBe(environment);
  });
});
