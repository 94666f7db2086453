import { describe, expect, it } from 'vitest';
import { findCommonFailure } from '../../../lambda/judge/conditions/api-unreachable.ts';
import { toFailing, toFleet } from '../../../lambda/judge/fleet.ts';
import type { ReadError } from '../../../lambda/model/reading.ts';
import { EMPTY_MEMORY, type RunMemory } from '../../../lambda/model/run-memory.ts';
import { shardOf } from '../../../lambda/model/share.ts';
import { shortKeyOf } from '../../../lambda/model/short-key.ts';
import { aRunInput, type RunGiven } from '../../support/a-run-input.ts';
import { aFailedReading, ago, aReading } from '../../support/a-work-item.ts';

const IDS = Array.from({ length: 40 }, (_, number) => `env_${number}`);
const idsOf = (shard: number) => IDS.filter((id) => shardOf(id, 2) === shard);
const error = (status: number, message = 'No'): ReadError => ({
  status,
  type: 'api_error',
  message,
  requestId: null,
});

/** What the first of two shards sees, which reads its own without an error. */
function see(other: Partial<RunMemory> | null, tokenPerShard = false) {
  const own = new Map(idsOf(0).map((id) => [id, null]));
  const { readings, settings } = aRunInput({});
  const memory = { ...EMPTY_MEMORY, lastAt: ago(60), ...other };
  return toFleet(own, {
    settings: { ...settings, tokenPerShard },
    readings: { ...readings, otherIds: idsOf(1) },
    share: { index: 0, count: 2 },
    memories: new Map(other === null ? [] : [[1, memory]]),
    memory: EMPTY_MEMORY,
  });
}
const failing = (ids: readonly string[], status: number) => [
  { error: error(status), keys: ids.map(shortKeyOf) },
];

describe('toFleet()', () => {
  it('is what it reads itself, and what the others remembered of their last runs', () => {
    const [failed = '', waiting = ''] = idsOf(1);
    const fleet = see({ failing: failing([failed], 503), waiting: { [shortKeyOf(waiting)]: ago(120) } });

    expect([...fleet.errors.keys()].toSorted()).toEqual(IDS.filter((id) => id !== waiting).toSorted());
    expect([...fleet.errors].filter(([, each]) => each !== null)).toEqual([[failed, error(503)]]);
    expect(fleet.waiting).toEqual(new Map([[waiting, ago(120)]]));
    expect(fleet.silent).toEqual([]);
  });

  it.each<[string, Partial<RunMemory> | null, readonly number[]]>([
    ['that never ran', null, [1]],
    ['whose last run came to no end', { lastAt: null }, [1]],
    ['that has been silent for three minutes', { lastAt: ago(180) }, [1]],
    ['that ran less than three minutes ago', { lastAt: ago(179) }, []],
  ])('knows nothing of a shard %s', (_, other, silent) => {
    const fleet = see(other);

    expect(fleet.silent).toEqual(silent);
    expect(fleet.errors.size).toBe(silent.length === 0 ? IDS.length : idsOf(0).length);
  });

  it('finds what most of the fleet meets, and what only one token meets where each shard has one', () => {
    // Most of the shard, and not of the fleet.
    const refusedIds = idsOf(1).slice(0, IDS.length / 2);
    const refused = { failing: failing(refusedIds, 401) };
    const shared = see(refused);
    const own = see(refused, true);

    expect(findCommonFailure(shared.errors, shared.byToken)).toBeNull();
    expect(findCommonFailure(own.errors, own.byToken)).toMatchObject({ failure: '401', shards: [1] });
    expect(findCommonFailure(own.errors, own.byToken)?.environmentIds).toEqual(refusedIds);
  });
});

describe('toFailing()', () => {
  const given: RunGiven['readings'] = {
    env_a: aFailedReading({ error: error(503, 'x'.repeat(1_000)) }),
    env_b: aFailedReading({ error: error(500) }),
    env_c: aFailedReading({ error: error(404) }),
    env_d: aReading([]),
  };
  const { readings } = aRunInput({ readings: given });

  it('groups what fails as an API fails as a whole, with one short error of each kind', () => {
    const groups = toFailing(readings, { index: 0, count: 2 });

    expect(groups).toEqual([
      { error: error(503, 'x'.repeat(300)), keys: [shortKeyOf('env_a'), shortKeyOf('env_b')] },
    ]);
  });

  it('is nothing where there is nobody to tell', () => {
    expect(toFailing(readings, { index: 0, count: 1 })).toEqual([]);
  });
});
