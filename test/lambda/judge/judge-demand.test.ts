import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeDemand, withWorkersWanted } from '../../../lambda/judge/judge-demand.ts';
import { newRow } from '../../../lambda/model/row.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { aRunInput, type RunGiven } from '../../support/a-run-input.ts';
import { AT, ago, aReading, aWorkItem } from '../../support/a-work-item.ts';

const items = (...states: WorkItem['state'][]) => states.map((state) => aWorkItem({ state }));
const PARTIAL = { completeness: 'partial' } as const;
const FAILED = { completeness: 'failed' } as const;

/** @param heldSeconds how old the complete reading is in which three items wanted a worker */
const judge = (given: RunGiven, heldSeconds: number | null = 60) => {
  const environments =
    heldSeconds === null ? {} : { env_a: { itemCount: 3, at: ago(heldSeconds), peaks: [] } };
  const demand = { ...newRow('demand', 'default'), value: { environments } };
  return judgeDemand(aRunInput({ settings: { sessionsPerWorker: 1 }, rows: { demand }, ...given }));
};
const wantedOf = (given: RunGiven, heldSeconds?: number | null) =>
  judge(given, heldSeconds).wanted.get('env_a') ?? null;

describe('judgeDemand()', () => {
  it.each([
    ['nothing', [], 0],
    ['each state that wants a worker', ['queued', 'starting', 'active'], 3],
    ['a state that this version does not know', ['other'], 1],
    ['not what is about to end or has ended', ['stopping', 'stopped'], 0],
  ] as const)('counts %s', (_what, states, workerCount) => {
    const reading = aReading(items(...states));

    expect(wantedOf({ readings: { env_a: reading } })).toEqual({ workerCount, heldSince: null });
  });

  it('counts an item that was made after the instant of the run: it may run already', () => {
    const reading = aReading([aWorkItem({ state: 'active', createdAt: ago(-30) })]);

    expect(wantedOf({ readings: { env_a: reading } })?.workerCount).toBe(1);
  });

  it.each([
    [1, 5],
    [2, 3],
    [4, 2],
    [5, 1],
    [6, 1],
  ])('with %i sessions a worker, five items want %i workers', (sessionsPerWorker, workerCount) => {
    const readings = { env_a: aReading(items('queued', 'queued', 'active', 'active', 'starting')) };

    expect(wantedOf({ settings: { sessionsPerWorker }, readings })?.workerCount).toBe(workerCount);
  });

  it.each([
    ['of one failed', { readings: { env_a: aReading([], FAILED) } }],
    ['of one that was not read', { watched: ['env_a'] }],
    ['of one read in part', { readings: { env_a: aReading(items('active'), PARTIAL) } }],
  ])('holds the last value where the reading %s', (_what, given) => {
    expect(wantedOf(given)).toEqual({ workerCount: 3, heldSince: ago(60) });
  });

  it('holds no less than a reading in part has seen, also in the next run', () => {
    const part = aReading(items('active', 'active', 'starting', 'queued'), PARTIAL);
    const { wanted, rows } = judge({ readings: { env_a: part } });

    expect(wanted.get('env_a')).toEqual({ workerCount: 4, heldSince: ago(60) });
    expect(rows[0]?.value.environments).toEqual({ env_a: { itemCount: 4, at: ago(60), peaks: [] } });
  });

  it.each([
    ['at 15 minutes', 900, 3],
    ['past 15 minutes', 901, null],
    ['of a time that has not been', -1, null],
    ['that is not known', null, null],
  ])('a value %s is held or is missing, and never 0', (_what, heldSeconds, workerCount) => {
    const found = judge({ readings: { env_a: aReading([], FAILED) } }, heldSeconds);

    expect(found.wanted.get('env_a')?.workerCount ?? null).toBe(workerCount);
    expect(Object.keys(found.rows[0]?.value.environments ?? {})).toEqual(
      workerCount === null ? [] : ['env_a'],
    );
  });

  it('remembers what it tells', () => {
    const { rows } = judge({ readings: { env_a: aReading(items('queued')) } });

    expect(rows.map(({ kind, value }) => [kind, value])).toEqual([
      ['demand', { environments: { env_a: { itemCount: 1, at: AT, peaks: [] } } }],
    ]);
  });

  it('tells and writes nothing where nothing is scaled, and forgets who is not watched', () => {
    const readings = { env_b: aReading(items('queued')) };

    expect(judge({ settings: {}, readings })).toEqual({ wanted: new Map(), rows: [] });
    expect(judge({ readings }).rows[0]?.value.environments).toEqual({
      env_b: { itemCount: 1, at: AT, peaks: [] },
    });
  });

  it('scales only the environments that say so, each by its own number', () => {
    const overrides = { env_a: { sessionsPerWorker: 2 } };
    const readings = { env_a: aReading(items('queued', 'queued')), env_b: aReading(items('queued')) };
    const countsOf = (settings: RunGiven['settings']) =>
      [...judge({ settings: settings ?? {}, readings }).wanted].map(([id, { workerCount }]) => [
        id,
        workerCount,
      ]);

    expect(countsOf({ overrides })).toEqual([['env_a', 1]]);
    expect(countsOf({ overrides, sessionsPerWorker: 1 })).toEqual([
      ['env_a', 1],
      ['env_b', 1],
    ]);
  });
});

