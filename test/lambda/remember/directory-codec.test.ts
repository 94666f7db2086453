import { describe, expect, it } from 'vitest';
import type { Directory } from '../../../lambda/model/directory.ts';
import { newRow } from '../../../lambda/model/row.ts';
import { decodeRow } from '../../../lambda/remember/codec.ts';
import { DIRECTORY_BYTES, encodeDirectory, PLAIN_BYTES } from '../../../lambda/remember/directory-codec.ts';
import { createRandom } from '../../../local/simulator/random.ts';

const random = createRandom(5);
const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
const aDirectory = (count: number, nameLength: number): Directory => ({
  readAt: new Date('2026-11-24T12:00:00Z'),
  environments: Array.from({ length: count }, () => ({
    id: `env_${hex(32)}`,
    name: hex(nameLength),
    archivedAt: null,
  })),
});

describe('encodeDirectory()', () => {
  it.each([
    ['few, as text that older versions read', 100, 30, 30],
    ['1,400 with names of 255', 1_400, 255, 255],
    ['4,000 with names of 255, shortened', 4_000, 255, 40],
    ['10,000, without names', 10_000, 255, 0],
  ])('stores %s', (_, count, nameLength, keptLength) => {
    const directory = aDirectory(count, nameLength);

    const body = encodeDirectory(directory);
    const { value, unreadable } = decodeRow('directory', body, 1);

    expect(unreadable).toBeNull();
    expect(body.length).toBeLessThanOrEqual(typeof body === 'string' ? PLAIN_BYTES : DIRECTORY_BYTES);
    expect(value.environments.map(({ id }) => id)).toEqual(directory.environments.map(({ id }) => id));
    expect(value.environments[0]?.name?.length ?? 0).toBe(keptLength);
  });

  it.each([
    [
      '10,000 with names that repeat themselves, whole',
      10_000,
      'production environment of the customer '.repeat(6),
    ],
    ['10,000 with more than is read again, shortened', 10_000, '生产环境'.repeat(63)],
  ])('reads %s', (_, count, name) => {
    const environments = aDirectory(count, 0).environments.map((each) => ({ ...each, name }));
    const directory = { ...aDirectory(0, 0), environments };

    const body = encodeDirectory(directory);
    const { value, unreadable } = decodeRow('directory', body, 1);

    expect(unreadable).toBeNull();
    expect(body.length).toBeLessThanOrEqual(DIRECTORY_BYTES);
    expect(name.startsWith(value.environments[0]?.name ?? 'none')).toBe(true);
    expect(value.environments).toHaveLength(count);
  });

  it('says what to do about more than can be stored', () => {
    expect(() => encodeDirectory(aDirectory(40_000, 0))).toThrow('watch some of them by a second monitor');
  });

  it('is not fooled by an empty one', () => {
    const { value } = newRow('directory', 'default');

    expect(decodeRow('directory', encodeDirectory(value), 1)).toEqual({ value, unreadable: null });
  });
});
