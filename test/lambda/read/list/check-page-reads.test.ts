import { describe, expect, it } from 'vitest';
import { EMPTY_SCAN_MEMORY } from '../../../../lambda/model/scan-memory.ts';
import type { WorkItem } from '../../../../lambda/model/work-item.ts';
import { checkPage } from '../../../../lambda/read/list/check-page.ts';
import { aFinishedRow, aLiveRow, aPage, aRange, idOf } from '../../../support/a-list-row.ts';
import { createScriptedList, type Script } from '../../../support/a-scripted-list.ts';
import { AT } from '../../../support/a-work-item.ts';
import { failure } from '../../../support/a-work-list.ts';

describe('checkPage() calls hidden', () => {
  it.each<[string, WorkItem, string | null, boolean]>([
    ['what is live', aLiveRow(1), null, true],
    ['not what is over', aFinishedRow(1), null, false],
    ['not what was read', aLiveRow(1), idOf(1), false],
    ['not a health check, which is no item', { ...aLiveRow(1), isHealthcheck: true }, null, false],
    ['what was created in the instant of the run', { ...aLiveRow(1), createdAt: AT }, null, true],
    ['not what was created since', { ...aLiveRow(1), createdAt: new Date(AT.getTime() + 1) }, null, false],
  ])('%s', async (_, row, known, expected) => {
    const list = createScriptedList({ start: aPage([aFinishedRow(0), row, aFinishedRow(2)]) });
    const memory = { ...EMPTY_SCAN_MEMORY, ranges: [aRange(0, 9)] };

    const { hidden } = await checkPage(list, memory, null, AT, (id) => id === known);

    expect(hidden).toEqual(expected ? [row] : []);
    expect(list.driftCount()).toBe(expected ? 1 : 0);
  });
});

describe('checkPage() reads', () => {
  const first = aPage([aFinishedRow(0), aFinishedRow(1)], { nextPage: idOf(1) });
  const AFTER = `after ${idOf(1)}`;
  const memory = { ...EMPTY_SCAN_MEMORY, ranges: [aRange(0, 9)] };
  const checkBehind = (script: Script, afterId: string | null) => {
    const list = createScriptedList(script);
    return checkPage(list, memory, afterId, AT, () => false).then(
      (checked) => ({ afterId: checked.afterId, ranges: checked.ranges, asked: list.asked }),
      (error: unknown) => ({ error, asked: list.asked }),
    );
  };

  it.each<[string, Script, string | null, string[], string | null]>([
    ['the start of the list, and goes on behind it', { start: first }, null, ['start'], idOf(1)],
    ['page after page', { [AFTER]: aPage([aFinishedRow(2)], { nextPage: 'x' }) }, idOf(1), [AFTER], idOf(2)],
    ['the last page, and begins anew', { [AFTER]: aPage([aFinishedRow(2)]) }, idOf(1), [AFTER], null],
    ['a page of which no row can be read', { start: aPage([], { nextPage: 'x' }) }, null, ['start'], null],
    [
      'the start where the row is refused',
      { [AFTER]: failure(400, 'x'), start: first },
      idOf(1),
      [AFTER, 'start'],
      idOf(1),
    ],
    [
      'the start where the row is gone',
      { [AFTER]: failure(404, 'x'), start: first },
      idOf(1),
      [AFTER, 'start'],
      idOf(1),
    ],
  ])('%s', async (_, script, after, asked, afterId) => {
    expect(await checkBehind(script, after)).toEqual({ afterId, ranges: [aRange(0, 9)], asked });
  });

  it('remembers no place before the start of the list where it had to begin anew', async () => {
    const live = aPage([aFinishedRow(0), aLiveRow(1), aFinishedRow(2)]);

    expect(
      await checkBehind({ [`after ${idOf(5)}`]: failure(404, 'x'), start: live }, idOf(5)),
    ).toMatchObject({
      ranges: [
        { ...aRange(0, 0), count: 5 },
        { ...aRange(2, 9), count: 5 },
      ],
    });
  });

  it.each([401, 429, 503, null])('nothing else for %s, which says nothing of the row', async (status) => {
    const error = failure(status, 'some_error');

    expect(await checkBehind({ [AFTER]: error, start: first }, idOf(1))).toEqual({ error, asked: [AFTER] });
  });

  it('nothing else for a fault of our own', async () => {
    const error = Object.assign(new TypeError('x is undefined'), { status: 400 });

    expect(await checkBehind({ [AFTER]: error, start: first }, idOf(1))).toEqual({ error, asked: [AFTER] });
  });
});
