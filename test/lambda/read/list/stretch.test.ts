import { describe, expect, it } from 'vitest';
import type { SettledRange } from '../../../../lambda/model/scan-memory.ts';
import type { WorkItem } from '../../../../lambda/model/work-item.ts';
import type { Piece } from '../../../../lambda/read/list/ranges.ts';
import { createStops, readStretch, type Stop } from '../../../../lambda/read/list/stretch.ts';
import { aFinishedRow, aLiveRow, aPage, aRange, idOf, positionOf } from '../../../support/a-list-row.ts';
import { createScriptedList, type Script } from '../../../support/a-scripted-list.ts';
import { stretchDeps } from '../../../support/stretch-deps.ts';

const open = (count: number): Piece => ({ kind: 'open', count });
const settled = (range: SettledRange): Piece => ({ kind: 'settled', range });
/** Rows by number: the odd ones are live. */
const rows = (...numbers: readonly number[]): WorkItem[] =>
  numbers.map((number) => (number % 2 === 1 ? aLiveRow : aFinishedRow)(number));

interface Given {
  readonly script?: Script;
  /** The page that begins with this row was read already. */
  readonly from?: readonly [row: number, items: readonly WorkItem[]];
  readonly ranges?: readonly SettledRange[];
  readonly nextIndex?: number;
}

async function read({ script = {}, from, ranges = [], nextIndex = 0 }: Given) {
  const list = createScriptedList(script);
  const deps = stretchDeps(list);
  const opened = from === undefined ? null : { page: aPage(from[1]), at: positionOf(from[0]) };
  const outcome = await readStretch(deps, { opened, stops: createStops(ranges), nextIndex });
  const { liveIds } = await deps.read();
  return { outcome, liveIds, asked: list.asked, driftCount: list.driftCount(), sleepsMs: deps.sleepsMs };
}

describe('readStretch() reads', () => {
  it('a list from its start to its end, with a pause between two pages', async () => {
    const script = {
      start: aPage(rows(0, 1, 2), { nextPage: 'a' }),
      'page a': aPage(rows(4, 6), { nextPage: 'b' }),
      'page b': aPage(rows(7)),
    };

    expect(await read({ script })).toEqual({
      outcome: {
        result: 'end',
        nextIndex: 0,
        error: null,
        pieces: [
          settled(aRange(0, 0)),
          open(1),
          settled({ ...aRange(2, 6), end: { beforeId: idOf(4), id: idOf(6) }, count: 3 }),
          open(1),
        ],
        position: { beforeId: idOf(6), id: idOf(7) },
      },
      liveIds: [idOf(1), idOf(7)],
      asked: ['start', 'page a', 'page b'],
      driftCount: 0,
      sleepsMs: [100, 100],
    });
  });

  it('what lies behind a place, without the row that proves it', async () => {
    const { outcome, liveIds, asked } = await read({ from: [5, rows(5, 6, 7)] });

    expect(outcome.pieces).toEqual([settled(aRange(6, 6)), open(1)]);
    expect(outcome.position).toEqual(positionOf(7));
    expect([liveIds, asked]).toEqual([[idOf(7)], []]);
  });

  it('nothing between two ranges of which one begins where the other ends', async () => {
    const { outcome, liveIds, driftCount } = await read({ from: [3, rows(3, 4, 5)], ranges: [aRange(4, 9)] });

    expect(outcome).toEqual({
      result: 'reached',
      nextIndex: 0,
      error: null,
      pieces: [],
      position: positionOf(3),
    });
    expect([liveIds, driftCount]).toEqual([[], 0]);
  });
});

