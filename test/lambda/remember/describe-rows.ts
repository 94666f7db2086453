/** What the rows of the state must do on anything that calls itself DynamoDB. */

import { expect, it } from 'vitest';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import { newRow, type Row, type RowKind, type RowValues } from '../../../lambda/model/row.ts';
import type { ScanMemory } from '../../../lambda/model/scan-memory.ts';
import { anAlert } from '../notify/an-alert.ts';
import { type StartBackend, useStateTable } from './use-table.ts';

const NOW = new Date('2026-11-24T17:15:00Z');
const STATE: EnvironmentState = { ...EMPTY_STATE, failedRunCount: 2, failingSince: NOW, outbox: [anAlert()] };

const RANGES: ScanMemory = {
  ranges: [
    { beforeFirstId: null, end: { beforeId: 'work_1', id: 'work_2' }, count: 2, anchors: [] },
    {
      beforeFirstId: 'work_3',
      end: { beforeId: 'work_8', id: 'work_9' },
      count: 6,
      anchors: [{ beforeId: 'work_4', id: 'work_5', count: 2 }],
    },
  ],
  walk: { beforeId: null, id: 'work_1' },
  habit: null,
  writtenAt: NOW,
};

export function describeRows(start: StartBackend): void {
  const { newStore, putRaw, storeOf } = useStateTable(start);

  const environment = (id: string): Row<'environment'> => newRow('environment', id);
  const stored = <Kind extends RowKind>(row: Row<Kind>, value: RowValues[Kind], version: number) => ({
    ...row,
    value,
    stored: value,
    version,
  });

  it('load() of a new monitor finds nothing', async () => {
    const { store, monitor } = newStore();

    expect(await store.load()).toEqual({
      environments: new Map(),
      ranges: new Map(),
      monitor: newRow('monitor', monitor),
      directory: newRow('directory', monitor),
      demand: newRow('demand', monitor),
    });
  });

  it('load() brings back what was saved, and nothing of another monitor', async () => {
    const { store, monitor } = newStore();
    const directory = {
      readAt: NOW,
      environments: [{ id: 'env_a', name: 'nightly', archivedAt: null }],
    };
    const other = storeOf(`${monitor}-other`);
    await store.acquireLease({ holder: 'a', now: NOW, durationMs: 75_000 });
    const first = await store.save({ ...environment('env_a'), value: STATE });
    await store.save({ ...first, value: EMPTY_STATE });
    await store.save({ ...environment('env_b'), value: STATE });
    await store.save({ ...newRow('monitor', monitor), value: STATE });
    await store.save({ ...newRow('directory', monitor), value: directory });
    await store.save({ ...newRow('ranges', 'env_b'), value: RANGES });
    const demand = { environments: { env_a: { itemCount: 3, at: NOW, peaks: [{ itemCount: 3, at: NOW }] } } };
    await store.save({ ...newRow('demand', monitor), value: demand });
    await other.save({ ...environment('env_c'), value: STATE });

    expect(await store.load()).toEqual({
      environments: new Map([
        ['env_a', stored(environment('env_a'), EMPTY_STATE, 2)],
        ['env_b', stored(environment('env_b'), STATE, 1)],
      ]),
      ranges: new Map([['env_b', stored(newRow('ranges', 'env_b'), RANGES, 1)]]),
      monitor: stored(newRow('monitor', monitor), STATE, 1),
      directory: stored(newRow('directory', monitor), directory, 1),
      demand: stored(newRow('demand', monitor), demand, 1),
    });
  });

  it('load() reads every page of more than 1 MB', async () => {
    const { store } = newStore();
    const value = { ...EMPTY_STATE, outbox: Array.from({ length: 250 }, () => anAlert()) };
    const ids = Array.from({ length: 12 }, (_, index) => `env_${index}`);
    await Promise.all(ids.map((id) => store.save({ ...environment(id), value })));

    const { environments } = await store.load();

    expect(new Set(environments.keys())).toEqual(new Set(ids));
  });

  it.each([
    ['corrupt', { version: 7, schemaVersion: 1, body: '{' }, 7],
    ['corrupt', { body: 'without a version' }, null],
  ])('a row that is %s counts as empty and is overwritten by the next save', async (fault, row, version) => {
    const { store, monitor } = newStore();
    await putRaw({ pk: monitor, sk: 'environment#env_a', ...row });

    const loaded = (await store.load()).environments.get('env_a') ?? environment('env_none');
    const saved = await store.save({ ...loaded, value: STATE });

    expect(loaded).toEqual({ ...environment('env_a'), version, unreadable: fault });
    expect(saved).toEqual(stored(environment('env_a'), STATE, (version ?? 0) + 1));
    expect((await store.load()).environments.get('env_a')).toEqual(saved);
  });

  it('a row that a newer version wrote counts as empty and is left alone', async () => {
    const { store, monitor } = newStore();
    await putRaw({ pk: monitor, sk: 'environment#env_a', version: 7, schemaVersion: 2, body: '{"new":1}' });

    const loaded = (await store.load()).environments.get('env_a') ?? environment('env_none');
    const saved = await store.save({ ...loaded, value: STATE });
    await store.save({ ...saved, isOver: true, value: EMPTY_STATE });

    expect(loaded).toEqual({ ...environment('env_a'), version: 7, unreadable: 'newer-version' });
    expect((await store.load()).environments.get('env_a')).toEqual(loaded);
  });

  it.each([
    ['at an older version', { ...environment('env_a'), version: 1 }],
    ['as new', environment('env_a')],
    ['of one that is gone', { ...environment('env_gone'), version: 1 }],
    ['of one that is over, at an older version', { ...environment('env_a'), version: 1, isOver: true }],
  ])('save() %s is a conflict and changes nothing', async (_, row) => {
    const { store } = newStore();
    const first = await store.save(environment('env_a'));
    const second = await store.save({ ...first, value: STATE });

    await expect(store.save(row)).rejects.toMatchObject({ name: 'StateConflictError' });

    expect((await store.load()).environments).toEqual(new Map([['env_a', second]]));
  });

  it('save() takes away a row that is over, with its ranges', async () => {
    const { store } = newStore();
    const row = await store.save(environment('env_a'));
    await store.save({ ...newRow('ranges', 'env_a'), value: RANGES });

    const removed = await store.save({ ...row, isOver: true });

    const { environments, ranges } = await store.load();
    expect([environments.size, ranges.size, removed.version]).toEqual([0, 0, null]);
  });
}
