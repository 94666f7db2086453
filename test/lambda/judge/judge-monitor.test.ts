import { describe, expect, it } from 'vitest';
import { UNDISCOVERED_ID } from '../../../lambda/judge/conditions/api-unreachable.ts';
import type { ReadErrors } from '../../../lambda/judge/conditions/condition-definition.ts';
import { judgeMonitor, type MonitorFacts } from '../../../lambda/judge/judge-monitor.ts';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import type { ReadError } from '../../../lambda/model/reading.ts';
import { AT } from '../../support/a-work-item.ts';
import { aMonitorObserved } from '../../support/monitor-observed.ts';

const error = (status: number | null, type = 'some_error'): ReadError => ({
  status,
  type,
  message: 'No',
  requestId: null,
});
const minute = (number: number) => new Date(AT.getTime() + number * 60_000);
const ids = (count: number) => Array.from({ length: count }, (_, index) => `env_${index}`);

/** Environments of which the first so many fail in one way, the next in another; the rest is read. */
function errorsOf(count: number, failing: readonly (readonly [number, ReadError])[]): ReadErrors {
  const failures = failing.flatMap(([times, each]) => Array<ReadError>(times).fill(each));
  return new Map(ids(count).map((id, index) => [id, failures[index] ?? null]));
}

function factsOf(errors: ReadErrors, at: Date): MonitorFacts {
  const { counters: _, streaks: __, at: ___, ...facts } = aMonitorObserved({ errors });
  return { ...facts, instant: { ...facts.instant, at } };
}

function play(runs: readonly ReadErrors[]) {
  let state: EnvironmentState = EMPTY_STATE;
  const told: string[] = [];
  let quietIds: readonly string[] = [];
  for (const [index, errors] of runs.entries()) {
    const judged = judgeMonitor(
      { monitor: 'default', mute: [], before: { ...state, outbox: [] } },
      factsOf(errors, minute(index)),
    );
    state = judged.state;
    quietIds = [...judged.quietIds];
    told.push(...state.outbox.map(({ change }) => `${index} ${change}`));
  }
  return { told, quietIds, state };
}
const times = (count: number, errors: ReadErrors) => Array<ReadErrors>(count).fill(errors);

describe('judgeMonitor()', () => {
  const down = error(503);

  it('notes the gap of an outage when it is over, and none while it lasts', () => {
    const outage = times(5, errorsOf(4, [[4, down]]));

    expect(play(outage).state.lastGap).toBeNull();
    expect(play([...outage, errorsOf(4, [])]).state.lastGap).toEqual({ from: minute(0), to: minute(5) });
  });

  it.each([
    { name: 'all of one', errors: errorsOf(1, [[1, down]]), isTold: true },
    { name: 'all of three', errors: errorsOf(3, [[3, down]]), isTold: true },
    { name: 'two of three: below four, all must fail', errors: errorsOf(3, [[2, down]]), isTold: false },
    { name: 'two of four: half is not more than half', errors: errorsOf(4, [[2, down]]), isTold: false },
    { name: 'three of four', errors: errorsOf(4, [[3, down]]), isTold: true },
    {
      name: 'three of four, with different 5xx',
      errors: errorsOf(4, [
        [2, down],
        [1, error(500)],
      ]),
      isTold: true,
    },
    {
      name: 'all of four in two ways',
      errors: errorsOf(4, [
        [2, down],
        [2, error(403)],
      ]),
      isTold: false,
    },
    { name: 'all of four, not found', errors: errorsOf(4, [[4, error(404)]]), isTold: false },
    { name: 'none at all', errors: new Map(), isTold: false },
    { name: 'a discovery that is not found', errors: new Map([[UNDISCOVERED_ID, error(404)]]), isTold: true },
    {
      name: 'a discovery that cannot be understood',
      errors: new Map([[UNDISCOVERED_ID, error(200, 'unexpected_response')]]),
      isTold: true,
    },
  ])('tells in the third run that fails: $name', ({ errors, isTold }) => {
    expect(play(times(2, errors)).told).toEqual([]);
    expect(play(times(20, errors)).told).toEqual(isTold ? ['2 opened'] : []);
  });

  it('names the failure, those it hits, and the evidence', () => {
    const { state } = play(times(3, errorsOf(4, [[3, down]])));

    expect(state.outbox[0]).toMatchObject({
      messageId: 'default.api-unreachable.20261124T120200Z.1',
      environmentIds: ['env_0', 'env_1', 'env_2'],
      severity: 'critical',
      reason: '5xx',
      since: minute(0),
      evidence: { status: 503, environmentCount: 4, failedCount: 3 },
      threshold: null,
    });
  });

  it('names no environment while none is known', () => {
    const { state } = play(times(3, new Map([[UNDISCOVERED_ID, down]])));

    expect(state.outbox[0]?.environmentIds).toEqual([]);
  });

  it('begins to count anew after a run in which it did not fail', () => {
    const failing = errorsOf(1, [[1, down]]);

    expect(play([failing, failing, errorsOf(1, []), failing, failing]).told).toEqual([]);
  });

  it('quietens only those that fail in the way it tells, and only once it has', () => {
    const errors = errorsOf(5, [
      [3, down],
      [1, error(404)],
    ]);

    expect(play(times(2, errors)).quietIds).toEqual([]);
    expect(play(times(3, errors)).quietIds).toEqual(ids(3));
  });

  it('resolves after five minutes in which most environments are read', () => {
    const runs = [...times(4, errorsOf(4, [[4, down]])), ...times(7, errorsOf(4, [[1, down]]))];

    expect(play(runs).told).toEqual(['2 opened', '9 resolved']);
    expect(play(runs.slice(0, 9)).quietIds).toEqual(['env_0']);
    expect(play(runs).quietIds).toEqual([]);
  });
});
