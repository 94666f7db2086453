import { describe, expect, it } from 'vitest';
import { judgeRun } from '../../../lambda/judge/judge-run.ts';
import type { DirectoryEntry } from '../../../lambda/model/directory.ts';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import type { Reading } from '../../../lambda/model/reading.ts';
import { newRow, type Row } from '../../../lambda/model/row.ts';
import { aRunInput, type RunGiven } from '../../support/a-run-input.ts';
import { AT, aFailedReading, ago, aReading, aWorkItem } from '../../support/a-work-item.ts';

const STUCK = aReading([aWorkItem({ createdAt: ago(400) })]);
const IDLE = aReading([]);

const judge = (given: RunGiven) => judgeRun(aRunInput(given));
const rowOf = (given: RunGiven, id = 'env_a') => judge(given).rows.find((row) => row.id === id);
const toldOf = (row: { readonly value: EnvironmentState } | undefined) =>
  row?.value.outbox.map(({ condition, change, ending }) => [condition, change, ending].join(' ').trim());

/** A row of env_a, as the table holds it. */
const aRow = (value: Partial<EnvironmentState> = {}, row: Partial<Row<'environment'>> = {}) => {
  const state = { ...EMPTY_STATE, ...value };
  return { ...newRow('environment', 'env_a'), value: state, stored: state, version: 7, ...row };
};
const rowsWith = (row: Row<'environment'>) => ({ environments: new Map([[row.id, row]]) });
/** After a run that found work stuck and told it. */
const WITH_INCIDENT: Partial<EnvironmentState> = {
  ...rowOf({ readings: { env_a: STUCK } })?.value,
  outbox: [],
};

describe('judgeRun()', () => {
  it('judges what was read, and gives the monitor first', () => {
    const { judgements, metrics, rows } = judge({ readings: { env_a: STUCK, env_b: IDLE } });

    expect([...judgements].map(([id, { verdict }]) => [id, verdict])).toEqual([
      ['env_a', 'stalled'],
      ['env_b', 'ok'],
    ]);
    expect([...metrics].map(([id, { QueueDepth }]) => [id, QueueDepth])).toEqual([
      ['env_a', 1],
      ['env_b', 0],
    ]);
    expect(rows.map(({ kind, id }) => [kind, id])).toEqual([
      ['monitor', 'default'],
      ['environment', 'env_a'],
      ['environment', 'env_b'],
    ]);
    expect(rows.map(toldOf)).toEqual([[], ['queue-stuck opened'], []]);
  });

  it.each<[string, Reading]>([
    ['read in part', { ...STUCK, completeness: 'partial' }],
    ['not read', aFailedReading()],
  ])('publishes nothing of what was %s', (_, reading) => {
    const { judgements, metrics } = judge({ readings: { env_a: reading } });

    expect([judgements.size, metrics.size]).toEqual([1, 0]);
  });

  it('begins a row for what is new, and goes on with one that is there', () => {
    const spotCheck = { afterId: 'work_1', hasDoubt: false };
    const given = { readings: { env_a: STUCK }, entry: { spotCheck } };

    expect(rowOf(given)).toMatchObject({ version: null, isOver: false, value: { spotCheck } });
    const known = aRow({ ...WITH_INCIDENT });
    expect(rowOf({ ...given, rows: rowsWith(known) })).toEqual({
      ...known,
      value: { ...known.value, incidents: [expect.anything()], spotCheck },
    });
  });

  it('leaves alone what was meant to be read, and met a fault of our own', () => {
    const { judgements, rows } = judge({ watched: ['env_a'], rows: rowsWith(aRow(WITH_INCIDENT)) });

    expect(judgements.size).toBe(0);
    expect(rows.slice(1)).toEqual([aRow(WITH_INCIDENT)]);
  });

  it('counts flows by the window of the environment', () => {
    const stopped = aReading([aWorkItem({ state: 'stopped', createdAt: ago(900), stoppedAt: ago(300) })]);
    const window = { at: AT, previousAt: ago(600) };

    expect(judge({ readings: { env_a: stopped }, window }).metrics.get('env_a')?.ItemsStopped).toBe(1);
    expect(judge({ readings: { env_a: stopped } }).metrics.get('env_a')?.ItemsStopped).toBe(0);
  });

  it.each([
    ['corrupt' as const, true],
    ['newer-version' as const, undefined],
    [null, undefined],
  ])('says of what opens that it may be no news where its row is %s', (unreadable, isMaybeRepeated) => {
    const row = rowOf({ readings: { env_a: STUCK }, rows: rowsWith(aRow({}, { unreadable })) });

    expect(row?.value.outbox[0]?.isMaybeRepeated).toBe(isMaybeRepeated);
  });

  it('opens and ends nothing by a time that nothing confirms, and counts on', () => {
    const waiting = rowOf({ readings: { env_a: STUCK } })?.value;
    const unconfirmed = { instant: { isUnconfirmed: true } };
    const ended = rowOf({ readings: { env_a: IDLE }, rows: rowsWith(aRow(waiting)), ...unconfirmed })?.value;
    const failed = rowOf({ readings: { env_a: aFailedReading() }, ...unconfirmed });

    expect([ended?.incidents, ended?.outbox]).toEqual([waiting?.incidents, waiting?.outbox]);
    expect(toldOf(rowOf({ readings: { env_a: STUCK }, ...unconfirmed }))).toEqual([]);
    expect(failed?.value.failedRunCount).toBe(1);
  });

  it('leaves an environment that waits for its turn as it was, and writes no row of one that is new', () => {
    const row = aRow(WITH_INCIDENT);
    const waiting = { env_a: ago(60), env_new: AT };
    const { judgements, metrics, rows } = judge({ waiting, rows: rowsWith(row) });

    expect([judgements.size, metrics.size]).toEqual([0, 0]);
    expect(rows.slice(1)).toEqual([row]);
    expect(rows[1]).toBe(row);
  });

  it('counts from the return what an environment shows that was not read since before the API was gone', () => {
    const silent = aReading([
      aWorkItem({
        id: 'work_1',
        state: 'active',
        createdAt: ago(4_000),
        acknowledgedAt: ago(4_000),
        startedAt: ago(4_000),
        latestHeartbeatAt: ago(1_300),
      }),
    ]);
    const monitor = {
      ...newRow('monitor', 'default'),
      value: { ...EMPTY_STATE, lastGap: { from: ago(1_290), to: ago(60) } },
    };
    const toldWith = (previousAt: Date, rows: object) =>
      toldOf(
        rowOf({
          readings: { env_a: silent },
          window: { at: AT, previousAt },
          rows: { ...rowsWith(aRow({})), ...rows },
        }),
      );

    expect(toldWith(ago(1_320), {})).toEqual(['stale-heartbeat opened']);
    expect(toldWith(ago(1_320), { monitor })).toEqual([]);
    expect(toldWith(ago(60), { monitor })).toEqual(['stale-heartbeat opened']);
  });
});

