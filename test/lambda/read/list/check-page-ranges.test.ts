import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_SCAN_MEMORY, type SettledRange } from '../../../../lambda/model/scan-memory.ts';
import type { WorkItem } from '../../../../lambda/model/work-item.ts';
import { checkPage } from '../../../../lambda/read/list/check-page.ts';
import { createWorkList } from '../../../../lambda/read/list/work-list.ts';
import { aFinishedRow, aLiveRow, aRange, idOf, rowsOf } from '../../../support/a-list-row.ts';
import { AT } from '../../../support/a-work-item.ts';
import { createFakeWorkList } from '../../../support/a-work-list.ts';

const nobody = () => false;

/** Checks the page behind a row; null: the first. */
async function check(items: WorkItem[], ranges: readonly SettledRange[], afterRow: number | null = null) {
  const { client } = createFakeWorkList(items);
  const list = createWorkList(client, 'env_a', { deadlineMs: Number.POSITIVE_INFINITY });
  const afterId = afterRow === null ? null : idOf(afterRow);
  const checked = await checkPage(list, { ...EMPTY_SCAN_MEMORY, ranges }, afterId, AT, nobody);
  return { ...checked, driftCount: list.driftCount() };
}

/** Finished rows, of which these are live again. */
const withLive = (count: number, ...live: readonly number[]) =>
  rowsOf(count).map((row, index) => (live.includes(index) ? aLiveRow(index) : row));
const half = (range: SettledRange, count: number) => ({ ...range, count });

describe('checkPage() takes a row that is live again out of its range', () => {
  it.each<[string, number[], SettledRange[], SettledRange[]]>([
    ['none', [], [aRange(0, 49)], [aRange(0, 49)]],
    ['in the middle', [20], [aRange(0, 49)], [half(aRange(0, 19), 25), half(aRange(21, 49), 25)]],
    ['the first of the list', [0], [aRange(0, 49)], [half(aRange(1, 49), 25)]],
    ['the second of the list', [1], [aRange(0, 49)], [half(aRange(0, 0), 25), half(aRange(2, 49), 25)]],
    ['the last', [49], [aRange(0, 49)], [half(aRange(0, 48), 25)]],
    ['the only one', [7], [aRange(7, 7)], []],
    [
      'the first of the second range',
      [31],
      [aRange(0, 29), aRange(31, 49)],
      [aRange(0, 29), half(aRange(32, 49), 9)],
    ],
    [
      'two',
      [10, 30],
      [aRange(0, 49)],
      [half(aRange(0, 9), 25), half(aRange(11, 29), 12), half(aRange(31, 49), 12)],
    ],
    ['two neighbours', [10, 11], [aRange(0, 49)], [half(aRange(0, 9), 25), half(aRange(12, 49), 12)]],
    [
      'of a range whose count is a guess',
      [2],
      [half(aRange(0, 4), 1)],
      [half(aRange(0, 1), 1), half(aRange(3, 4), 1)],
    ],
    [
      'with the places on either side',
      [20],
      [aRange(0, 49, [5, 20, 30])],
      [
        { ...half(aRange(0, 19), 25), anchors: aRange(0, 49, [5]).anchors },
        { ...half(aRange(21, 49), 25), anchors: aRange(0, 49, [30]).anchors },
      ],
    ],
  ])('%s', async (_, live, before, after) => {
    const { ranges, hidden, driftCount } = await check(withLive(60, ...live), before);

    expect(ranges).toEqual(after);
    expect(hidden.map(({ id }) => id)).toEqual(live.map(idOf));
    expect(driftCount).toBe(live.length);
  });

  it.each<[string, number[], SettledRange[]]>([
    ['ends the range at the last place before it', [10, 20, 40, 80], [aRange(0, 40, [10, 20])]],
    ['not at itself, where it is a place', [40, 60, 80], [aRange(0, 40)]],
    ['forgets what is before it where no place is remembered', [80], []],
  ])('and where it is the first of a page, %s', async (_, anchors, left) => {
    const { ranges } = await check(withLive(120, 60), [aRange(0, 99, anchors)], 59);
    const right = { ...half(aRange(61, 99), 50), anchors: aRange(0, 99, [80]).anchors };

    expect(ranges).toEqual([...left, right]);
  });

  it.each([
    ['before every range', 3],
    ['between two', 30],
    ['behind them', 55],
  ])('and believes no range where the row is %s', async (_, row) => {
    expect((await check(withLive(60, row), [aRange(5, 29), aRange(31, 49)])).ranges).toEqual([]);
  });

  it('whatever ids look like, as long as they ascend', async () => {
    const named = (row: WorkItem, id: string) => ({ ...row, id });
    const range = { beforeFirstId: null, end: { beforeId: 'B', id: 'a' }, count: 4, anchors: [] };
    const rows = [aFinishedRow(0), aLiveRow(1), aFinishedRow(2), aFinishedRow(3)];
    const items = rows.map((row, index) => named(row, ['0', 'A', 'B', 'a'][index] ?? ''));

    expect((await check(items, [range])).ranges).toEqual([
      { beforeFirstId: null, end: { beforeId: null, id: '0' }, count: 2, anchors: [] },
      { beforeFirstId: 'A', end: { beforeId: 'B', id: 'a' }, count: 2, anchors: [] },
    ]);
  });

  /** The rows of a range, by their indices in the list. */
  const boundsOf = ({ beforeFirstId, end }: SettledRange, ids: readonly string[]) =>
    [beforeFirstId === null ? 0 : ids.indexOf(beforeFirstId) + 1, ids.indexOf(end.id)] as const;

  it('leaves ranges that are true of the list, wherever the rows are', async () => {
    const rows = fc.uniqueArray(fc.nat(149), { maxLength: 5 });
    const afterRow = fc.option(fc.nat(140));
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.uniqueArray(fc.nat(148), { maxLength: 5 }),
        afterRow,
        async (live, places, row) => {
          const items = withLive(150, ...live);
          const ids = items.map(({ id }) => id);
          const anchors = places.toSorted((a, b) => a - b).filter((place) => place < 99);
          const { ranges, hidden } = await check(items, [aRange(0, 99, anchors), aRange(101, 149)], row);
          fc.pre(!hidden.some(({ id }) => id === idOf(100)));

          let free = -2;
          for (const range of ranges) {
            const [first, last] = boundsOf(range, ids);
            expect(first).toBeGreaterThanOrEqual(free + 2);
            expect(last).toBeGreaterThanOrEqual(first);
            expect(hidden.map(({ id }) => ids.indexOf(id)).filter((at) => at >= first && at <= last)).toEqual(
              [],
            );
            for (const { id, beforeId } of [...range.anchors, range.end]) {
              expect(beforeId).toBe(ids[ids.indexOf(id) - 1] ?? null);
              expect(ids.indexOf(id)).toBeGreaterThanOrEqual(first);
              expect(ids.indexOf(id)).toBeLessThanOrEqual(last);
            }
            free = last;
          }
        },
      ),
    );
  });
});
