import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNKNOWN_SKEW } from '../../../lambda/model/instant.ts';
import { EMPTY_MEMORY, type RunMemory, toWindow } from '../../../lambda/model/run-memory.ts';
import {
  FIRST_LAYOUT,
  isAnyHeldByOthers,
  isInForce,
  memoryOf,
  nextLayout,
  overtakenBy,
  type Shard,
  type Shards,
} from '../../../lambda/model/shards.ts';
import { shardOf } from '../../../lambda/model/share.ts';
import { shortKeyOf } from '../../../lambda/model/short-key.ts';

const NOW = new Date('2026-11-24T17:15:00Z');
const IDS = Array.from({ length: 10 }, (_, number) => `env_${number}`);
const anInstant = fc.integer({ min: 0, max: 600 }).map((seconds) => new Date(NOW.getTime() - seconds * 1000));
const aMemory: fc.Arbitrary<RunMemory> = fc.record({
  lastAt: fc.option(anInstant),
  behind: fc.dictionary(fc.constantFrom(...IDS), fc.option(anInstant), { noNullPrototype: true }),
  waiting: fc.dictionary(fc.constantFrom(...IDS.map(shortKeyOf)), anInstant, { noNullPrototype: true }),
  live: fc.uniqueArray(fc.constantFrom(...IDS.map(shortKeyOf))).map((keys) => new Set(keys)),
  skew: fc.constantFrom(UNKNOWN_SKEW, { ...UNKNOWN_SKEW, ms: 20 }),
  sessions: fc.constant(EMPTY_MEMORY.sessions),
  failing: fc.constant([]),
  layoutNumber: fc.integer({ min: 0, max: 3 }),
});
/** Of a layout some of whose shards have run in it, and others, or others before it, have not. */
const anyShards: fc.Arbitrary<Shards> = fc
  .record({
    number: fc.integer({ min: 0, max: 3 }),
    count: fc.integer({ min: 1, max: 4 }),
    memory: aMemory,
    memories: fc.array(aMemory, { minLength: 4, maxLength: 4 }),
    isThere: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  })
  .map(({ number, count, memory, memories, isThere }) => ({
    announcedCount: count,
    layout: { number, count, memory },
    byIndex: new Map(
      memories.flatMap((own, index): [number, Shard][] =>
        isThere[index] ? [[index, { memory: own, count, heldUntil: null }]] : [],
      ),
    ),
  }));

/** From when on an environment's flows are still to be counted. */
function countedUntil(memory: RunMemory, id: string): Date | null {
  const instant = {
    at: NOW,
    previousAt: memory.lastAt,
    skew: UNKNOWN_SKEW,
    deviationMs: 0,
    isUnconfirmed: false,
  };
  return toWindow(instant, memory, id, false).previousAt;
}

describe('nextLayout()', () => {
  it('lets each environment go on from the last run of whoever watched it', () => {
    fc.assert(
      fc.property(anyShards, fc.integer({ min: 1, max: 4 }), (shards, count) => {
        fc.pre(overtakenBy(shards) === null);
        const next = nextLayout(shards, count, IDS);

        expect(next).toMatchObject({ number: shards.layout.number + 1, count });
        for (const id of IDS)
          expect(countedUntil(next.memory, id)).toEqual(
            countedUntil(memoryOf(shards, shardOf(id, shards.layout.count)), id),
          );
      }),
    );
  });

  it('never lets time go backwards, by the clocks of those who know that of the API', () => {
    fc.assert(
      fc.property(anyShards, (shards) => {
        fc.pre(overtakenBy(shards) === null);
        const { memory } = nextLayout(shards, 2, IDS);
        const memories = Array.from({ length: shards.layout.count }, (_, index) => memoryOf(shards, index));
        const sure = memories.filter(({ lastAt, skew }) => lastAt !== null && skew.ms !== null);
        const lastAts = (sure.length > 0 ? sure : memories).map(({ lastAt }) => lastAt?.getTime() ?? 0);

        expect(memory.lastAt?.getTime() ?? 0).toBe(Math.max(...lastAts));
      }),
    );
  });

  it('lets all go on from the row of the first where a version without shards has run since', () => {
    fc.assert(
      fc.property(anyShards, aMemory, (shards, memory) => {
        const whole = { ...memory, layoutNumber: 0, lastAt: new Date(NOW.getTime() + 1) };
        const layout = { ...shards.layout, number: shards.layout.number + 1 };
        const first = { count: 1, heldUntil: null, memory: whole };
        const overtaken = { ...shards, layout, byIndex: new Map([...shards.byIndex, [0, first]]) };
        const next = nextLayout(overtaken, 2, IDS);

        expect(isInForce(overtaken, shards.announcedCount)).toBe(false);
        expect(next.number).toBe(layout.number + 1);
        for (const id of IDS) expect(countedUntil(next.memory, id)).toEqual(countedUntil(whole, id));
      }),
    );
  });
});

describe('memoryOf() a shard whose row cannot be read', () => {
  it('counts no flow, in whatever layout', () => {
    fc.assert(
      fc.property(anyShards, (shards) => {
        const unreadable = { count: 1, heldUntil: null, memory: null };
        const memory = memoryOf({ ...shards, byIndex: new Map([[1, unreadable]]) }, 1);

        expect(memory).toEqual({ ...EMPTY_MEMORY, layoutNumber: shards.layout.number });
      }),
    );
  });
});

describe('isAnyHeldByOthers()', () => {
  const held = (index: number, shard: Partial<Shard>): Shards => ({
    announcedCount: 2,
    layout: FIRST_LAYOUT,
    byIndex: new Map([[index, { count: 4, heldUntil: NOW, memory: EMPTY_MEMORY, ...shard }]]),
  });
  const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

  it.each<[string, number, Partial<Shard>, boolean]>([
    ['one of four runs', 3, { heldUntil: later(1) }, true],
    ['its lease is over', 3, { heldUntil: NOW }, false],
    ['its lease lasts longer than any', 3, { heldUntil: later(76) }, false],
    ['it is over', 3, { heldUntil: null }, false],
    ['it is one of two, too', 1, { count: 2, heldUntil: later(1) }, false],
    ['it is this run itself', 0, { heldUntil: later(1) }, false],
  ])('where %s', (_, index, shard, expected) => {
    expect(isAnyHeldByOthers(held(index, shard), { index: 0, count: 2 }, NOW, 75_000)).toBe(expected);
  });
});