describe('judgeRun() ends', () => {
  const archived = { environment: { id: 'env_a', name: null, isArchived: true } };
  const listed = { environments: ['env_a'] };

  it.each<[string, boolean, RunGiven]>([
    ['what is archived and empty', true, { readings: { env_a: IDLE }, entry: archived }],
    ['not what is archived and holds work', false, { readings: { env_a: STUCK }, entry: archived }],
    ['not what is empty', false, { readings: { env_a: IDLE } }],
    ['not what is configured', false, { readings: { env_a: IDLE }, entry: archived, settings: listed }],
  ])('%s', (_, isOver, given) => {
    expect(rowOf(given)?.isOver).toBe(isOver);
  });

  const named = (id: string, name: string): DirectoryEntry => ({ id, name, archivedAt: null });
  const found = {
    directory: { readAt: AT, environments: [named('env_b', 'weekly'), named('env_a', 'nightly')] },
  };
  const before = { ...newRow('directory', 'default'), value: found.directory };

  it.each<[string, RunGiven, string, string | null]>([
    ['not on the list any more', {}, 'not-listed', null],
    ['not configured any more', { settings: { environments: ['env_b'] } }, 'not-configured', null],
    ['gone, by its name in the directory', { directory: found }, 'not-listed', 'nightly'],
    ['gone, by its name in the one before', { rows: { directory: before } }, 'not-listed', 'nightly'],
  ])('what is %s', (_, given, ending, environmentName) => {
    const rows = { ...given.rows, ...rowsWith(aRow(WITH_INCIDENT)) };
    const { judgements, rows: judged } = judge({ readings: { env_b: IDLE }, ...given, rows });
    const row = judged.find(({ id }) => id === 'env_a');

    expect(row).toMatchObject({ version: 7, isOver: true, value: { incidents: [] } });
    expect(row?.value.outbox).toMatchObject([{ change: 'withdrawn', ending, environmentName }]);
    expect([...judgements.keys()]).toEqual(['env_b']);
  });
});
