import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aRange, idOf, rowsOf } from '../../../support/a-list-row.ts';
import { scanOnce } from '../../../support/a-list-scan.ts';
import { createFakeWorkList, failure } from '../../../support/a-work-list.ts';

const listOf = (...counts: readonly number[]) => createFakeWorkList(rowsOf(...counts));

describe('scanList()', () => {
  it('says what the next scan will cost, which remembers the same', async () => {
    const clusters = fc.array(fc.oneof(fc.nat(3), fc.nat(150), fc.nat(400)), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(clusters, async (counts) => {
        const list = listOf(...counts);
        const first = await scanOnce(list, {});
        const next = await scanOnce(list, first.memory);

        expect(first).toMatchObject({ isComplete: true, error: null, isCorrection: false });
        const { cursors } = next;
        expect(next).toEqual({ ...first, cursors, requestCount: first.plannedRequestCount });
      }),
      { numRuns: 40 },
    );
  });

  it('keeps when its memory was written', async () => {
    const writtenAt = new Date('2026-11-24T11:00:00Z');

    expect((await scanOnce(listOf(300), { writtenAt })).memory.writtenAt).toEqual(writtenAt);
  });

  /** Two ranges and a row behind each, as remembered: rows 1 to 100, and 102 to 301. */
  const ranges = [aRange(1, 100), aRange(102, 301, [200])];
  const remembered = () => listOf(0, 1, 100, 1, 200, 1);

  it.each<[string, boolean, readonly number[]]>([
    ['nothing has changed', false, []],
    ['the row between two ranges is gone', true, [101]],
    ['the end of a range is gone, and an earlier place is there', true, [301]],
    ['the end of a range is gone, and no place is left', true, [100]],
    ['a range is gone', true, [101, ...Array.from({ length: 200 }, (_, index) => 102 + index)]],
  ])('corrects what was remembered, or not: %s', async (_, isCorrection, gone) => {
    const list = remembered();
    for (const row of gone.toReversed()) list.items.splice(row, 1);

    const scanned = await scanOnce(list, { ranges });

    expect(scanned).toMatchObject({ isComplete: true, error: null, isCorrection });
    // One that is corrected once is right.
    expect((await scanOnce(list, scanned.memory)).isCorrection).toBe(false);
  });

  it('corrects a range that it went past even where its own place cannot be asked for', async () => {
    const list = listOf(0, 1, 100, 1, 100, 1, 100, 1);
    const three = [aRange(1, 100), aRange(102, 201), aRange(203, 302)];
    list.items.splice(101, 101);
    list.onRequest = () => {
      if (list.requests.at(-1)?.afterId === idOf(200)) throw failure(503, 'api_error');
    };

    expect(await scanOnce(list, { ranges: three })).toMatchObject({
      isComplete: true,
      error: null,
      isCorrection: true,
    });
  });

  it('does not go on asking for places where the first three are lost', async () => {
    const counts = Array.from({ length: 30 }, () => [1, 100]).flat();
    const ranges_ = counts
      .slice(0, 30)
      .map((_, index) => aRange(1 + 101 * index, 100 + 101 * index, [50 + 101 * index]));
    const list = listOf(0, ...counts);
    list.lie = 'empty';

    // Those that were under way by then, by both cursors; all 30 with their places would be 120.
    expect((await scanOnce(list, { ranges: ranges_ })).requestCount).toBeLessThanOrEqual(60);
  });

  it('reads a list from its start that does not answer its own cursors', async () => {
    const list = listOf(0, 2, 39, 20);
    list.lie = 'empty';

    expect(await scanOnce(list, { ranges: [aRange(2, 40)] })).toMatchObject({
      isComplete: true,
      memory: { ranges: [], walk: null },
      plannedRequestCount: 1,
      isCorrection: true,
    });
  });

  it('keeps what it knows of a list of which nothing behind the first page can be read', async () => {
    const list = listOf(0, 2, 139, 20);
    list.lie = 'empty';
    const memory = { ranges: [aRange(2, 140)] };

    expect(await scanOnce(list, memory)).toMatchObject({
      isComplete: false,
      error: { type: 'unexpected_response' },
      memory,
      plannedRequestCount: null,
    });
  });
});
