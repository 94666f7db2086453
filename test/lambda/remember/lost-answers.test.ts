/** The SDK repeats a write whose answer was lost. What it then finds is its own work, which is no conflict. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EMPTY_STATE } from '../../../lambda/model/environment-state.ts';
import { newRow, type Row } from '../../../lambda/model/row.ts';
import { EMPTY_MEMORY, type RunMemory } from '../../../lambda/model/run-memory.ts';
import { createStore, type Store } from '../../../lambda/remember/store.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from '../../../local/stand-ins/credentials.ts';
import { startDynamoDb } from '../../../local/stand-ins/dynamodb.ts';
import { createTraffic } from '../../../local/stand-ins/traffic.ts';

const NOW = new Date('2026-11-24T17:15:00Z');
const MEMORY: RunMemory = { ...EMPTY_MEMORY, lastAt: NOW };
const FAILING = { ...EMPTY_STATE, failedRunCount: 1, failingSince: NOW };

let backend: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBClient;
let lostCount = 0;
let monitorCount = 0;

beforeAll(async () => {
  backend = await startDynamoDb(
    createTraffic(() => 0),
    'monitor-state',
  );
  client = new DynamoDBClient({
    endpoint: backend.url,
    region: STAND_IN_REGION,
    credentials: STAND_IN_CREDENTIALS,
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if (lostCount === 0) return result;
      lostCount--;
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', $metadata: {} });
    },
    { step: 'deserialize', priority: 'high', name: 'loseAnswers' },
  );
});
afterAll(async () => {
  client.destroy();
  await backend.close();
});

const newStore = (): Store =>
  createStore({ client, tableName: 'monitor-state', monitor: `monitor-${++monitorCount}` });
const lease = (holder: string) => ({ holder, now: NOW, durationMs: 75_000 });

/** Loses the answer to the first request of the call; the SDK sends it again. */
async function losingOneAnswer<T>(call: () => Promise<T>): Promise<T> {
  lostCount = 1;
  const result = await call();
  expect(lostCount).toBe(0);
  return result;
}

const NEW: Row<'environment'> = newRow('environment', 'env_a');

it('save() of a new row succeeds', async () => {
  const store = newStore();

  const { version } = await losingOneAnswer(() => store.save({ ...NEW, value: FAILING }));

  expect(version).toBe(1);
  expect((await store.load()).environments.get('env_a')?.value).toEqual(FAILING);
});

it('save() of an old row succeeds, and the next save goes on from its version', async () => {
  const store = newStore();
  const first = await store.save(NEW);

  const second = await losingOneAnswer(() => store.save({ ...first, value: FAILING }));
  const third = await store.save({ ...second, value: EMPTY_STATE });

  expect([first, second, third].map(({ version }) => version)).toEqual([1, 2, 3]);
});

it('save() of a row that is over succeeds', async () => {
  const store = newStore();
  const row = await store.save({ ...NEW, value: FAILING });

  lostCount = 2;
  await store.save({ ...row, isOver: true });

  expect((await store.load()).environments).toEqual(new Map());
});

it('acquireLease() succeeds', async () => {
  const store = newStore();

  expect(await losingOneAnswer(() => store.acquireLease(lease('a')))).not.toBeNull();
});

it('releaseLease() succeeds, and hands its memory on', async () => {
  const store = newStore();
  await store.acquireLease(lease('a'));

  await losingOneAnswer(() => store.releaseLease({ holder: 'a', memory: MEMORY }));

  expect((await store.acquireLease(lease('b')))?.memory).toEqual(MEMORY);
});

it('releaseLease() repeated after another run took the lease leaves it alone', async () => {
  const store = newStore();
  await store.acquireLease(lease('a'));
  await store.releaseLease({ holder: 'a', memory: MEMORY });
  await store.acquireLease(lease('b'));

  await expect(store.releaseLease({ holder: 'a', memory: MEMORY })).rejects.toMatchObject({
    name: 'StateConflictError',
  });
  expect(await store.acquireLease(lease('c'))).toBeNull();
});
