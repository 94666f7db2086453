import { describe, expect, it } from 'vitest';
import { aRange, idOf, positionOf, rowsOf } from '../../../support/a-list-row.ts';
import { scanOnce } from '../../../support/a-list-scan.ts';
import { createFakeWorkList, failure } from '../../../support/a-work-list.ts';

const listOf = (...counts: readonly number[]) => createFakeWorkList(rowsOf(...counts));
const always = () => true;
const DEADLINE = { type: 'deadline', status: null };

describe('scanList() remembers where to walk on', () => {
  it('where time was over before the end of the list', async () => {
    expect(await scanOnce(listOf(0, 300), {}, always)).toMatchObject({
      isComplete: false,
      error: DEADLINE,
      memory: { ranges: [], walk: positionOf(99) },
      plannedRequestCount: null,
      isCorrection: false,
    });
  });

  it('not where something else kept the end from being read', async () => {
    const list = listOf(0, 300);
    list.onRequest = (number) => {
      if (number === 2) throw failure(503, 'api_error');
    };

    expect(await scanOnce(list, {})).toMatchObject({ error: { status: 503 }, memory: { walk: null } });
  });

  it('not where time was over between two ranges, and the end was read', async () => {
    const list = listOf(150, 150, 150, 10);
    const ranges = [aRange(0, 149), aRange(300, 449)];

    expect(await scanOnce(list, { ranges }, always)).toMatchObject({
      isComplete: false,
      error: DEADLINE,
      memory: { ranges, walk: null },
    });
  });

  it('not where more than the end was not read', async () => {
    const list = listOf(0, 150, 150, 150, 150, 1);
    // The end of the second is gone, so that what lies behind it is reached from where time was over.
    const ranges = [aRange(150, 299), aRange(450, 599)];
    list.items.splice(599, 1);

    expect(await scanOnce(list, { ranges }, always)).toMatchObject({
      error: DEADLINE,
      memory: { walk: null },
    });
  });

  it('from the start of the list where no place is left', async () => {
    const list = listOf(0, 150, 150, 1);
    list.items.splice(299, 1);

    expect(await scanOnce(list, { ranges: [aRange(150, 299)] }, always)).toMatchObject({
      error: DEADLINE,
      memory: { walk: positionOf(99) },
    });
  });
});

describe('scanList() walks on', () => {
  it('from where it stopped, to the end, and then reads what is alive before it', async () => {
    const list = listOf(150, 50, 150);
    const before = { ranges: [aRange(0, 149)], walk: positionOf(179) };

    const scanned = await scanOnce(list, before);

    expect(scanned).toMatchObject({
      isComplete: true,
      error: null,
      isCorrection: true,
      plannedRequestCount: 2,
    });
    expect(scanned.memory).toEqual({
      ranges: [aRange(0, 149), aRange(200, 349)],
      walk: null,
      habit: null,
      writtenAt: null,
    });
    expect(list.requests).toEqual([
      { afterId: idOf(178) },
      { page: idOf(278) },
      { afterId: idOf(148) },
      { afterId: idOf(348) },
    ]);
  });

  it('until time is over again', async () => {
    const list = listOf(0, 600);

    expect(await scanOnce(list, { walk: positionOf(149) }, always)).toMatchObject({
      isComplete: false,
      error: DEADLINE,
      memory: { ranges: [], walk: positionOf(248) },
      plannedRequestCount: null,
      isCorrection: true,
    });
    expect(list.requests).toEqual([{ afterId: idOf(148) }]);
  });

  it.each<[string, number[], number, ReturnType<typeof aRange>[]]>([
    ['joins a range to the one it stopped in', [600], 149, [aRange(0, 348, [149])]],
    ['joins none to a range before a live row', [150, 1, 600], 150, [aRange(0, 149), aRange(151, 349)]],
  ])('and %s', async (_, counts, walkRow, ranges) => {
    let asked = 0;
    const isSecond = () => ++asked > 1;

    const { memory } = await scanOnce(
      listOf(...counts),
      { ranges: [aRange(0, 149)], walk: positionOf(walkRow) },
      isSecond,
    );

    expect(memory.ranges).toEqual(ranges);
  });

  it('from the start of the list where its place is lost', async () => {
    const list = listOf(0, 300);
    list.items.splice(149, 1);

    expect(await scanOnce(list, { walk: positionOf(149) })).toMatchObject({
      isComplete: true,
      error: null,
      memory: { walk: null },
      isCorrection: true,
      requestCount: 2 + 3,
    });
  });

  it('in the next run where the API fails, from the same place', async () => {
    const list = listOf(0, 300);
    const before = { ranges: [aRange(0, 99)], walk: positionOf(149), writtenAt: null };
    list.onRequest = () => {
      throw failure(503, 'api_error');
    };

    expect(await scanOnce(list, before)).toMatchObject({
      isComplete: false,
      error: { status: 503 },
      memory: before,
      requestCount: 1,
    });
  });

  it('in no run with a fault of our own', async () => {
    const list = listOf(0, 300);
    const fault = new TypeError('x is undefined');
    list.onRequest = () => {
      throw fault;
    };

    await expect(scanOnce(list, { walk: positionOf(149) })).rejects.toBe(fault);
  });
});
