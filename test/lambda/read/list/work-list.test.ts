import { describe, expect, it } from 'vitest';
import type { WorkItem } from '../../../../lambda/model/work-item.ts';
import type { WorkPage } from '../../../../lambda/read/api/work.ts';
import { openPosition } from '../../../../lambda/read/list/work-list.ts';
import { aLiveRow, aPage, idOf, positionOf } from '../../../support/a-list-row.ts';
import { createScriptedList, type Script } from '../../../support/a-scripted-list.ts';
import { failure } from '../../../support/a-work-list.ts';

const AFTER = `after ${idOf(6)}`;
const PAGE = `page ${idOf(6)}`;
const RIGHT = aPage([aLiveRow(7), aLiveRow(8)]);
const WRONG = aPage([aLiveRow(0), aLiveRow(7)]);
const refused = failure(400, 'invalid_request_error');

/** Looks for row 7, which follows row 6. */
async function open(script: Script, isExpected?: (item: WorkItem) => Promise<boolean>) {
  const list = createScriptedList({ start: WRONG, ...script });
  const page = await openPosition(list, positionOf(7), isExpected).catch((error: unknown) => error);
  return { page, asked: list.asked, driftCount: list.driftCount() };
}

describe('openPosition() finds a row', () => {
  it('by the row before it', async () => {
    expect(await open({ [AFTER]: RIGHT })).toEqual({ page: RIGHT, asked: [AFTER], driftCount: 0 });
  });

  it('at the start of the list without a cursor', async () => {
    const page = aPage([aLiveRow(0)]);
    const list = createScriptedList({ start: page });

    expect(await openPosition(list, positionOf(0))).toBe(page);
    expect(list.asked).toEqual(['start']);
  });

  it('by the other cursor where the first is refused, and the list is not', async () => {
    expect(await open({ [AFTER]: refused, [PAGE]: RIGHT })).toEqual({
      page: RIGHT,
      asked: [AFTER, 'start', PAGE],
      driftCount: 1,
    });
  });

  it.each<[string, WorkPage]>([
    ['the start of the list', WRONG],
    ['an empty page', aPage([])],
    ['another row, which cannot be read, before it', aPage([aLiveRow(7)], { firstRowId: idOf(5) })],
    ['a row without an id before it', aPage([aLiveRow(7)], { firstRowId: null })],
    ['the row itself in a form that cannot be read', aPage([aLiveRow(8)], { firstRowId: idOf(7) })],
  ])('not where the answer is %s', async (_, page) => {
    expect(await open({ [AFTER]: page, [PAGE]: page })).toEqual({
      page: null,
      asked: [AFTER, PAGE],
      driftCount: 2,
    });
    expect(await open({ [AFTER]: page, [PAGE]: RIGHT })).toMatchObject({ page: RIGHT, driftCount: 1 });
  });

  it('only if the row is what it was', async () => {
    const seen: string[] = [];
    const found = await open({ [AFTER]: RIGHT, [PAGE]: RIGHT }, async ({ id }) => {
      seen.push(id);
      return false;
    });

    expect(found).toEqual({ page: null, asked: [AFTER, PAGE], driftCount: 2 });
    expect(seen).toEqual([idOf(7), idOf(7)]);
  });
});

describe('openPosition() when the API refuses', () => {
  it.each([400, 404])('calls a place lost for %i only where the list can be read', async (status) => {
    const error = failure(status, 'some_error');

    expect(await open({ [AFTER]: error, [PAGE]: error })).toEqual({
      page: null,
      // The list was read once to see.
      asked: [AFTER, 'start', PAGE],
      driftCount: 2,
    });
    expect(await open({ [AFTER]: error, [PAGE]: error, start: failure(503, 'api_error') })).toEqual({
      page: error,
      asked: [AFTER, 'start'],
      driftCount: 0,
    });
  });

  it.each([401, 403, 408, 429, 500, 503, null])(
    'fails for %s, which says nothing of the place',
    async (status) => {
      const error = failure(status, 'some_error');

      expect(await open({ [AFTER]: error })).toEqual({ page: error, asked: [AFTER], driftCount: 0 });
    },
  );

  it.each([400, 404])('fails for %i where there is no cursor to refuse', async (status) => {
    const error = failure(status, 'some_error');
    const list = createScriptedList({ start: error });

    await expect(openPosition(list, positionOf(0))).rejects.toBe(error);
    expect(list.asked).toEqual(['start']);
  });

  it('fails for a fault of our own, also while it looks whether the list can be read', async () => {
    const fault = new TypeError('x is undefined');

    expect(await open({ [AFTER]: fault })).toMatchObject({ page: fault, asked: [AFTER] });
    expect(await open({ [AFTER]: refused, start: fault })).toMatchObject({ page: fault });
  });
});

describe('createWorkList()', () => {
  it('says of every request that it was answered, or has failed', async () => {
    const list = createScriptedList({ start: WRONG, [AFTER]: refused });
    await list.read({});
    await list.read({ afterId: idOf(6) }).catch(() => undefined);

    expect(list.settledCount()).toBe(2);
  });

  it.each<[string, WorkPage | Error, boolean]>([
    ['can be read', WRONG, true],
    ['cannot', failure(404, 'not_found_error'), false],
  ])('asks once whether the list can be read: %s', async (_, start, expected) => {
    const list = createScriptedList({ start });

    expect([await list.isReadable(), await list.isReadable()]).toEqual([expected, expected]);
    expect(list.asked).toEqual(['start']);
  });
});
