import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measure } from '../../../../lambda/judge/measure.ts';
import type { Reading } from '../../../../lambda/model/reading.ts';
import { isRelevant, type WorkItem } from '../../../../lambda/model/work-item.ts';
import { aFinishedRow, aLiveRow, idOf, rowsOf } from '../../../support/a-list-row.ts';
import { createScanner } from '../../../support/a-scanner.ts';
import { AT, aWorkItem, someRules } from '../../../support/a-work-item.ts';
import {
  type CursorLie,
  createFakeWorkList,
  type FakeWorkList,
  failure,
} from '../../../support/a-work-list.ts';

const MINUTE_MS = 60_000;
const at = (minutes: number) => new Date(AT.getTime() + minutes * MINUTE_MS);
/** A list of clusters: how many finished items, then how many live ones, and so on. */
const listOf = (...counts: number[]): FakeWorkList => createFakeWorkList(rowsOf(...counts));

const numbersOf = (reading: Reading, when: Date, previousAt: Date | null) =>
  measure({ ...reading, stats: null }, { at: when, previousAt }, someRules()).metrics;

/** What a walk of everything would have measured. */
function oracle(list: FakeWorkList, when: Date, previousAt: Date | null) {
  const items = list.items.filter((item) => isRelevant(item, when, previousAt));
  const whole = { completeness: 'complete', items, stats: null } as unknown as Reading;
  return numbersOf(whole, when, previousAt);
}

/** The cost that a steady state may have: a request a page of each cluster, with the row that proves the jump. */
function steadyCost(list: FakeWorkList, isSettled: (item: WorkItem) => boolean): number {
  let clusters: number[] = [];
  let current = 0;
  for (const item of list.items) {
    if (!isSettled(item)) current++;
    else if (current > 0) {
      clusters = [...clusters, current];
      current = 0;
    }
  }
  // The tail is always read, even if nothing in it is alive.
  return [...clusters, current].reduce((sum, count) => sum + Math.ceil((count + 1) / 100), 0);
}

