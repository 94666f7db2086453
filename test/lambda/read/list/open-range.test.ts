import { describe, expect, it } from 'vitest';
import type { WorkItem } from '../../../../lambda/model/work-item.ts';
import type { WorkPage } from '../../../../lambda/read/api/work.ts';
import { createStops } from '../../../../lambda/read/list/stretch.ts';
import { type JumpBreaker, openRange } from '../../../../lambda/read/list/stretches.ts';
import { aFinishedRow, aLiveRow, aPage, aRange, idOf, positionOf } from '../../../support/a-list-row.ts';
import { createScriptedList, type Script } from '../../../support/a-scripted-list.ts';
import { failure } from '../../../support/a-work-list.ts';
import { stretchDeps } from '../../../support/stretch-deps.ts';

/** Rows 10 to 99 are over, with two places to fall back to. */
const RANGE = aRange(10, 99, [40, 80]);
const behindRow = (row: number) => `after ${idOf(row - 1)}`;
const page = (row: number) => `page ${idOf(row - 1)}`;
/** What the list answers at a row that is where it was, with a live one behind it. */
const at = (row: number): WorkPage => aPage([aFinishedRow(row), aLiveRow(row + 1)]);
const elsewhere = aPage([aLiveRow(0)]);
/** A list that finds some rows of the range, and answers the others with its start. */
const finding = (...found: readonly number[]): Script =>
  Object.fromEntries(
    [99, 80, 40].flatMap((row) => {
      const answer = found.includes(row) ? at(row) : elsewhere;
      return [
        [behindRow(row), answer],
        [page(row), answer],
      ];
    }),
  );

async function open(script: Script, given: Partial<JumpBreaker> = {}) {
  const list = createScriptedList(script);
  const breaker = { openedCount: 0, lostCount: 0, ...given };
  const next = { stops: createStops([RANGE]), nextIndex: 1 };
  const { range, outcome } = await openRange(stretchDeps(list), RANGE, next, breaker);
  return { range, outcome, asked: list.asked, breaker };
}

describe('openRange() goes on behind', () => {
  it('the end of a range, which stays as it is', async () => {
    const { range, outcome, asked, breaker } = await open(finding(99));

    expect(range).toBe(RANGE);
    expect(outcome).toEqual({
      result: 'end',
      nextIndex: 1,
      error: null,
      pieces: [{ kind: 'open', count: 1 }],
      position: positionOf(100),
    });
    expect(asked).toEqual([behindRow(99)]);
    expect(breaker).toEqual({ openedCount: 1, lostCount: 0 });
  });

  it.each([
    ['the last place of it where the end is gone', [80, 40], aRange(10, 80, [40]), 1],
    ['an earlier one where that is gone too', [40], aRange(10, 40), 2],
  ])('%s', async (_, found, left, lostCount) => {
    const { range, outcome, breaker } = await open(finding(...found));

    expect(range).toEqual(left);
    expect(outcome).toMatchObject({ result: 'end', pieces: [{ kind: 'open', count: 1 }] });
    expect(breaker).toEqual({ openedCount: 1, lostCount });
  });

  it('nothing where no place is there', async () => {
    expect(await open(finding())).toEqual({
      range: null,
      outcome: null,
      asked: [behindRow(99), page(99), behindRow(80), page(80), behindRow(40), page(40)],
      breaker: { openedCount: 0, lostCount: 3 },
    });
  });

  it('no row that is live again', async () => {
    const live: WorkItem = { ...aLiveRow(99), id: idOf(99) };
    const { range } = await open({
      ...finding(80),
      [behindRow(99)]: aPage([live]),
      [page(99)]: aPage([live]),
    });

    expect(range).toEqual(aRange(10, 80, [40]));
  });
});

describe('openRange() gives up', () => {
  it.each<[string, JumpBreaker, number]>([
    ['not before three places of a scan were lost', { openedCount: 0, lostCount: 2 }, 1],
    ['after three that were lost, and none found', { openedCount: 0, lostCount: 3 }, 0],
    ['never where one was found', { openedCount: 1, lostCount: 9 }, 3],
  ])('%s', async (_, breaker, tries) => {
    expect((await open(finding(), breaker)).asked).toHaveLength(2 * tries);
  });

  it('nothing that an error kept from being looked at', async () => {
    const { range, outcome, asked } = await open({ [behindRow(99)]: failure(503, 'api_error') });

    expect(range).toBe(RANGE);
    expect(outcome).toEqual({
      result: 'stopped',
      nextIndex: 1,
      error: expect.objectContaining({ status: 503, type: 'api_error' }),
      pieces: [],
      position: null,
    });
    expect(asked).toEqual([behindRow(99)]);
  });

  it('its work for a fault of our own', async () => {
    const fault = new TypeError('x is undefined');

    await expect(open({ [behindRow(99)]: fault })).rejects.toBe(fault);
  });
});
