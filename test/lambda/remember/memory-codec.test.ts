import { describe, expect, it } from 'vitest';
import { EMPTY_MEMORY, type RunMemory, toWindow, waitingSince } from '../../../lambda/model/run-memory.ts';
import { shortKeyOf } from '../../../lambda/model/short-key.ts';
import { decodeMemory } from '../../../lambda/remember/codec.ts';
import { encodeMemory } from '../../../lambda/remember/memory-codec.ts';
import { AT, ago } from '../../support/a-work-item.ts';

const ids = Array.from(
  { length: 3_000 },
  (_, index) => `env_019e3bb39b67${String(index * 7919).padStart(20, '0')}`,
);
const INSTANT = { ...EMPTY_MEMORY, at: AT, previousAt: ago(60), deviationMs: 0, isUnconfirmed: false };

/** Through the row, as it would be stored. */
const stored = (memory: Partial<RunMemory>): { readonly memory: RunMemory; readonly body: string } => {
  const body = encodeMemory({ ...EMPTY_MEMORY, lastAt: ago(60), ...memory });
  return { memory: decodeMemory(body, 1).value, body };
};

describe('encodeMemory()', () => {
  const everything = stored({
    behind: Object.fromEntries(ids.map((id, index) => [id, index % 3 === 0 ? null : ago(120)])),
    waiting: Object.fromEntries(ids.map((id, index) => [shortKeyOf(id), ago(index % 2 === 0 ? 60 : 120)])),
    live: new Set(ids.slice(0, 1_000).map(shortKeyOf)),
  });

  it('stays below 64 KB with everything wrong in 3,000 environments', () => {
    expect(everything.body.length).toBeLessThan(64_000);
  });

  it('knows each of them again', () => {
    const windows = ids.map((id) => toWindow(INSTANT, everything.memory, id, false).previousAt);
    const sinces = ids.map((id) => waitingSince(everything.memory, id));

    expect(windows).toEqual(ids.map((_, index) => (index % 3 === 0 ? null : ago(120))));
    expect(sinces).toEqual(ids.map((_, index) => ago(index % 2 === 0 ? 60 : 120)));
    expect(everything.memory.live.size).toBe(1_000);
  });

  it('can be written again as it was read', () => {
    expect(encodeMemory(everything.memory)).toBe(everything.body);
  });

  it('names a few by their ids, as older versions read them, and says nothing of what is not', () => {
    const { body } = stored({ behind: { env_a: null, env_b: ago(60) } });

    expect(JSON.parse(body)).toEqual({
      lastAt: ago(60).toISOString(),
      behind: { env_a: null, env_b: ago(60).toISOString() },
      skew: EMPTY_MEMORY.skew,
    });
  });

  it.each([
    ['a row of before anybody waited', '{"lastAt":null,"behind":{"env_a":null}}', { env_a: null }],
    [
      'a list of keys that was cut',
      '{"lastAt":null,"behind":{},"behindKeys":[[null,"abcdefghij"]]}',
      { abcdefgh: null },
    ],
  ])('reads %s', (_, body, behind) => {
    expect(decodeMemory(body, 1)).toEqual({ value: { ...EMPTY_MEMORY, behind }, unreadable: null });
  });
});

describe('shortKeyOf()', () => {
  it('is as long for every id, and another for each', () => {
    const keys = [...ids, '', 'env_a', 'env_b', 'é😀'].map(shortKeyOf);

    expect(new Set(keys.map(({ length }) => length))).toEqual(new Set([8]));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