describe('readEnvironment() in steady state', () => {
  it.each<[string, number[], number]>([
    ['an empty list', [], 1],
    ['an idle list of 10,000', [10_000], 1],
    ['a list that fits a page', [60, 5], 1],
    ['one live item at the very beginning', [0, 1, 5000], 2],
    ['live items scattered singly', [1000, 1, 1000, 1, 1000, 1, 1000], 4],
    ['clusters too near to each other for a jump', [1000, 1, 30, 1, 30, 1, 1000], 2],
    ['a cluster of 99 and its proof fill a page', [1000, 99, 1000], 2],
    ['a cluster of 100 needs two', [1000, 100, 1000], 3],
    ['a tail of 250', [1000, 250], 3],
  ])('reads %s with as many requests as it has to', async (_name, counts, expected) => {
    const list = listOf(...counts);
    const scanner = createScanner(list);
    await scanner.scan(at(0));
    await scanner.scan(at(1));

    const { reading, memoryToSave } = await scanner.scan(at(2));

    expect(reading.completeness).toBe('complete');
    expect(list.requests).toHaveLength(expected);
    expect(list.statsCount).toBe(0);
    expect(reading.driftCount).toBe(0);
    expect(memoryToSave).toBeNull();
    expect(numbersOf(reading, at(2), at(1))).toEqual(oracle(list, at(2), at(1)));
  });

  it('costs at most the pages of the clusters, for any list, and measures what a walk of everything would', async () => {
    const clusters = fc.array(fc.oneof(fc.nat(150), fc.nat(3), fc.nat(900)), { maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(clusters, async (counts) => {
        const list = listOf(...counts);
        const scanner = createScanner(list);
        await scanner.scan(at(0));
        await scanner.scan(at(1));

        const { reading } = await scanner.scan(at(2));

        // What lets the parts of a stretch of twenty pages be read at once may cost a request.
        const divisionCount = Math.floor(list.items.length / 2_000);
        expect(list.requests.length).toBeLessThanOrEqual(
          steadyCost(list, ({ state }) => state === 'stopped') + divisionCount,
        );
        expect(reading.completeness).toBe('complete');
        expect(numbersOf(reading, at(2), at(1))).toEqual(oracle(list, at(2), at(1)));
      }),
      { numRuns: 60 },
    );
  });

  it('splits a long list in which live items stand closer than a page, so that its parts are read at once', async () => {
    // One live item in every 80: no jump saves a request, and 500 pages in a row would outlast the time.
    const list = listOf(...Array.from({ length: 500 }, () => [79, 1]).flat());
    const scanner = createScanner(list);
    await scanner.scan(at(0));
    expect(scanner.writeCount).toBe(1);

    const { reading } = await scanner.scan(at(1));

    expect(scanner.memory.ranges.length).toBeGreaterThanOrEqual(15);
    expect(list.requests.length).toBeLessThanOrEqual(steadyCost(list, ({ state }) => state === 'stopped'));
    expect(numbersOf(reading, at(1), at(0))).toEqual(oracle(list, at(1), at(0)));
  });

  it('writes what saves requests at once, then at most every ten minutes, and nothing when idle', async () => {
    const list = listOf(5000);
    const scanner = createScanner(list);
    await scanner.scan(at(0));
    expect(scanner.writeCount).toBe(1);

    for (let minute = 1; minute < 300; minute++) await scanner.scan(at(minute));
    expect(scanner.writeCount).toBe(1);

    for (let minute = 300; minute < 420; minute++) {
      for (let each = 0; each < 20; each++) {
        const id = idOf(list.items.length);
        list.items.push({
          ...aFinishedRow(0),
          id,
          createdAt: at(minute),
          stoppedAt: at(minute),
          latestHeartbeatAt: at(minute),
        });
      }
      await scanner.scan(at(minute));
    }
    expect(scanner.writeCount).toBeGreaterThan(3);
    expect(scanner.writeCount).toBeLessThanOrEqual(13);
    // 20 items a minute that settle after 20 minutes, and are remembered at most 10 minutes after that.
    expect(list.requests.length).toBeLessThanOrEqual(Math.ceil((20 * 32 + 1) / 100) + 1);
  });
});

describe('readEnvironment() while things change', () => {
  /** One event in the life of a list; `of` picks the item. */
  type Change = { readonly kind: 'create' | 'ack' | 'start' | 'beat' | 'stop'; readonly of: number };
  const change: fc.Arbitrary<Change> = fc.record({
    kind: fc.constantFrom('create', 'create', 'ack', 'start', 'beat', 'stop', 'stop'),
    of: fc.nat(),
  });
  const NEXT = { queued: 'ack', starting: 'start', active: 'stop' } as Readonly<Record<string, string>>;

  function apply(list: FakeWorkList, { kind, of }: Change, when: Date) {
    if (kind === 'create') {
      list.items.push(aWorkItem({ id: idOf(list.items.length), createdAt: when }));
      return;
    }
    const candidates = list.items.flatMap((item, index) =>
      item.state !== 'stopped' &&
      (kind === 'beat' ? item.state === 'active' : NEXT[item.state] === kind || kind === 'stop')
        ? [index]
        : [],
    );
    const index = candidates[of % Math.max(1, candidates.length)];
    const item = index === undefined ? undefined : list.items[index];
    if (index === undefined || item === undefined) return;
    const changed: Record<string, Partial<WorkItem>> = {
      ack: { state: 'starting', acknowledgedAt: when },
      start: { state: 'active', startedAt: when, latestHeartbeatAt: when },
      beat: { latestHeartbeatAt: when },
      stop: { state: 'stopped', stoppedAt: when },
    };
    list.items[index] = { ...item, ...changed[kind] };
  }

  const runs = fc.array(
    fc.record({
      minutes: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
      before: fc.array(change, { maxLength: 60 }),
      during: fc.array(change, { maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 30 },
  );

  it('measures what a walk of everything would, over any history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 800 }), runs, async (past, steps) => {
        const list = listOf(past);
        const scanner = createScanner(list);
        let minute = 0;
        for (const { minutes, before } of steps) {
          minute += minutes;
          for (const each of before) apply(list, each, at(minute - 0.5));
          const { previousAt } = scanner;

          const { reading } = await scanner.scan(at(minute));

          expect(reading.completeness).toBe('complete');
          expect(numbersOf(reading, at(minute), previousAt)).toEqual(oracle(list, at(minute), previousAt));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('counts each item once and each event once, whatever happens between pages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 800 }), runs, async (past, steps) => {
        const list = listOf(past);
        const scanner = createScanner(list);
        let minute = 0;
        const counted = { ItemsAcknowledged: 0, ItemsStopped: 0 };
        await scanner.scan(at(0));
        for (const { minutes, before, during } of steps) {
          minute += minutes;
          for (const each of before) apply(list, each, at(minute - 0.5));
          // What happens while pages are read is after the instant of the run.
          list.onRequest = (number) => {
            for (const each of during.slice(number - 1, number)) apply(list, each, at(minute + 0.01));
          };
          const { previousAt } = scanner;
          const { reading } = await scanner.scan(at(minute));
          list.onRequest = () => undefined;

          const ids = reading.items.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          const measured = numbersOf(reading, at(minute), previousAt);
          counted.ItemsAcknowledged += measured.ItemsAcknowledged ?? 0;
          counted.ItemsStopped += measured.ItemsStopped ?? 0;
        }
        // The last run sees what happened while the one before it read.
        const { previousAt } = scanner;
        const { reading } = await scanner.scan(at(minute + 1));
        const last = numbersOf(reading, at(minute + 1), previousAt);
        const happened = (of: (item: WorkItem) => Date | null) =>
          list.items.filter((item) => (of(item)?.getTime() ?? 0) > at(0).getTime()).length;
        expect(counted.ItemsAcknowledged + (last.ItemsAcknowledged ?? 0)).toBe(
          happened((item) => item.acknowledgedAt),
        );
        expect(counted.ItemsStopped + (last.ItemsStopped ?? 0)).toBe(happened((item) => item.stoppedAt));
      }),
      { numRuns: 60 },
    );
  });
});

describe('readEnvironment() when the list is not what was remembered', () => {
  const scattered = () => listOf(700, 1, 900, 2, 3000, 1, 400, 1);
  /** A scan that was complete, and after which everything is remembered. */
  async function settled(list: FakeWorkList) {
    const scanner = createScanner(list);
    await scanner.scan(at(0));
    await scanner.scan(at(1));
    return scanner;
  }

  it.each<CursorLie>(['refused', 'not-found', 'ignored', 'empty'])(
    'says unknown and never a wrong number while every cursor is %s, and recovers',
    async (lie) => {
      const list = scattered();
      const scanner = await settled(list);
      list.lie = lie;

      const { reading } = await scanner.scan(at(2));

      expect(reading.completeness).toBe('partial');
      expect(reading.error).not.toBeNull();
      expect(reading.driftCount).toBeGreaterThan(0);

      list.lie = null;
      for (const minute of [3, 4]) {
        const { previousAt } = scanner;
        const recovered = (await scanner.scan(at(minute))).reading;
        expect(recovered.completeness).toBe('complete');
        expect(numbersOf(recovered, at(minute), previousAt)).toEqual(oracle(list, at(minute), previousAt));
      }
    },
  );

  it.each([401, 403, 408, 429, 500, 503])(
    'does not touch what is remembered when the API answers %i',
    async (status) => {
      const list = scattered();
      const scanner = await settled(list);
      const before = scanner.memory;
      list.onRequest = () => {
        throw failure(status, 'some_error');
      };

      const { reading, memoryToSave } = await scanner.scan(at(2));

      expect(reading.completeness).toBe('failed');
      expect(reading.error?.status).toBe(status);
      expect(memoryToSave).toBeNull();
      expect(scanner.memory).toBe(before);
    },
  );

  it('measures what is there after the API purged any items', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(5000), fc.integer({ min: 1, max: 4000 }), async (from, count) => {
        const list = scattered();
        const scanner = await settled(list);
        list.items.splice(from, count);
        for (const minute of [2, 3, 4]) {
          const { previousAt } = scanner;

          const { reading } = await scanner.scan(at(minute));

          if (reading.completeness !== 'complete') continue;
          expect(numbersOf(reading, at(minute), previousAt)).toEqual(oracle(list, at(minute), previousAt));
        }
        const { reading } = await scanner.scan(at(5));
        expect(reading.completeness).toBe('complete');
        expect(list.requests.length).toBeLessThanOrEqual(
          steadyCost(list, ({ state }) => state === 'stopped'),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('falls back to an earlier place in a long range when its end is gone', async () => {
    const list = listOf(20_000, 1);
    const scanner = await settled(list);
    list.items.splice(19_990, 10);

    const { reading } = await scanner.scan(at(2));

    expect(reading.completeness).toBe('complete');
    expect(reading.driftCount).toBeGreaterThan(0);
    // Not the 200 pages of the whole list.
    expect(list.requests.length).toBeLessThan(20);
  });

  it('reads an id that is inserted late', async () => {
    const list = listOf(1000);
    const scanner = createScanner(list);
    const recent = (number: number, minute: number, state: WorkItem['state']): WorkItem => ({
      ...aFinishedRow(number),
      state,
      createdAt: at(minute),
      stoppedAt: state === 'stopped' ? at(minute + 1) : null,
    });
    for (let minute = 0; minute < 60; minute++) {
      list.items.push(recent(10_000 + 10 * minute, minute, 'stopped'));
      await scanner.scan(at(minute + 1.5));
    }
    const lateIndex = list.items.findIndex(({ id }) => id === idOf(10_000 + 450));
    list.items.splice(lateIndex, 0, recent(10_000 + 445, 45, 'queued'));

    const { reading } = await scanner.scan(at(61));

    expect(reading.items.filter(({ state }) => state === 'queued')).toHaveLength(1);
  });

  it('does not settle ids that descend or repeat, counts them, and goes on', async () => {
    const list = listOf(500, 3);
    const [first, second] = [list.items[200], list.items[201]];
    if (first === undefined || second === undefined) throw new Error('The list is too short');
    list.items[200] = second;
    list.items[201] = first;
    const scanner = createScanner(list);

    const { reading } = await scanner.scan(at(0));

    expect(reading.completeness).toBe('complete');
    expect(reading.driftCount).toBe(1);
    expect(numbersOf(reading, at(0), null)).toEqual(oracle(list, at(0), null));
  });

  it('finds an item that is live again inside a range when its page has its turn', async () => {
    const list = scattered();
    const scanner = await settled(list);
    const index = 3100;
    list.items[index] = { ...aLiveRow(index), createdAt: at(-1000) };
    let foundAfterMinutes: number | null = null;
    for (let minute = 2; minute < 60 * 24 && foundAfterMinutes === null; minute++) {
      const { reading } = await scanner.scan(at(minute));
      if (reading.items.some(({ id }) => id === idOf(index))) foundAfterMinutes = minute;
    }

    // 51 pages, one every 15 minutes.
    expect(foundAfterMinutes).not.toBeNull();
    expect(foundAfterMinutes).toBeLessThanOrEqual(15 * 52);
    const { previousAt } = scanner;
    const next = at((foundAfterMinutes ?? 0) + 1);
    const { reading } = await scanner.scan(next);
    expect(numbersOf(reading, next, previousAt)).toEqual(oracle(list, next, previousAt));
    expect(reading.driftCount).toBe(0);
  });

  it('forgets the newest half when the stats know of more waiting work than two readings', async () => {
    const list = scattered();
    const scanner = await settled(list);
    const before = scanner.memory.ranges.length;
    list.items[5000] = aWorkItem({ id: idOf(5000), createdAt: at(-900) });

    const drifts: number[] = [];
    const found: boolean[] = [];
    for (let minute = 16; minute < 34; minute++) {
      const { reading } = await scanner.scan(at(minute));
      drifts.push(reading.driftCount);
      found.push(reading.items.some(({ id }) => id === idOf(5000)));
    }

    expect(before).toBeGreaterThan(1);
    expect(drifts.reduce((sum, count) => sum + count)).toBe(1);
    expect(found.at(-1)).toBe(true);
  });
});

describe('readEnvironment() on the first walk of a long list', () => {
  it('stops at the deadline, reports what it saw as partial, and goes on without reading again', async () => {
    const list = listOf(8000, 3, 30_000, 1, 12_000, 40);
    const scanner = createScanner(list);
    const walkRequests: number[] = [];
    let outcome = await scanner.scan(at(0), 60);
    while (scanner.memory.walk !== null) {
      expect(outcome.reading.completeness).toBe('partial');
      expect(outcome.reading.error).toBeNull();
      walkRequests.push(list.requests.length);
      outcome = await scanner.scan(at(walkRequests.length), 60);
    }

    const single = Math.ceil(list.items.length / 100);
    const final = list.requests.length;
    const walked = walkRequests.reduce((sum, count) => sum + count, 0);
    expect(outcome.reading.completeness).toBe('complete');
    expect(walked + final).toBeLessThanOrEqual(Math.ceil(single * 1.02) + 4 + 60);
    expect(walked).toBeLessThanOrEqual(Math.ceil(single * 1.02));
    expect(numbersOf(outcome.reading, at(walkRequests.length), at(0))).toEqual(
      oracle(list, at(walkRequests.length), at(0)),
    );
  });

  it('has flows from its first run on, once it is complete', async () => {
    const list = listOf(8000);
    const scanner = createScanner(list);
    await scanner.scan(at(0), 30);
    list.items.push(
      aWorkItem({ id: idOf(9000), state: 'starting', createdAt: at(0.5), acknowledgedAt: at(0.6) }),
    );
    await scanner.scan(at(1), 30);
    const { previousAt } = scanner;

    const { reading } = await scanner.scan(at(2), 30);

    expect(reading.completeness).toBe('complete');
    expect(previousAt).toEqual(at(0));
    expect(numbersOf(reading, at(2), previousAt).ItemsAcknowledged).toBe(1);
  });

  it('is an error of time where nothing is remembered', async () => {
    const list = listOf(8000);
    const scanner = createScanner(list);

    const { reading } = await scanner.scan(at(0), 1);

    expect(reading.completeness).toBe('partial');
  });
});

describe('readEnvironment() of a long list of live items', () => {
  const parts = (list: FakeWorkList) => list.requests.filter(({ page }) => page === undefined).length;

  it('reads its parts at once, each from a place that proves itself', async () => {
    const list = listOf(500, 20_000);
    const scanner = createScanner(list);
    await scanner.scan(at(0));

    const { reading } = await scanner.scan(at(1));

    expect(parts(list)).toBeGreaterThanOrEqual(19);
    expect(list.requests.length).toBeLessThanOrEqual(202);
    expect(reading.driftCount).toBe(0);
    expect(numbersOf(reading, at(1), at(0))).toEqual(oracle(list, at(1), at(0)));
  });

  it('loses a part only to a waypoint that is gone', async () => {
    const list = listOf(0, 8_000);
    const scanner = createScanner(list);
    await scanner.scan(at(0));
    const [, waypoint] = scanner.memory.ranges;
    const index = list.items.findIndex(({ id }) => id === waypoint?.end.id);
    list.items.splice(index, 1);

    const { reading } = await scanner.scan(at(1));

    expect(reading.completeness).toBe('complete');
    expect(list.requests.length).toBeLessThanOrEqual(85);
    expect(numbersOf(reading, at(1), at(0))).toEqual(oracle(list, at(1), at(0)));
  });

  it('is whole again in the run after a burst that no run can read in a row', async () => {
    const list = listOf(300);
    const scanner = createScanner(list);
    await scanner.scan(at(0));
    await scanner.scan(at(1));
    list.items.push(...rowsOf(0, 20_300).slice(300));
    const completeness: string[] = [];
    for (let minute = 2; minute < 7; minute++) {
      const { reading } = await scanner.scan(at(minute), 270);
      completeness.push(reading.completeness);
    }

    expect(completeness).toEqual(['complete', 'complete', 'complete', 'complete', 'complete']);
  });

  it('measures what a walk of everything would, whatever comes, stops, and vanishes', async () => {
    const step = fc.record({
      minutes: fc.integer({ min: 1, max: 30 }),
      arriving: fc.integer({ min: 0, max: 2_500 }),
      stopping: fc.array(fc.tuple(fc.nat(10_000), fc.nat(1_500)), { maxLength: 2 }),
      vanishing: fc.array(fc.tuple(fc.nat(10_000), fc.integer({ min: 1, max: 50 })), { maxLength: 2 }),
      untilDeadline: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 1, max: 80 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const list = listOf(150);
        const scanner = createScanner(list);
        let [minute, next] = [0, 1_000];
        for (const { minutes, arriving, stopping, vanishing, untilDeadline } of steps) {
          minute += minutes;
          const createdAt = at(minute - 0.5);
          for (let count = 0; count < arriving; count++)
            list.items.push(aWorkItem({ id: idOf(next++), state: 'queued', createdAt }));
          for (const [from, count] of stopping)
            for (let index = from; index < Math.min(from + count, list.items.length); index++) {
              const item = list.items[index];
              if (item !== undefined && item.state !== 'stopped')
                list.items[index] = { ...item, state: 'stopped', stoppedAt: createdAt };
            }
          for (const [from, count] of vanishing) list.items.splice(from, count);
          const { previousAt } = scanner;

          const { reading } = await scanner.scan(at(minute), untilDeadline);

          const ids = reading.items.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          if (untilDeadline === Number.POSITIVE_INFINITY) expect(reading.completeness).toBe('complete');
          if (reading.completeness === 'complete')
            expect(numbersOf(reading, at(minute), previousAt)).toEqual(oracle(list, at(minute), previousAt));
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('readEnvironment() of a server that does not take every cursor', () => {
  const scattered = () => listOf(700, 1, 900, 2, 3000, 1, 400, 1);
  const DAY_MINUTES = 24 * 60;

  async function learning(takes: FakeWorkList['takes']) {
    const list = scattered();
    list.takes = takes;
    const scanner = createScanner(list);
    const scan = async (minute: number) => {
      const { previousAt } = scanner;
      const { reading, learnedCursors } = await scanner.scan(at(minute));
      expect(reading.completeness).toBe('complete');
      expect(numbersOf(reading, at(minute), previousAt)).toEqual(oracle(list, at(minute), previousAt));
      return { learnedCursors, requestCount: list.requests.length, driftCount: reading.driftCount };
    };
    return { list, scanner, scan };
  }

  it('asks for rows as `page` where that is all it takes, after it was refused once', async () => {
    const { scan } = await learning('page');
    await scan(0);
    const first = await scan(1);
    const later = [await scan(2), await scan(3)];

    expect(first).toMatchObject({ learnedCursors: 'page' });
    expect(later).toEqual([
      { learnedCursors: null, requestCount: 4, driftCount: 0 },
      { learnedCursors: null, requestCount: 4, driftCount: 0 },
    ]);
  });

  it('walks the list plainly where only fresh cursors are taken, whole in the run that learns it already', async () => {
    const { scan, scanner } = await learning('fresh');
    await scan(0);
    const first = await scan(1);
    const later = [await scan(2), await scan(3)];

    expect(first).toMatchObject({ learnedCursors: 'fresh' });
    expect(later).toEqual([
      { learnedCursors: null, requestCount: 51, driftCount: 0 },
      { learnedCursors: null, requestCount: 51, driftCount: 0 },
    ]);
    expect(scanner.memory.ranges).toEqual([]);
  });

  it.each(['page', 'fresh'] as const)('tries once a day whether it is still so: %s', async (takes) => {
    const { scan, list, scanner } = await learning(takes);
    const learned: unknown[] = [];
    for (const minute of [0, 1, 2, DAY_MINUTES + 1, DAY_MINUTES + 2, DAY_MINUTES + 3])
      learned.push((await scan(minute)).learnedCursors);
    expect(learned).toEqual([null, takes, null, null, null, null]);
    expect(scanner.memory.habit).toEqual({ kind: takes, learnedAt: at(DAY_MINUTES + 2), isInDoubt: false });

    list.takes = 'rows';
    const healed: unknown[] = [];
    for (const minute of [2 * DAY_MINUTES + 2, 2 * DAY_MINUTES + 3, 2 * DAY_MINUTES + 4])
      healed.push((await scan(minute)).learnedCursors);
    expect(healed).toEqual([null, 'any', null]);
    expect(scanner.memory.habit).toBeNull();
    expect((await scan(2 * DAY_MINUTES + 5)).requestCount).toBe(4);
  });

  it('learns nothing from places that are gone', async () => {
    const { scan, list } = await learning('rows');
    await scan(0);
    await scan(1);
    list.items.splice(0, 5_000);

    expect((await scan(2)).learnedCursors).toBeNull();
  });

  it.each<CursorLie>(['refused', 'not-found', 'ignored', 'empty'])(
    'learns nothing while every cursor is %s, and keeps what it knows',
    async (lie) => {
      const { scan, list, scanner } = await learning('rows');
      await scan(0);
      await scan(1);
      const { memory } = scanner;
      list.lie = lie;
      const { learnedCursors } = await scanner.scan(at(2));
      list.lie = null;

      expect(learnedCursors).toBeNull();
      expect(scanner.memory).toBe(memory);
      expect((await scan(3)).requestCount).toBe(4);
    },
  );
});
