import { describe, expect, it } from 'vitest';
import { judgeRun } from '../../../lambda/judge/judge-run.ts';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import type { ReadError } from '../../../lambda/model/reading.ts';
import { newRow, type Unreadable } from '../../../lambda/model/row.ts';
import { WHOLE } from '../../../lambda/model/share.ts';
import { aRunInput, type RunGiven } from '../../support/a-run-input.ts';
import { aFailedReading, ago, aReading, aWorkItem } from '../../support/a-work-item.ts';

/** What a run tells of the whole monitor. */
function tell(given: RunGiven, before: Partial<EnvironmentState> = {}) {
  const monitor = { ...newRow('monitor', 'default'), version: 3, value: { ...EMPTY_STATE, ...before } };
  const [row] = judgeRun(aRunInput({ ...given, rows: { monitor, ...given.rows } })).rows;
  expect(row).toMatchObject({ kind: 'monitor', id: 'default', version: 3 });
  return row?.value.outbox.map(({ condition, change, environmentIds, reason, evidence }) => ({
    told: `${condition} ${change}`,
    environmentIds,
    reason,
    evidence,
  }));
}
const IDLE = aReading([]);
const failure = (status: number | null, type: string): ReadError => ({
  status,
  type,
  message: 'No',
  requestId: null,
});

describe('judgeRun() of the whole monitor', () => {
  const down = failure(503, 'api_error');
  const failedTwice = { failedRunCount: 2, failingSince: ago(120) };

  it('tells that the API cannot be reached by what every environment met', () => {
    const readings = { env_a: aFailedReading({ error: down }), env_b: aFailedReading({ error: down }) };

    expect(tell({ readings }, failedTwice)).toEqual([
      expect.objectContaining({ told: 'api-unreachable opened', environmentIds: ['env_a', 'env_b'] }),
    ]);
    expect(tell({ readings: { ...readings, env_b: IDLE } }, failedTwice)).toEqual([]);
  });

  it('tells it by the discovery where no environment is known', () => {
    expect(tell({ directory: { error: down } }, failedTwice)).toEqual([
      expect.objectContaining({ told: 'api-unreachable opened', environmentIds: [], reason: '5xx' }),
    ]);
    expect(tell({ readings: { env_a: IDLE }, directory: { error: down } }, failedTwice)).toEqual([]);
    expect(tell({}, failedTwice)).toEqual([]);
  });

  it('tells of the environments that wait for their turn', () => {
    const waiting = { env_a: ago(300), env_b: ago(60) };

    expect(tell({ readings: { env_c: IDLE }, waiting })).toEqual([
      expect.objectContaining({ told: 'environments-not-asked opened', environmentIds: ['env_a'] }),
    ]);
  });

  it.each<[string, RunGiven, boolean]>([
    ['a list of all that has none', {}, true],
    ['not a list that could not be read', { directory: { error: failure(404, 'not_found_error') } }, false],
    ['not while one is watched', { watched: ['env_a'] }, false],
    ['not where environments are configured', { settings: { environments: ['env_a'] } }, false],
  ])('says that it watches nothing by %s', (_, given, isTold) => {
    const listed = { selfHostedCount: 0, otherCount: 2, malformedCount: 0 };
    const told = tell({ ...given, directory: { listed, ...given.directory } });

    expect(told).toEqual(
      isTold ? [expect.objectContaining({ told: 'nothing-watched opened', evidence: listed })] : [],
    );
  });

  const unreadable = (why: Unreadable) => ({ unreadable: why });
  const [environment, ranges] = [newRow('environment', 'env_a'), newRow('ranges', 'env_b')];

  it('tells of every kind of row that cannot be read, and of whose it is', () => {
    const rows = {
      monitor: { ...newRow('monitor', 'default'), version: 3, ...unreadable('corrupt') },
      directory: { ...newRow('directory', 'default'), ...unreadable('corrupt') },
      environments: new Map([
        ['env_a', { ...environment, ...unreadable('newer-version') }],
        ['env_c', newRow('environment', 'env_c')],
      ]),
      ranges: new Map([['env_b', { ...ranges, ...unreadable('corrupt') }]]),
    };

    expect(tell({ watched: ['env_a', 'env_b', 'env_c'], rows })).toEqual([
      {
        told: 'state-unreadable opened',
        environmentIds: ['env_a', 'env_b'],
        reason: 'newer-version',
        evidence: { newerCount: 1, corruptCount: 3 },
      },
    ]);
  });

  it('tells in one message what most of those tell that were asked, however many wait for their turn', () => {
    const stuck = aReading([aWorkItem({ createdAt: ago(400) })]);
    const idsOf = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, index) => `env_${prefix}${index}`);
    const readings = Object.fromEntries([
      ...idsOf('stuck', 5).map((id) => [id, stuck]),
      ...idsOf('idle', 4).map((id) => [id, IDLE]),
    ]);
    const waiting = Object.fromEntries(idsOf('waiting', 6).map((id) => [id, ago(60)]));

    expect(tell({ readings, waiting })).toEqual([
      expect.objectContaining({ told: 'queue-stuck opened', environmentIds: idsOf('stuck', 5) }),
    ]);
  });

  it('has its own row saved before that of a shard that is no more, whose groups it takes over', () => {
    const monitor = newRow('monitor', 'default');
    const left = [{ ...newRow('monitor', 'default#1'), version: 3, isOver: true }];
    const shared = { share: WHOLE, otherIds: new Set<string>(), fleet: EMPTY_STATE, left };
    const given = { readings: { env_a: IDLE } };

    expect(judgeRun(aRunInput(given)).isGrouped).toBe(false);
    const { isGrouped, rows } = judgeRun(aRunInput({ ...given, rows: { monitor, shared } }));
    expect(isGrouped).toBe(true);
    expect(rows.map(({ id }) => id)).toEqual(['default', 'env_a', 'default#1']);
  });

  it('waits in the mute windows of all', () => {
    const listed = { selfHostedCount: 0, otherCount: 0, malformedCount: 0 };
    const mute = [{ from: '11:00', until: '13:00' }];

    expect(tell({ directory: { listed } })).toHaveLength(1);
    expect(tell({ directory: { listed }, settings: { mute } })).toEqual([]);
  });
});
