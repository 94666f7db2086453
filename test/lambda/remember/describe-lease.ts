/** What the lease must do on anything that calls itself DynamoDB. */
import { expect, it } from 'vitest';
import { EMPTY_MEMORY, type RunMemory } from '../../../lambda/model/run-memory.ts';
import { type StartBackend, useStateTable } from './use-table.ts';

const NOW = new Date('2026-11-24T17:15:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const lease = (holder: string, now = NOW) => ({ holder, now, durationMs: 75_000 });
const MEMORY: RunMemory = {
  ...EMPTY_MEMORY,
  lastAt: NOW,
  behind: { env_a: null, env_b: later(-60) },
};

export function describeLease(start: StartBackend): void {
  const { newStore, putRaw } = useStateTable(start);

  it('acquireLease() gives the first run number 1 and an empty memory', async () => {
    const { store } = newStore();

    const first = await store.acquireLease(lease('a'));

    expect(first).toMatchObject({ runNumber: 1, memory: EMPTY_MEMORY, unreadableMemory: null });
  });

  it('acquireLease() refuses until the instant the lease expires', async () => {
    const { store } = newStore();
    await store.acquireLease(lease('killed'));

    const results = [
      await store.acquireLease(lease('next', later(74.999))),
      await store.acquireLease(lease('next', later(75))),
    ];

    expect(results.map((result) => result?.runNumber ?? null)).toEqual([null, 2]);
  });

  it('acquireLease() takes a lease that lasts longer than any: the clock of its holder was wrong', async () => {
    const { store } = newStore();
    await store.acquireLease(lease('an hour ahead', later(3600)));

    expect((await store.acquireLease(lease('next', later(120))))?.runNumber).toBe(2);
  });

  it('acquireLease() repeated by its holder succeeds', async () => {
    const { store } = newStore();
    await store.acquireLease(lease('a'));

    expect(await store.acquireLease(lease('a'))).not.toBeNull();
  });

  it('releaseLease() hands its memory to the next run', async () => {
    const { store } = newStore();
    await store.acquireLease(lease('a'));
    await store.releaseLease({ holder: 'a', memory: MEMORY });

    expect(await store.acquireLease(lease('b'))).toEqual({
      runNumber: 2,
      announcedCount: null,
      memory: MEMORY,
      unreadableMemory: null,
    });
  });

  it('releaseLease() of a late run changes nothing', async () => {
    const { store } = newStore();
    await store.acquireLease(lease('late'));
    await store.acquireLease(lease('newer', later(80)));

    await expect(store.releaseLease({ holder: 'late', memory: MEMORY })).rejects.toMatchObject({
      name: 'StateConflictError',
    });

    await store.releaseLease({ holder: 'newer', memory: EMPTY_MEMORY });
    expect((await store.acquireLease(lease('c', later(90))))?.memory).toEqual(EMPTY_MEMORY);
  });

  it('releaseLease() without a memory leaves what is remembered as it is', async () => {
    const { store } = newStore();
    await store.acquireLease(lease('a'));
    await store.releaseLease({ holder: 'a', memory: MEMORY });
    await store.acquireLease(lease('b'));
    await store.releaseLease({ holder: 'b', memory: null });

    expect((await store.acquireLease(lease('c')))?.memory).toEqual(MEMORY);
  });

  it('acquireLease() says when the memory cannot be read', async () => {
    const { store, monitor } = newStore();
    await putRaw({ pk: monitor, sk: 'run', runNumber: 41, schemaVersion: 99, body: '{}' });

    const result = await store.acquireLease(lease('a'));

    expect(result).toMatchObject({ runNumber: 42, memory: EMPTY_MEMORY, unreadableMemory: 'newer-version' });
  });
}
