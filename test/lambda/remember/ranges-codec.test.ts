import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_SCAN_MEMORY, type ScanMemory } from '../../../lambda/model/scan-memory.ts';
import { decodeRow } from '../../../lambda/remember/codec.ts';
import { deflateRanges, inflateJson, RANGES_BYTES } from '../../../lambda/remember/ranges-codec.ts';

const anyId = fc.option(fc.string({ maxLength: 40 }));
const anyPosition = fc.record({ beforeId: anyId, id: fc.string({ maxLength: 40 }) });
const anyCount = fc.integer({ min: 1, max: 1_000_000 });
const anyInstant = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) });
const anyRange = fc.record({
  beforeFirstId: anyId,
  end: anyPosition,
  count: anyCount,
  anchors: fc.array(fc.record({ beforeId: anyId, id: fc.string({ maxLength: 40 }), count: anyCount }), {
    maxLength: 6,
  }),
});
const anyWaypoint = anyPosition.map((end) => ({ beforeFirstId: end.id, end, count: 0, anchors: [] }));
const anyMemory: fc.Arbitrary<ScanMemory> = fc.record({
  ranges: fc.array(fc.oneof(anyRange, anyWaypoint), { maxLength: 20 }),
  walk: fc.option(anyPosition),
  habit: fc.option(
    fc.record({ kind: fc.constantFrom('page', 'fresh'), learnedAt: anyInstant, isInDoubt: fc.boolean() }),
  ),
  writtenAt: fc.option(anyInstant),
});

/** As random as the API's ids. */
const idOf = (number: number) =>
  `work_${createHash('sha256').update(String(number)).digest('hex').slice(0, 32)}`;

function scattered(rangeCount: number): ScanMemory {
  return {
    walk: null,
    habit: null,
    writtenAt: new Date('2026-11-24T12:00:00Z'),
    ranges: Array.from({ length: rangeCount }, (_, index) => {
      const number = index * 5;
      return {
        beforeFirstId: idOf(number),
        end: { beforeId: idOf(number + 1), id: idOf(number + 2) },
        count: 2000 + index,
        anchors: [{ beforeId: idOf(number + 3), id: idOf(number + 4), count: 1000 }],
      };
    }),
  };
}

describe('deflateRanges()', () => {
  it('brings back any memory that fits', () => {
    fc.assert(
      fc.property(anyMemory, (memory) => {
        expect(decodeRow('ranges', deflateRanges(memory), 1)).toEqual({ value: memory, unreadable: null });
      }),
    );
  });

  it('keeps every range of 500 scattered live items within its limit', () => {
    const bytes = deflateRanges(scattered(501));

    expect(bytes.length).toBeLessThanOrEqual(RANGES_BYTES);
    expect(decodeRow('ranges', bytes, 1).value.ranges).toHaveLength(501);
  });

  it('gives up what saves least past its limit: anchors, then the shortest ranges', () => {
    const bytes = deflateRanges(scattered(3000));

    const { ranges } = decodeRow('ranges', bytes, 1).value;
    expect(bytes.length).toBeLessThanOrEqual(RANGES_BYTES);
    expect(ranges.length).toBeGreaterThan(500);
    expect(Math.min(...ranges.map(({ count }) => count))).toBe(2000 + 3000 - ranges.length);
  });

  it('hides waypoints from versions that do not know them', () => {
    const { ranges } = scattered(2);
    const waypoint = { beforeFirstId: 'b', end: { beforeId: 'a', id: 'b' }, count: 0, anchors: [] };
    const bytes = deflateRanges({ ...scattered(2), ranges: [waypoint, ...ranges, waypoint] });

    expect(inflateJson(bytes)).toMatchObject({
      ranges: ranges.map(({ count }) => ({ count })),
      waypoints: [
        [0, 'a', 'b'],
        [2, 'a', 'b'],
      ],
    });
  });

  it.each<[string, unknown, unknown, string]>([
    ['text', 'ranges', 1, 'corrupt'],
    ['bytes that are not compressed', new Uint8Array([1, 2, 3]), 1, 'corrupt'],
    ['nothing', undefined, undefined, 'corrupt'],
    ['a row of a newer version', deflateRanges(scattered(1)), 2, 'newer-version'],
  ])('reads %s as nothing remembered', (_name, body, schemaVersion, unreadable) => {
    expect(decodeRow('ranges', body, schemaVersion)).toEqual({ value: EMPTY_SCAN_MEMORY, unreadable });
  });
});
