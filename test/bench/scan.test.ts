import { beforeAll, describe, expect, it } from 'vitest';
import { median } from '../../bench/median.ts';
import { liveIndices, QUICK_CASES, steadyLimitCount, walkPageCount } from '../../bench/scan/list-case.ts';
import { type Measurements, measureScans } from '../../bench/scan/measure-case.ts';
import { toBytes, toDuration, toSteadyTable } from '../../bench/scan/tables.ts';
import { createVirtualClock } from '../../bench/scan/virtual-clock.ts';

/** Source: a DynamoDB item ends at 400 KB; the design bounds a row of state at 64 KB. */
const ROW_LIMIT_BYTES = 64_000;

describe('measureScans()', () => {
  let measured: Measurements = { lists: [], referenceWalks: [] };
  beforeAll(async () => {
    measured = await measureScans(QUICK_CASES, { steadyRunCount: 1 });
  }, 300_000);

  it('measures every list', () => {
    expect(measured.lists.map(({ listCase }) => listCase)).toEqual(QUICK_CASES);
  });

  it('finds everything that is alive, in every way to read', () => {
    const found = measured.lists.map(({ firstWalk, steady }) => [firstWalk.liveCount, steady.liveCount]);

    expect(found).toEqual(QUICK_CASES.map(({ liveCount }) => [liveCount, liveCount]));
  });

  it('needs in steady state at most one request a page of each cluster', () => {
    const over = measured.lists.filter(
      ({ listCase, steady }) => steady.requestCount > steadyLimitCount(listCase),
    );

    expect(over).toEqual([]);
  });

  it('needs for a first walk at most 1.02 of a single walk, the final reading apart', () => {
    const over = measured.lists.filter(({ listCase, firstWalk }) => {
      const walkCount = firstWalk.requestCount - firstWalk.laterRequestCount;
      return walkCount > Math.ceil(walkPageCount(listCase) * 1.02);
    });

    expect(over).toEqual([]);
  });

  it('cuts a first walk at the deadline and goes on in the next run', () => {
    // 400 pages of 140 ms each, 43 s a run.
    expect(measured.lists.map(({ firstWalk }) => firstWalk.durationsMs.length)).toEqual([1, 1, 1, 2, 2]);
  });

  it('remembers a list in less than its row may hold', () => {
    const sizes = measured.lists.map(({ steady }) => steady.row.length);

    expect(Math.max(...sizes)).toBeGreaterThan(0);
    expect(Math.max(...sizes)).toBeLessThan(ROW_LIMIT_BYTES);
  });

  it('needs for a walk by reference every page and every pause', () => {
    expect(
      measured.referenceWalks.map(({ walk }) => [walk.requestCount, walk.durationsMs, walk.liveCount]),
    ).toEqual([
      [10, [10 * 40 + 9 * 100], 500],
      [400, [400 * 40 + 399 * 100], 50],
    ]);
  });

  it('shows its counts in a table', () => {
    const rows = toSteadyTable(measured.lists).split('\n').slice(2);

    expect(
      rows.map((row) =>
        row
          .split('|')
          .slice(1, 6)
          .map((cell) => cell.trim()),
      ),
    ).toEqual([
      ['1,000', '0', 'none', '1', '1'],
      ['1,000', '50', '20 scattered, rest at the tail', '10', '21'],
      ['1,000', '500', 'scattered', '10', '500'],
      ['40,000', '0', 'none', '1', '1'],
      ['40,000', '50', 'scattered', '51', '51'],
    ]);
  });
});

describe('liveIndices()', () => {
  const aCase = { environmentId: 'env_a', rowCount: 100, liveCount: 22 };

  it('puts 20 singly over the list and the rest at its end', () => {
    const indices = liveIndices({ ...aCase, placement: 'at the tail' });

    expect(indices).toHaveLength(22);
    expect(indices.slice(0, 3)).toEqual([2, 7, 12]);
    expect(indices.slice(-2)).toEqual([98, 99]);
  });

  it('puts all singly over the list', () => {
    const indices = liveIndices({ ...aCase, liveCount: 4, placement: 'scattered' });

    expect(indices).toEqual([12, 37, 62, 87]);
  });
});

describe('steadyLimitCount()', () => {
  it.each([
    ['an idle list: the tail', 0, 'none', 1],
    ['each scattered row and the tail', 50, 'scattered', 51],
    ['a tail of 30 is one page', 50, 'at the tail', 21],
    ['a tail of 100 and its proof are two pages', 120, 'at the tail', 22],
  ] as const)('counts %s', (_name, liveCount, placement, expected) => {
    expect(steadyLimitCount({ environmentId: 'env_a', rowCount: 10_000, liveCount, placement })).toBe(
      expected,
    );
  });
});

describe('createVirtualClock()', () => {
  it('jumps to the wait that ends first, and lets waits overlap', async () => {
    const { timing } = createVirtualClock();
    const ended: (readonly [string, number])[] = [];
    const wait = async (name: string, durationMs: number) => {
      await timing.sleep(durationMs);
      ended.push([name, timing.nowMs()]);
    };

    await Promise.all([wait('long', 60_000), wait('short', 20)]);

    expect(ended).toEqual([
      ['short', 20],
      ['long', 60_000],
    ]);
  });

  it('stands still while a request is under way', async () => {
    const { timing, hold } = createVirtualClock();
    const { promise, resolve } = Promise.withResolvers<void>();
    const request = hold(promise).then(() => timing.nowMs());
    const pause = timing.sleep(100);
    await new Promise((next) => setImmediate(() => setImmediate(next)));

    resolve();

    expect(await request).toBe(0);
    await pause;
    expect(timing.nowMs()).toBe(100);
  });
});

describe('median()', () => {
  it.each([
    [[3], 3],
    [[9, 1, 2], 2],
    [[1, 2, 3, 100], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('refuses no values', () => {
    expect(() => median([])).toThrow(new RangeError('Cannot take the median of no values'));
  });
});

describe('what tables show', () => {
  it.each([
    [() => toDuration(999), '999 ms'],
    [() => toDuration(10_500), '10.5 s'],
    [() => toDuration(1_399_900), '23.3 min'],
    [() => toBytes(166), '166 B'],
    [() => toBytes(39_468), '39.5 KB'],
    [() => toBytes(436_780_466), '436.8 MB'],
  ])('%s is %s', (show, expected) => {
    expect(show()).toBe(expected);
  });
});
