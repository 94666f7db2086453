import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOwn, shardOf } from '../../../lambda/model/share.ts';

const anId = fc.stringMatching(/^env_[A-Za-z0-9_-]{1,40}$/);
const aCount = fc.integer({ min: 1, max: 8 });
const IDS = Array.from({ length: 10_000 }, (_, number) => `env_${(0x19e3bb39b67 + number).toString(16)}`);

describe('shardOf()', () => {
  it('puts every environment into exactly one shard', () => {
    fc.assert(
      fc.property(anId, aCount, (id, count) => {
        const owners = Array.from({ length: count }, (_, index) => index).filter((index) =>
          isOwn({ index, count }, id),
        );
        expect(owners).toEqual([shardOf(id, count)]);
      }),
    );
  });

  it('moves an environment only to a shard that is new, or from one that is gone', () => {
    fc.assert(
      fc.property(anId, aCount, aCount, (id, one, other) => {
        const [fewer, more] = one < other ? [one, other] : [other, one];
        const owner = shardOf(id, more);
        if (owner < fewer) expect(shardOf(id, fewer)).toBe(owner);
      }),
    );
  });

  it.each([2, 3, 4, 8])('gives each of %d shards its part of 10,000 environments, within 10 %%', (count) => {
    const sizes = Array.from({ length: count }, () => 0);
    for (const id of IDS) sizes[shardOf(id, count)] = (sizes[shardOf(id, count)] ?? 0) + 1;
    for (const size of sizes) expect(Math.abs(size - 10_000 / count)).toBeLessThan(1_000 / count);
  });

  it('says the same in every version: what is remembered depends on it', () => {
    expect(['env_a', 'env_b', 'env_c', 'env_d', 'env_e'].map((id) => shardOf(id, 4))).toEqual([
      1, 3, 2, 3, 3,
    ]);
  });
});
