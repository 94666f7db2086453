import { describe, expect, it } from 'vitest';
import type { WorkPage } from '../../../../lambda/read/api/work.ts';
import { readStretch } from '../../../../lambda/read/list/stretch.ts';
import { aLiveRow, aPage, idOf, positionOf } from '../../../support/a-list-row.ts';
import { createScriptedList, type Script } from '../../../support/a-scripted-list.ts';
import { failure } from '../../../support/a-work-list.ts';
import { stretchDeps } from '../../../support/stretch-deps.ts';

const live = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => aLiveRow(first + index));
const FIRST = aPage(live(0, 2), { nextPage: 'a' });
const EMPTY = aPage([]);

/** Reads a list of live rows from its start. */
async function read(script: Script, isOver = () => false) {
  const list = createScriptedList(script);
  const deps = stretchDeps(list, isOver);
  const outcome = await readStretch(deps, { opened: null, stops: () => null, nextIndex: 4 });
  const { rowCount, malformedCount } = await deps.read();
  return { outcome, asked: list.asked, rowCount, malformedCount };
}

describe('readStretch() stops', () => {
  it.each([0, 3])('with an error after %i rows, and keeps those it read', async (count) => {
    const error = failure(503, 'api_error');
    const { outcome, rowCount } = await read(
      count === 0 ? { start: error } : { start: FIRST, 'page a': error },
    );

    expect(outcome).toEqual({
      result: 'stopped',
      nextIndex: 4,
      error: { status: 503, type: 'api_error', message: 'The API answered 503', requestId: null },
      pieces: count === 0 ? [] : [{ kind: 'open', count }],
      position: count === 0 ? null : positionOf(2),
    });
    expect(rowCount).toBe(count);
  });

  it('before the next page when its time is over', async () => {
    const { outcome, asked } = await read({ start: FIRST }, () => true);

    expect(asked).toEqual(['start']);
    expect(outcome).toMatchObject({ result: 'stopped', position: positionOf(2) });
    expect(outcome.error).toEqual({
      status: null,
      type: 'deadline',
      message: 'The work list is longer than could be read in the time',
      requestId: null,
    });
  });

  it('ends with the last page when its time is over right then', async () => {
    expect((await read({ start: aPage(live(0, 2)) }, () => true)).outcome).toMatchObject({
      result: 'end',
      error: null,
    });
  });

  it('where pages lead back to each other', async () => {
    const { outcome, asked } = await read({
      start: FIRST,
      'page a': aPage(live(3, 4), { nextPage: 'b' }),
      'page b': aPage(live(5, 6), { nextPage: 'a' }),
    });

    expect(outcome.error?.message).toContain('The work list repeats the cursor "a"');
    expect(asked).toEqual(['start', 'page a', 'page b']);
  });

  it('with a fault of our own as with none of the API’s', async () => {
    const fault = new TypeError('x is undefined');

    await expect(read({ start: FIRST, 'page a': fault })).rejects.toBe(fault);
  });
});

describe('readStretch() on an empty page where more rows were announced', () => {
  const AGAIN = `after ${idOf(1)}`;
  const alone = aPage(live(2, 2));

  it.each<[string, Record<string, WorkPage>, object, number, string[]]>([
    [
      'goes on where another page follows',
      { 'page a': aPage([], { nextPage: 'b' }), 'page b': aPage(live(3, 4)) },
      { result: 'end' },
      5,
      ['page a', 'page b'],
    ],
    [
      'goes on past rows that cannot be read',
      { 'page a': aPage([], { rowCount: 1, malformedCount: 1 }) },
      { result: 'end' },
      3,
      ['page a'],
    ],
    [
      'believes the end where the last row is still the last',
      { 'page a': EMPTY, [AGAIN]: alone },
      { result: 'end', error: null },
      3,
      ['page a', AGAIN],
    ],
    [
      'reads what follows the last row',
      { 'page a': EMPTY, [AGAIN]: aPage(live(2, 5)) },
      { result: 'end', position: positionOf(5) },
      6,
      ['page a', AGAIN],
    ],
    [
      'reads the pages that follow the last row',
      { 'page a': EMPTY, [AGAIN]: { ...alone, nextPage: 'c' }, 'page c': aPage(live(3, 3)) },
      { result: 'end', position: positionOf(3) },
      4,
      ['page a', AGAIN, 'page c'],
    ],
  ])('%s', async (_, script, expected, rowCount, asked) => {
    const read_ = await read({ start: FIRST, ...script });

    expect(read_).toMatchObject({ outcome: expected, rowCount, asked: ['start', ...asked] });
    expect(read_.outcome.pieces).toEqual([{ kind: 'open', count: rowCount }]);
  });

  it('counts the last row once where it has an instant that cannot be read', async () => {
    const start = { ...FIRST, malformedCount: 1 };
    const { outcome, malformedCount } = await read({
      start,
      'page a': EMPTY,
      [AGAIN]: { ...alone, malformedCount: 1 },
    });

    expect([outcome.result, malformedCount]).toEqual(['end', 1]);
  });

  it('stops where the last row is not found either', async () => {
    const cursor = 'x'.repeat(101);
    const { outcome } = await read({
      start: aPage(live(0, 2), { nextPage: cursor }),
      [`page ${cursor}`]: EMPTY,
      [AGAIN]: EMPTY,
      [`page ${idOf(1)}`]: EMPTY,
    });

    expect(outcome).toMatchObject({ result: 'stopped', position: positionOf(2) });
    expect(outcome.error).toEqual({
      status: 200,
      type: 'unexpected_response',
      message: `The work list announced more rows after "${'x'.repeat(100)}", and none came`,
      requestId: null,
    });
  });

  it('stops where there is no last row to ask by', async () => {
    const none = aPage([], { rowCount: 2, malformedCount: 2, nextPage: 'a' });
    const { outcome, asked } = await read({ start: none, 'page a': EMPTY });

    expect(outcome.error?.message).toBe('The work list announced more rows after "a", and none came');
    expect(asked).toEqual(['start', 'page a']);
  });
});