describe('readStretch() ends', () => {
  const ranges = [aRange(4, 8), aRange(10, 20)];

  it.each<[string, number[], Partial<Given>, object, string[], number]>([
    [
      'before the next range',
      [2, 3, 4, 5],
      {},
      { result: 'reached', nextIndex: 0, position: positionOf(3) },
      [idOf(3)],
      0,
    ],
    [
      'at the end of the next range where the row before it is gone',
      [2, 4, 5, 8, 9, 10],
      {},
      { result: 'read-through', nextIndex: 0, position: { beforeId: idOf(5), id: idOf(8) } },
      [idOf(5)],
      1,
    ],
    [
      'before the one behind that where it is gone',
      [2, 7, 9, 11],
      {},
      { result: 'reached', nextIndex: 1 },
      [idOf(7), idOf(9)],
      1,
    ],
    ['at the end of that one', [2, 20, 21], {}, { result: 'read-through', nextIndex: 1 }, [], 1],
    [
      'not at a range that it began behind',
      [2, 3, 8, 9, 11],
      { nextIndex: 1 },
      { result: 'reached', nextIndex: 1 },
      [idOf(3), idOf(9)],
      0,
    ],
    [
      'with the list behind the last range',
      [2, 3, 9, 11],
      { nextIndex: 2 },
      { result: 'end', nextIndex: 2 },
      [idOf(3), idOf(9), idOf(11)],
      0,
    ],
  ])('%s', async (_, numbers, given, expected, read_, drift) => {
    const { outcome, liveIds, driftCount } = await read({
      script: { start: aPage(rows(...numbers)) },
      ranges,
      ...given,
    });

    expect(outcome).toMatchObject({ error: null, ...expected });
    expect(liveIds).toEqual(read_);
    expect(driftCount).toBe(drift);
  });
});

describe('readStretch() does not pass over in future', () => {
  const finished = (id: string): WorkItem => ({ ...aFinishedRow(0), id });

  it.each<[string, string[], number, string[]]>([
    ['nothing of ids that ascend, whatever they look like', ['0', 'A', 'a', 'a1'], 0, ['settled']],
    ['a row that repeats', ['a', 'a', 'b'], 1, ['settled', 'open', 'settled']],
    ['a row that descends', ['b', 'a', 'c'], 1, ['settled', 'open', 'settled']],
  ])('%s', async (_, ids, drift, kinds) => {
    const { outcome, driftCount } = await read({ script: { start: aPage(ids.map(finished)) } });

    expect(outcome.pieces.map(({ kind }) => kind)).toEqual(kinds);
    expect(driftCount).toBe(drift);
  });

  it('any row of a page with one that cannot be read', async () => {
    const script = {
      start: aPage(rows(0, 2), { nextPage: 'a' }),
      'page a': aPage(rows(4, 6), { malformedCount: 2, nextPage: 'b' }),
      'page b': aPage(rows(8)),
    };
    const list = createScriptedList(script);
    const deps = stretchDeps(list);

    const { pieces } = await readStretch(deps, { opened: null, stops: () => null, nextIndex: 0 });

    expect(pieces.map((piece) => (piece.kind === 'open' ? piece.count : piece.kind))).toEqual([
      'settled',
      2,
      'settled',
    ]);
    expect(list.driftCount()).toBe(0);
    expect(await deps.read()).toMatchObject({ rowCount: 5, malformedCount: 2 });
  });
});

describe('createStops()', () => {
  const stops = createStops([aRange(0, 5), aRange(10, 20), aRange(22, 30)]);
  const reached = (nextIndex: number): Stop => ({ result: 'reached', nextIndex });
  const through = (nextIndex: number): Stop => ({ result: 'read-through', nextIndex });

  it.each<[string, number, number, Stop | null]>([
    ['the last row of the first range', 5, 0, through(0)],
    ['the row before the second', 9, 0, reached(1)],
    ['the row before the second, behind the first', 9, 1, reached(1)],
    ['its first row', 10, 1, null],
    ['its last row', 20, 1, through(1)],
    ['the only row between two ranges', 21, 2, reached(2)],
    ['a row before a range that lies behind', 9, 2, null],
    ['the last row of one', 5, 1, null],
    ['the last row of the last', 30, 0, through(2)],
    ['another', 7, 0, null],
  ])('says what to do at %s', (_, row, nextIndex, expected) => {
    expect(stops(idOf(row), nextIndex)).toEqual(expected);
  });
});