describe('judgeDemand() with keepWorkersMinutes', () => {
  /** @param counts of complete readings, one a minute, the last of them now; null: not read */
  const play = (counts: readonly (number | null)[], keepWorkersMinutes: number) => {
    let demand = newRow('demand', 'default');
    return counts.map((count, index) => {
      const at = ago((counts.length - 1 - index) * 60);
      const reading = aReading(items(...Array.from({ length: count ?? 0 }, () => 'active' as const)), {
        ...(count === null ? FAILED : {}),
      });
      const judged = judgeDemand(
        aRunInput({
          settings: { sessionsPerWorker: 1, keepWorkersMinutes },
          readings: { env_a: reading },
          instant: { at },
          rows: { demand },
        }),
      );
      demand = judged.rows[0] ?? demand;
      return judged.wanted.get('env_a')?.workerCount ?? null;
    });
  };

  it.each([
    ['rises at once', [1, 5, 6], 3, [1, 5, 6]],
    ['falls after this time', [5, 1, 1, 1, 1, 1], 3, [5, 5, 5, 5, 1, 1]],
    ['falls to the next that was so', [5, 4, 1, 1, 1, 1, 1], 3, [5, 5, 5, 5, 4, 1, 1]],
    ['is as it is without it', [5, 1, 4], 0, [5, 1, 4]],
    ['does not fall while nothing is known', [5, 1, null, null, null, null, null], 3, [5, 5, 5, 5, 5, 5, 5]],
    ['falls when it is known again', [5, 1, null, null, null, 1], 3, [5, 5, 5, 5, 5, 1]],
  ])('%s', (_what, counts, keepWorkersMinutes, wanted) => {
    expect(play(counts, keepWorkersMinutes)).toEqual(wanted);
  });

  it('is the most of the complete readings of this time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 6 }),
        (counts, keep) => {
          expect(play(counts, keep)).toEqual(
            counts.map((_count, index) => Math.max(...counts.slice(Math.max(0, index - keep), index + 1))),
          );
        },
      ),
    );
  });
});

describe('withWorkersWanted()', () => {
  it('adds the metric, also to an environment that sends nothing else', () => {
    const demand = judge({ readings: { env_a: aReading([], FAILED), env_b: aReading([]) } });
    const metrics = new Map([['env_b', { QueueDepth: 0 }]]);

    expect([...withWorkersWanted(metrics, demand)]).toEqual([
      ['env_b', { QueueDepth: 0, WorkersWanted: 0 }],
      ['env_a', { WorkersWanted: 3 }],
    ]);
  });
});
