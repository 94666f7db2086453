import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BATCH_BYTES,
  bytesOf,
  ENTRIES_PER_BATCH_COUNT,
  toEventBatches,
} from '../../../lambda/notify/event-batches.ts';

const anEvent = (messageId: string, detailBytes: number) => ({
  messageId,
  entry: { Source: 's', DetailType: 't', Time: new Date(0), Detail: 'x'.repeat(detailBytes) },
});
/** Of an entry without its detail. */
const FRAME_BYTES = bytesOf(anEvent('', 0).entry);
const sizesOf = (sizes: readonly number[]) =>
  toEventBatches(sizes.map((bytes, index) => anEvent(String(index), bytes))).map(({ length }) => length);

describe('toEventBatches()', () => {
  it.each([
    ['nothing', [], []],
    ['as many as a request takes', Array(10).fill(9), [10]],
    ['one more', Array(11).fill(9), [10, 1]],
    ['as many bytes as a request takes', [BATCH_BYTES / 2 - FRAME_BYTES, BATCH_BYTES / 2 - FRAME_BYTES], [2]],
    ['a byte more', [BATCH_BYTES / 2 - FRAME_BYTES, BATCH_BYTES / 2 - FRAME_BYTES + 1], [1, 1]],
    ['one that is too large between two', [9, BATCH_BYTES, 9], [1, 1, 1]],
  ])('makes of %s requests of as many entries', (_, sizes, expected) => {
    expect(sizesOf(sizes)).toEqual(expected);
  });

  it('keeps each event once and in order, and every limit but for one that is too large by itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 300_000 })), { maxLength: 60 }),
        (sizes) => {
          const events = sizes.map((bytes, index) => anEvent(String(index), bytes));
          const batches = toEventBatches(events);

          expect(batches.flat()).toEqual(events);
          for (const batch of batches) {
            const bytes = batch.reduce((sum, { entry }) => sum + bytesOf(entry), 0);
            expect(batch.length).toBeGreaterThan(0);
            expect(batch.length).toBeLessThanOrEqual(ENTRIES_PER_BATCH_COUNT);
            expect(batch.length === 1 || bytes <= BATCH_BYTES).toBe(true);
          }
        },
      ),
    );
  });

  it('counts bytes, not characters', () => {
    expect(bytesOf({ Source: 'ü', DetailType: '名', Detail: '😀', Resources: ['a', 'é'] })).toBe(
      14 + 2 + 3 + 4 + 1 + 2,
    );
  });
});
