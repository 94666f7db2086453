/** What rows of several functions must do on anything that calls itself DynamoDB. */
import { expect, it } from 'vitest';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import { newRow } from '../../../lambda/model/row.ts';
import { EMPTY_MEMORY, type RunMemory } from '../../../lambda/model/run-memory.ts';
import { FIRST_LAYOUT } from '../../../lambda/model/shards.ts';
import { type Share, shardOf, WHOLE } from '../../../lambda/model/share.ts';
import { StateConflictError } from '../../../lambda/remember/table.ts';
import { type StartBackend, useStateTable } from './use-table.ts';

const NOW = new Date('2026-11-24T17:15:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const lease = (holder: string, now = NOW) => ({ holder, now, durationMs: 75_000 });
const memoryAt = (lastAt: Date): RunMemory => ({ ...EMPTY_MEMORY, lastAt });
const STATE: EnvironmentState = { ...EMPTY_STATE, failedRunCount: 2, failingSince: NOW };
const IDS = Array.from({ length: 12 }, (_, number) => `env_${number}`);
const two = (index: number): Share => ({ index, count: 2 });

export function describeShards(start: StartBackend): void {
  const { newStore, storeOf, getRaw, putRaw } = useStateTable(start);

  it('leaves the row of a single function as it was before there were shards', async () => {
    const { store, monitor } = newStore();
    await store.acquireLease(lease('a'));
    await store.releaseLease({ holder: 'a', memory: memoryAt(NOW) });

    expect(Object.keys((await getRaw(monitor, 'run')) ?? {}).toSorted()).toEqual([
      'body',
      'pk',
      'releasedBy',
      'runNumber',
      'schemaVersion',
      'sk',
    ]);
  });

  it('acquireLease() of a shard is its own', async () => {
    const { monitor } = newStore();
    const [first, second] = [storeOf(monitor, two(0)), storeOf(monitor, two(1))];

    expect([
      (await first.acquireLease(lease('a')))?.runNumber,
      (await second.acquireLease(lease('b')))?.runNumber,
      await second.acquireLease(lease('c')),
    ]).toEqual([1, 1, null]);
  });

  it('loadShards() tells who runs, as one of how many, and what each remembered', async () => {
    const { monitor } = newStore();
    const [first, second] = [storeOf(monitor, two(0)), storeOf(monitor, two(1))];
    expect(await first.loadShards()).toEqual({
      announcedCount: 1,
      layout: FIRST_LAYOUT,
      byIndex: new Map(),
    });

    await first.acquireLease(lease('a'));
    await first.beginLayout({ number: 1, count: 2, memory: memoryAt(later(-60)) });
    await first.releaseLease({ holder: 'a', memory: { ...memoryAt(NOW), layoutNumber: 1 } });
    await second.acquireLease(lease('b'));

    expect(await second.loadShards()).toEqual({
      announcedCount: 2,
      layout: { number: 1, count: 2, memory: memoryAt(later(-60)) },
      byIndex: new Map([
        [0, { count: 2, heldUntil: null, memory: { ...memoryAt(NOW), layoutNumber: 1 } }],
        [1, { count: 2, heldUntil: later(75), memory: EMPTY_MEMORY }],
      ]),
    });
  });

  it('beginLayout() lets one of two runs win', async () => {
    const { store } = newStore();
    const layout = { number: 1, count: 2, memory: EMPTY_MEMORY };
    await store.beginLayout(layout);

    await expect(store.beginLayout(layout)).rejects.toThrow(StateConflictError);
    await store.beginLayout({ ...layout, number: 2 });
    expect((await store.loadShards()).layout.number).toBe(2);
  });

  it('announceShards() is for whoever holds the lease', async () => {
    const { store, monitor } = newStore();
    await store.acquireLease(lease('a'));
    await store.announceShards({ holder: 'a', count: 4 });

    await expect(store.announceShards({ holder: 'b', count: 2 })).rejects.toThrow(
      `Announcing 2 shards of monitor ${monitor} failed: another run took the lease`,
    );
    expect((await store.loadShards()).announcedCount).toBe(4);
  });

  it('releaseLease() of the only function that is left ends the announcement, and keeps its layout', async () => {
    const { store, monitor } = newStore();
    await store.acquireLease(lease('a'));
    await store.announceShards({ holder: 'a', count: 1 });
    await store.releaseLease({ holder: 'a', memory: null, isAlone: true });
    expect((await store.acquireLease(lease('b')))?.announcedCount).toBe(1);

    await store.releaseLease({ holder: 'b', memory: { ...EMPTY_MEMORY, layoutNumber: 3 }, isAlone: true });

    expect(await getRaw(monitor, 'run')).not.toHaveProperty('shards');
    expect(await store.acquireLease(lease('c'))).toMatchObject({
      announcedCount: null,
      memory: { layoutNumber: 3 },
    });
  });

  it('load() gives each shard its environments, and of the others their ids', async () => {
    const { store, monitor } = newStore();
    for (const id of IDS) {
      await store.save({ ...newRow('environment', id), value: STATE });
      await store.save(newRow('ranges', id));
    }
    await store.save({ ...newRow('monitor', monitor), value: STATE });

    for (const index of [0, 1]) {
      const rows = await storeOf(monitor, two(index)).load();
      const own = IDS.filter((id) => shardOf(id, 2) === index);
      expect([...rows.environments.keys()].toSorted()).toEqual(own.toSorted());
      expect([...rows.ranges.keys()].toSorted()).toEqual(own.toSorted());
      expect(rows.shared?.otherIds).toEqual(new Set(IDS.filter((id) => shardOf(id, 2) !== index)));
      expect(rows.shared?.fleet).toEqual(STATE);
      expect(rows.monitor.id).toBe(index === 0 ? monitor : `${monitor}#1`);
    }
  });

  it('load() leaves the others of several shards room to read, and waits for nobody alone', async () => {
    const { monitor } = newStore();
    // Three pages.
    for (let number = 0; number < 9; number++)
      await putRaw({ pk: monitor, sk: `ranges#env_${number}`, body: 'x'.repeat(300_000) });
    const sleptMs = async (share: Share) => {
      const slept: number[] = [];
      const timing = { nowMs: () => 0, sleep: async (ms: number) => void slept.push(Math.round(ms)) };
      await storeOf(monitor, share, timing).load();
      return slept;
    };

    expect(await sleptMs({ index: 1, count: 4 })).toEqual([341, 341]);
    expect(await sleptMs(WHOLE)).toEqual([]);
  });

  it('load() gives the first what shards that are no more have left, until it is told', async () => {
    const { monitor } = newStore();
    const third = storeOf(monitor, { index: 2, count: 3 });
    const left = await third.save({ ...(await third.load()).monitor, value: STATE });

    for (const share of [WHOLE, two(0)]) {
      const { shared } = await storeOf(monitor, share).load();
      expect(shared?.left).toEqual([{ ...left, isOver: true }]);
    }
    expect((await storeOf(monitor, two(1)).load()).shared?.left).toEqual([]);
    await storeOf(monitor, WHOLE).save({ ...left, isOver: true });
    expect(await storeOf(monitor, WHOLE).load()).not.toHaveProperty('shared');
  });

  it('load() knows the latest demand of an environment, whoever remembered it', async () => {
    const { monitor } = newStore();
    const demand = (itemCount: number, at: Date) => ({ itemCount, at, peaks: [] });
    const [first, second] = [storeOf(monitor, two(0)), storeOf(monitor, two(1))];
    const value = { environments: { env_a: demand(1, NOW), env_b: demand(2, later(60)) } };
    await first.save({ ...(await first.load()).demand, value });
    const other = { environments: { env_a: demand(3, later(60)), env_b: demand(4, NOW) } };
    await second.save({ ...(await second.load()).demand, value: other });

    for (const store of [first, second, storeOf(monitor)])
      expect((await store.load()).demand.value.environments).toEqual({
        env_a: demand(3, later(60)),
        env_b: demand(2, later(60)),
      });
  });
}
