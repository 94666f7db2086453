/** Races, on dynalite only: moto checks a condition and writes in two steps, so there two runs may win. */
import { expect, it } from 'vitest';
import { newRow } from '../../../lambda/model/row.ts';
import { startDynamoDb } from '../../../local/stand-ins/dynamodb.ts';
import { createTraffic } from '../../../local/stand-ins/traffic.ts';
import { useStateTable } from './use-table.ts';

const NOW = new Date('2026-11-24T17:15:00Z');

const { newStore } = useStateTable(() => {
  const traffic = createTraffic(() => 0);
  return startDynamoDb(traffic, 'monitor-state');
});

it('acquireLease() lets exactly one of ten racing runs win, now and when the lease has expired', async () => {
  const { store } = newStore();
  const race = (now: Date) =>
    Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        store.acquireLease({ holder: `${now.toISOString()}-${index}`, now, durationMs: 75_000 }),
      ),
    );

  const races = [await race(NOW), await race(new Date(NOW.getTime() + 75_000))];

  expect(races.map((leases) => leases.flatMap((lease) => lease?.runNumber ?? []))).toEqual([[1], [2]]);
});

it('save() lets exactly one of ten racing writers win, of a new row and of an old one', async () => {
  const { store } = newStore();
  const race = (version: number | null) =>
    Promise.allSettled(
      Array.from({ length: 10 }, () => store.save({ ...newRow('environment', 'env_a'), version })),
    );

  const races = [await race(null), await race(1)];

  const won = races.map((results) =>
    results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.version] : [])),
  );
  expect(won).toEqual([[1], [2]]);
});
