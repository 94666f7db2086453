import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFinishedItems } from '../../../local/simulator/finished-items.ts';
import type { ItemSource } from '../../../local/simulator/item-source.ts';
import { type ListQuery, listPage } from '../../../local/simulator/list-page.ts';
import { aSimulator, ask, ENVIRONMENT, listWork, START_AT } from './a-simulator.ts';

function finishedItems(count: number): ItemSource {
  return createFinishedItems({ environmentId: 'env_1', count, endAt: START_AT });
}

describe('listPage()', () => {
  it('lists each item once in ascending order, whatever the page size and whatever is created meanwhile', () => {
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.nat(60),
        fc.integer({ min: 1, max: 25 }),
        fc.constantFrom('page', 'after_id'),
        fc.array(fc.nat(3), { maxLength: 10 }),
        (finishedItemCount, itemCount, limit, cursorName, arrivals) => {
          const simulator = aSimulator();
          simulator.deleteEnvironment(ENVIRONMENT);
          simulator.addEnvironment({ id: ENVIRONMENT, finishedItemCount });
          simulator.addWork(ENVIRONMENT, { count: itemCount });
          const toCome = [...arrivals];
          const listed: string[] = [];
          let createdCount = finishedItemCount + itemCount;

          for (let cursor = ''; ; ) {
            const page = listWork(simulator, `?limit=${limit}${cursor}`);
            listed.push(...page.data.map((row) => row.id));
            if (!page.has_more) break;
            const added = toCome.shift() ?? 0;
            createdCount += simulator.addWork(ENVIRONMENT, { count: added }).length;
            cursor = `&${cursorName}=${page.next_page}`;
          }

          expect(listed).toEqual([...new Set(listed)].toSorted());
          expect(listed).toHaveLength(createdCount);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('walks backwards by before_id over the same rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 25 }), (count, limitCount) => {
        const source = finishedItems(count);
        const ids = Array.from({ length: count }, (_, index) => source.at(index).id);
        const listed: string[] = [];

        for (let id = 'work_g', hasMore = true; hasMore; id = listed[0] ?? '') {
          const page = listPage(source, { limitCount, cursor: { from: 'before', id } });
          listed.unshift(...page.items.map((item) => item.id));
          hasMore = page.hasMore;
        }

        expect(listed).toEqual(ids);
      }),
    );
  });

  it.each([
    { name: 'first', cursorIndex: null },
    { name: 'middle', cursorIndex: 500_000 },
    { name: 'last', cursorIndex: 999_949 },
  ])('computes only what the $name page of a million items takes', ({ cursorIndex }) => {
    const source = finishedItems(1_000_000);
    let computedCount = 0;
    const counted: ItemSource = {
      count: source.count,
      at: (index) => {
        computedCount++;
        return source.at(index);
      },
    };
    const cursor: ListQuery['cursor'] =
      cursorIndex === null ? { from: 'start' } : { from: 'after', id: source.at(cursorIndex).id };
    const firstIndex = cursorIndex === null ? 0 : cursorIndex + 1;

    const page = listPage(counted, { limitCount: 100, cursor });

    const lastIndex = Math.min(999_999, firstIndex + 99);
    expect(page.items[0]).toEqual(source.at(firstIndex));
    expect(page.items.at(-1)).toEqual(source.at(lastIndex));
    expect(page.hasMore).toBe(lastIndex < 999_999);
    // 100 rows, at most 20 halvings and a look at the cursor.
    expect(computedCount).toBeLessThanOrEqual(121);
  });
});

describe('createFinishedItems()', () => {
  it('makes items that ascend, are over, and have their timestamps in order', () => {
    const source = finishedItems(200);
    const items = Array.from({ length: 200 }, (_, index) => source.at(index));

    expect(items.map((item) => item.id)).toEqual(items.map((item) => item.id).toSorted());
    for (const item of items) {
      const times = [
        item.createdAt,
        item.acknowledgedAt,
        item.startedAt,
        item.latestHeartbeatAt,
        item.stoppedAt,
        START_AT,
      ].map(Number);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(item.state).toBe('stopped');
    }
  });

  it('can have live items among them, which workers may take', () => {
    const simulator = aSimulator();
    simulator.addEnvironment({
      id: 'env_old',
      finishedItemCount: 1_000_000,
      revived: new Map([
        [700_000, { state: 'active', stoppedAt: null }],
        [
          20,
          {
            state: 'queued',
            acknowledgedAt: null,
            startedAt: null,
            latestHeartbeatAt: null,
            stoppedAt: null,
            deliveredAt: null,
          },
        ],
      ]),
    });
    const list = JSON.parse(ask(simulator, 'GET /environments/env_old/work?limit=22').body);
    const before = simulator.truth('env_old').map(({ state, cause }) => ({ state, cause }));

    simulator.addWorker('env_old', { behaviour: 'hangs-while-beating' });
    simulator.advance(10_000);

    expect(list.data.slice(19).map((row: { state: string }) => row.state)).toEqual([
      'stopped',
      'queued',
      'stopped',
    ]);
    expect(before).toEqual([
      { state: 'queued', cause: 'no-workers' },
      { state: 'active', cause: 'dead-worker' },
    ]);
    expect(simulator.truth('env_old').map(({ state, cause }) => ({ state, cause }))).toEqual([
      { state: 'active', cause: 'hung' },
      { state: 'active', cause: 'dead-worker' },
    ]);
  });
});
