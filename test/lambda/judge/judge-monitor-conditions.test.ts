import { describe, expect, it } from 'vitest';
import type { MuteWindow } from '../../../contract/mute.ts';
import { judgeMonitor, type MonitorFacts } from '../../../lambda/judge/judge-monitor.ts';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import { UNKNOWN_SKEW } from '../../../lambda/model/instant.ts';
import type { ReadError } from '../../../lambda/model/reading.ts';
import { AT } from '../../support/a-work-item.ts';
import { aMonitorObserved } from '../../support/monitor-observed.ts';

const failure = (status: number | null, type = 'some_error'): ReadError => ({
  status,
  type,
  message: 'No',
  requestId: null,
});
const NOTHING_LISTED = { selfHostedCount: 0, otherCount: 0, malformedCount: 0 };
const EMPTY = { discovery: { watchedCount: 0, listed: NOTHING_LISTED } };
const minute = (number: number) => new Date(AT.getTime() + number * 60_000);

/** What is told over runs with these facts, one a minute. */
function play(runs: readonly Partial<MonitorFacts>[], mute: readonly MuteWindow[] = []) {
  let state: EnvironmentState = EMPTY_STATE;
  let quietIds: ReadonlySet<string> = new Set();
  const alerts = runs.flatMap((given, index) => {
    const { counters: _, streaks: __, at: ___, ...facts } = aMonitorObserved();
    const instant = { ...facts.instant, ...given.instant, at: minute(index) };
    const before = { ...state, outbox: [] };
    ({ state, quietIds } = judgeMonitor(
      { monitor: 'default', mute, before },
      { ...facts, ...given, instant },
    ));
    return state.outbox;
  });
  const told = alerts.map(({ condition, change, at, severity }) => {
    const run = (at.getTime() - AT.getTime()) / 60_000;
    return [run, condition, change, ...(change === 'resolved' ? [] : [severity])].join(' ');
  });
  return { alerts, told, quietIds: [...quietIds], streaks: state.streaks };
}
const times = (count: number, facts: Partial<MonitorFacts>) =>
  Array<Partial<MonitorFacts>>(count).fill(facts);

describe('judgeMonitor() that did not ask every environment', () => {
  it('tells it five minutes after the last time, and its end to nobody in particular', () => {
    const waiting = { waiting: new Map([['env_b', minute(0)]]) };
    const { alerts, told } = play([...times(8, waiting), ...times(8, {})]);

    expect(told).toEqual(['5 environments-not-asked opened warning', '13 environments-not-asked resolved']);
    expect(alerts.map(({ environmentIds }) => environmentIds)).toEqual([['env_b'], []]);
  });

  it('tells those that wait, too, that the API cannot be reached', () => {
    const down = { errors: new Map([['env_a', failure(503)]]), waiting: new Map([['env_b', minute(0)]]) };

    expect(play(times(9, down)).alerts).toMatchObject([
      { condition: 'api-unreachable', environmentIds: ['env_a', 'env_b'] },
    ]);
  });
});

describe('judgeMonitor() that watches nothing', () => {
  it('tells it at once, and as critical in the fifteenth run', () => {
    expect(play(times(20, EMPTY)).told).toEqual([
      '0 nothing-watched opened warning',
      '14 nothing-watched worsened critical',
    ]);
  });

  it('counts neither on nor back while the list is not known', () => {
    const unknown = { discovery: { watchedCount: 0, listed: null } };

    expect(play([...times(13, EMPTY), ...times(9, unknown), EMPTY]).told).toHaveLength(1);
    expect(play([...times(14, EMPTY), ...times(9, unknown), EMPTY]).told.at(-1)).toBe(
      '23 nothing-watched worsened critical',
    );
  });

  it('is over with the first environment', () => {
    const { told, streaks } = play([
      ...times(3, EMPTY),
      ...times(6, { discovery: { watchedCount: 1, listed: NOTHING_LISTED } }),
    ]);

    expect(told).toEqual(['0 nothing-watched opened warning', '8 nothing-watched resolved']);
    expect(streaks).toEqual({});
  });

  it.each<[string, MuteWindow, number]>([
    ['a window for all', { from: '11:00', until: '13:00' }, 0],
    ['no window of single environments', { from: '11:00', until: '13:00', environments: ['env_a'] }, 1],
  ])('is muted by %s', (_, window, toldCount) => {
    expect(play(times(3, EMPTY), [window]).told).toHaveLength(toldCount);
  });
});

describe('judgeMonitor() that cannot reach the API', () => {
  const ids = ['env_a', 'env_b'];
  const down = { errors: new Map(ids.map((id) => [id, failure(503)])) };
  const up = { errors: new Map(ids.map((id) => [id, null])) };

  it('tells every environment that it is over', () => {
    expect(play([...times(3, down), ...times(6, up)]).alerts).toMatchObject([
      { change: 'opened', environmentIds: ids },
      { change: 'resolved', environmentIds: ids },
    ]);
  });

  it('makes nobody quiet for another incident, whose reason may be none as well', () => {
    const instant = { ...aMonitorObserved().instant, skew: { ...UNKNOWN_SKEW, deviatingRunCount: 9 } };
    const unclear = { instant, errors: new Map([['env_a', failure(404, 'not_found_error')]]) };
    const { told, quietIds } = play(times(2, unclear));

    expect(told).toEqual(['0 clock-unclear opened warning']);
    expect(quietIds).toEqual([]);
  });
});
