import { describe, expect, it } from 'vitest';
import type { ReadError } from '../../../../lambda/model/reading.ts';
import type { Piece } from '../../../../lambda/read/list/ranges.ts';
import { createStops, type StretchOutcome } from '../../../../lambda/read/list/stretch.ts';
import { joinStretches, LOST, type RangeOpening } from '../../../../lambda/read/list/stretches.ts';
import { aFinishedRow, aLiveRow, aPage, aRange, idOf, positionOf } from '../../../support/a-list-row.ts';
import { createScriptedList, type Script } from '../../../support/a-scripted-list.ts';
import { failure } from '../../../support/a-work-list.ts';
import { stretchDeps } from '../../../support/stretch-deps.ts';

const open = (count: number): Piece => ({ kind: 'open', count });
/** Rows 2 to 9 and 11 to 19 are over, and were remembered. */
const [FIRST, SECOND] = [aRange(2, 9), aRange(11, 19)] as const;
const [firstRun, secondRun] = [
  { kind: 'settled', range: FIRST },
  { kind: 'settled', range: SECOND },
] as const;
const UNREAD: Piece = { kind: 'unread' };
const CUT_SHORT = 'The work list ended before a row that it goes on from';

const stretch = (
  result: StretchOutcome['result'],
  nextIndex: number,
  pieces: readonly Piece[],
  overrides: Partial<StretchOutcome> = {},
): StretchOutcome => ({ result, nextIndex, error: null, pieces, position: null, ...overrides });
const behind = (range: RangeOpening['range'], outcome: StretchOutcome | null): RangeOpening => ({
  range,
  outcome,
});
const GONE = behind(null, null);
const refusedWith = (status: number): ReadError => ({
  status,
  type: 'some_error',
  message: `The API answered ${status}`,
  requestId: null,
});

/** @param openings of the list's start, of what follows the first range, and of what follows the second */
async function join(openings: readonly RangeOpening[], script: Script = {}) {
  const list = createScriptedList(script);
  const joined = await joinStretches(stretchDeps(list), openings, createStops([FIRST, SECOND]));
  return { ...joined, asked: list.asked };
}

const START = behind(null, stretch('reached', 0, [open(2)], { position: positionOf(1) }));
const END = stretch('end', 2, [open(5)]);
const NO_ERROR = { errors: [], tail: null, asked: [] };

describe('joinStretches()', () => {
  it.each<[string, RangeOpening[], Piece[]]>([
    ['a list of one stretch', [behind(null, END)], [open(5)]],
    [
      'stretches and the ranges between them, end to end',
      [START, behind(FIRST, stretch('reached', 1, [open(1)])), behind(SECOND, END)],
      [open(2), firstRun, open(1), secondRun, open(5)],
    ],
    [
      'a range that was read through once, as it was read',
      [
        behind(null, stretch('read-through', 0, [open(10)])),
        behind(FIRST, stretch('reached', 1, [open(1)])),
        behind(SECOND, END),
      ],
      [open(11), secondRun, open(5)],
    ],
    [
      'nothing of a range that a stretch went past',
      [
        behind(null, stretch('reached', 1, [open(4)])),
        behind(FIRST, stretch('stopped', 1, [UNREAD])),
        behind(SECOND, END),
      ],
      [open(4), secondRun, open(5)],
    ],
    [
      'what is left of a range',
      [START, behind(aRange(2, 5), stretch('reached', 1, [open(5)])), behind(SECOND, END)],
      [open(2), { kind: 'settled', range: aRange(2, 5) }, open(5), secondRun, open(5)],
    ],
  ])('lays %s', async (_, openings, pieces) => {
    expect(await join(openings)).toEqual({ ...NO_ERROR, pieces });
  });

  it('leaves what an error kept from being read unread, and goes on behind it', async () => {
    const error = refusedWith(503);
    const stopped = stretch('stopped', 1, [open(1)], { error });

    expect(await join([START, behind(FIRST, stopped), behind(SECOND, END)])).toEqual({
      pieces: [open(2), firstRun, open(1), UNREAD, secondRun, open(5)],
      errors: [error],
      tail: null,
      asked: [],
    });
  });

  it('tells the last stretch where it did not reach the end', async () => {
    const error = refusedWith(503);
    const tail = stretch('stopped', 2, [open(1)], { error, position: positionOf(20) });

    expect(await join([START, behind(FIRST, stretch('reached', 1, [])), behind(SECOND, tail)])).toEqual({
      pieces: [open(2), { kind: 'settled', range: expect.objectContaining({ count: 17 }) }, open(1), UNREAD],
      errors: [error],
      tail,
      asked: [],
    });
  });

  it('finds it an error that the list ends before a place that it goes on from', async () => {
    const end = behind(FIRST, stretch('end', 1, [open(3)]));
    const error = expect.objectContaining({ status: 200, type: 'unexpected_response', message: CUT_SHORT });

    expect(await join([START, end, behind(SECOND, END)])).toEqual({
      pieces: [open(2), firstRun, open(3)],
      errors: [error],
      tail: null,
      asked: [],
    });
    expect((await join([START, end, GONE])).errors).toEqual([]);
    const failed = behind(null, stretch('stopped', 0, [], { error: refusedWith(503) }));
    expect((await join([failed, end, behind(SECOND, END)])).errors).toEqual([refusedWith(503), error]);
  });
});

