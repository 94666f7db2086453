/** What the rows of the state must do on anything that calls itself DynamoDB. */

import { expect, it } from 'vitest';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import type { ScanMemory } from '../../../lambda/model/scan-memory.ts';
import type { StateStore } from '../../../lambda/remember/state-store.ts';
import { anAlert } from '../notify/an-alert.ts';
import { type StartBackend, useStateTable } from './use-state-table.ts';

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
  writtenAt: NOW,
};

export function describeRows(start: StartBackend): void {
  const { newStore, putRaw, storeOf } = useStateTable(start);

  it('loadRows() of a new monitor finds nothing', async () => {
    const { store } = newStore();

    expect(await store.loadRows()).toEqual({
      environments: new Map(),
      ranges: new Map(),
      monitor: { value: EMPTY_STATE, version: null, fault: null },
      directory: { value: { readAt: null, environments: [] }, version: null, fault: null },
    });
  });

  it('loadRows() brings back what was saved, and nothing of another monitor', async () => {
    const { store, monitor } = newStore();
    const directory = {
      readAt: NOW,
      environments: [{ id: 'env_a', name: 'nightly', archivedAt: null }],
    };
    await store.acquireLease({ holder: 'a', now: NOW, durationSeconds: 75 });
    await store.saveEnvironment('env_a', STATE, null);
    await store.saveEnvironment('env_a', EMPTY_STATE, 1);
    await store.saveEnvironment('env_b', STATE, null);
    await store.saveMonitor(STATE, null);
    await store.saveDirectory(directory, null);
    await store.saveRanges('env_b', RANGES, null);
    await storeOf(`${monitor}-other`).saveEnvironment('env_c', STATE, null);

    expect(await store.loadRows()).toEqual({
      environments: new Map([
        ['env_a', { value: EMPTY_STATE, version: 2, fault: null }],
        ['env_b', { value: STATE, version: 1, fault: null }],
      ]),
      ranges: new Map([['env_b', { value: RANGES, version: 1, fault: null }]]),
      monitor: { value: STATE, version: 1, fault: null },
      directory: { value: directory, version: 1, fault: null },
    });
  });

  it('removeEnvironment() takes its ranges with it', async () => {
    const { store } = newStore();
    await store.saveEnvironment('env_a', STATE, null);
    await store.saveRanges('env_a', RANGES, null);

    await store.removeEnvironment('env_a', 1);

    const { environments, ranges } = await store.loadRows();
    expect([environments.size, ranges.size]).toEqual([0, 0]);
  });

  it('loadRows() reads every page of more than 1 MB', async () => {
    const { store } = newStore();
    const outbox = Array.from({ length: 250 }, () => anAlert());
    const ids = Array.from({ length: 12 }, (_, index) => `env_${index}`);
    await Promise.all(ids.map((id) => store.saveEnvironment(id, { ...EMPTY_STATE, outbox }, null)));

    const { environments } = await store.loadRows();

    expect(new Set(environments.keys())).toEqual(new Set(ids));
  });

  it.each([
    ['corrupt', { version: 7, schemaVersion: 1, body: '{' }, 7],
    ['newer-version', { version: 7, schemaVersion: 2, body: '{}' }, 7],
    ['corrupt', { body: 'without a version' }, null],
  ])('a row that is %s counts as empty and is overwritten by the next save', async (fault, row, version) => {
    const { store, monitor } = newStore();
    await putRaw({ pk: monitor, sk: 'environment#env_a', ...row });

    const loaded = (await store.loadRows()).environments.get('env_a');
    const savedVersion = await store.saveEnvironment('env_a', STATE, loaded?.version ?? null);

    expect(loaded).toEqual({ value: EMPTY_STATE, version, fault });
    expect((await store.loadRows()).environments.get('env_a')).toEqual({
      value: STATE,
      version: savedVersion,
      fault: null,
    });
  });

  it.each<[string, (store: StateStore) => Promise<unknown>]>([
    ['saveEnvironment() at an older version', (store) => store.saveEnvironment('env_a', EMPTY_STATE, 1)],
    ['saveEnvironment() as new', (store) => store.saveEnvironment('env_a', EMPTY_STATE, null)],
    ['saveEnvironment() of a removed one', (store) => store.saveEnvironment('env_gone', EMPTY_STATE, 1)],
    ['removeEnvironment() at an older version', (store) => store.removeEnvironment('env_a', 1)],
  ])('%s is a conflict and changes nothing', async (_, write) => {
    const { store } = newStore();
    await store.saveEnvironment('env_a', EMPTY_STATE, null);
    await store.saveEnvironment('env_a', STATE, 1);

    await expect(write(store)).rejects.toMatchObject({ name: 'StateConflictError' });

    const { environments } = await store.loadRows();
    expect(environments).toEqual(new Map([['env_a', { value: STATE, version: 2, fault: null }]]));
  });

  it('removeEnvironment() removes the row', async () => {
    const { store } = newStore();
    const version = await store.saveEnvironment('env_a', STATE, null);

    await store.removeEnvironment('env_a', version);

    expect((await store.loadRows()).environments).toEqual(new Map());
  });
}