describe('joinStretches() reaches what lies behind a range that is lost', () => {
  const AFTER = `after ${idOf(0)}`;
  const rest = [aLiveRow(1), aFinishedRow(2), aLiveRow(10)];

  it('from where the stretch before it ended, up to the next range', async () => {
    const script = { [AFTER]: aPage([...rest, aFinishedRow(11)], { nextPage: 'a' }) };

    expect(await join([START, GONE, behind(SECOND, END)], script)).toEqual({
      pieces: [open(2), { kind: 'settled', range: aRange(2, 2) }, open(1), secondRun, open(5)],
      errors: [],
      tail: null,
      asked: [AFTER],
    });
  });

  it('from the start of the list where nothing is before it', async () => {
    const nothing = behind(null, stretch('reached', 0, []));
    const script = { start: aPage([aLiveRow(0), ...rest]) };

    expect(await join([nothing, GONE, behind(SECOND, END)], script)).toEqual({
      pieces: [open(2), { kind: 'settled', range: aRange(2, 2) }, open(1), secondRun, open(5)],
      errors: [],
      tail: null,
      asked: ['start'],
    });
  });

  it('not after an error, which is that of both, and asks nothing', async () => {
    const error = refusedWith(429);
    const failed = behind(null, stretch('stopped', 0, [open(1)], { error, position: positionOf(0) }));

    expect(await join([failed, GONE, behind(SECOND, END)])).toEqual({
      pieces: [open(1), UNREAD, UNREAD, secondRun, open(5)],
      errors: [error, error],
      tail: null,
      asked: [],
    });
  });

  it('not where the list does not know the row it was just read to', async () => {
    const other = aPage([aLiveRow(0)]);

    expect(await join([START, GONE], { [AFTER]: other, [`page ${idOf(0)}`]: other })).toEqual({
      pieces: [open(2), UNREAD],
      errors: [LOST],
      tail: stretch('stopped', 1, [], { error: LOST, position: positionOf(1) }),
      asked: [AFTER, `page ${idOf(0)}`],
    });
  });

  it('not where that fails', async () => {
    expect(await join([START, GONE], { [AFTER]: failure(503, 'some_error') })).toEqual({
      pieces: [open(2), UNREAD],
      errors: [refusedWith(503)],
      tail: stretch('stopped', 1, [], { error: refusedWith(503), position: positionOf(1) }),
      asked: [AFTER],
    });
  });

  it('nor hides a fault of our own', async () => {
    const fault = new TypeError('x is undefined');

    await expect(join([START, GONE], { [AFTER]: fault })).rejects.toBe(fault);
  });
});
