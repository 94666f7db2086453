import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laterGap, noteFleetGap, noteGap, withoutGap } from '../../../lambda/judge/gap.ts';
import { judgeEnvironment } from '../../../lambda/judge/judge-environment.ts';
import { measure } from '../../../lambda/judge/measure.ts';
import { EMPTY_STATE, type EnvironmentState } from '../../../lambda/model/environment-state.ts';
import type { Incident } from '../../../lambda/model/incident.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { AT, aFailedReading, ago, aReading, aWorkItem, someRules } from '../../support/a-work-item.ts';

const minute = (number: number) => new Date(AT.getTime() + number * 60_000);
const ENVIRONMENT = { id: 'env_a', name: null, isArchived: false };
const STATS = { depthCount: null, pendingCount: 0, workersPollingCount: 0 };

/** An item whose last beat is of that minute, a second before its run. */
const beating = (id: string, beatMinute: number, state: WorkItem['state'] = 'active') =>
  aWorkItem({
    id,
    state,
    createdAt: minute(-60),
    acknowledgedAt: minute(-59),
    startedAt: minute(-58),
    latestHeartbeatAt: new Date(minute(beatMinute).getTime() - 1_000),
    stopRequestedAt: state === 'stopping' ? minute(beatMinute + 4) : null,
  });

/** @param listed null: the API does not answer, or there is no run */
function play(
  listed: (minute: number) => readonly WorkItem[] | null,
  minutes: number,
  isDown = false,
): string[] {
  let state: EnvironmentState = EMPTY_STATE;
  let previousAt = minute(-1);
  let lastRunAt = previousAt;
  const told: string[] = [];
  for (let number = 0; number <= minutes; number++) {
    const items = listed(number);
    if (items === null && isDown) continue;
    const reading = items === null ? aFailedReading() : aReading(items, { stats: STATS });
    const judged = judgeEnvironment(
      ENVIRONMENT,
      reading,
      state,
      { previousAt, at: minute(number) },
      someRules({ 'stale-heartbeat': { warning: 150, critical: 600 } }),
      { isQuiet: true, lastRunAt },
    );
    told.push(
      ...judged.state.outbox.map(({ condition, change, severity, ending }) =>
        [number, condition, change, severity, ...(ending === null ? [] : [ending])].join(' '),
      ),
    );
    state = { ...judged.state, outbox: [] };
    lastRunAt = minute(number);
    if (items !== null) previousAt = minute(number);
  }
  return told;
}

const OUT = (number: number) => number >= 10 && number < 30;

describe('a time in which nothing was read', () => {
  it.each([
    ['the API does not answer', false],
    ['the monitor is down', true],
  ])('is held against no worker: %s', (_, isDown) => {
    const waiting = aWorkItem({ id: 'work_2', createdAt: minute(9) });
    const listed = (number: number) => {
      if (OUT(number)) return null;
      // Workers come back within two minutes, and then take what has waited.
      if (number < 10) return [beating('work_1', number), ...(number === 9 ? [waiting] : [])];
      return [beating('work_1', number < 32 ? 9 : number), ...(number < 33 ? [waiting] : [])];
    };

    expect(play(listed, 60, isDown)).toEqual([]);
  });

  it('delays what is really dead by no more than that', () => {
    expect(play((number) => (OUT(number) ? null : [beating('work_1', Math.min(9, number))]), 45)).toEqual([
      '32 stale-heartbeat opened warning',
      '39 stale-heartbeat worsened critical',
    ]);
  });

  it('ends no incident and makes none grow', () => {
    const listed = (number: number) =>
      OUT(number)
        ? null
        : [beating('work_1', 0), beating('work_2', number < 10 ? number : number < 32 ? 9 : number)];

    expect(play(listed, 45)).toEqual([
      '3 stale-heartbeat opened warning',
      '30 stale-heartbeat worsened critical',
    ]);
  });
});

describe('an item whose worker is dead', () => {
  it('is in one incident until it ends, although somebody asks it to stop', () => {
    const listed = (number: number) => {
      if (number < 7) return [beating('work_1', 0)];
      return [beating('work_1', 0, number < 40 ? 'stopping' : 'stopped')];
    };

    expect(play(listed, 60)).toEqual([
      '3 stale-heartbeat opened warning',
      '45 stale-heartbeat resolved warning stopped',
    ]);
  });
});

describe('noteFleetGap()', () => {
  const KNOWN = { from: ago(9_000), to: ago(8_000) };

  it.each<[string, number | null, number, object]>([
    ['nothing new where most was read a minute ago', null, 60, KNOWN],
    ['none of an outage of two minutes', 149, 60, KNOWN],
    ['an outage that is over', 150, 60, { from: ago(150), to: AT }],
    ['a time without a run', null, 200, { from: ago(200), to: AT }],
    ['none of a run that came a little late', null, 199, KNOWN],
    ['the longer of both', 240, 300, { from: ago(300), to: AT }],
  ])('notes %s', (_, failingSeconds, lastRunSeconds, expected) => {
    const failingSince = failingSeconds === null ? null : ago(failingSeconds);

    expect(
      noteFleetGap({ failingSince, lastGap: KNOWN }, { at: AT, previousAt: ago(lastRunSeconds) }),
    ).toEqual(expected);
  });
});

describe('laterGap()', () => {
  const own = { from: ago(9_000), to: ago(8_000) };
  const fleet = { from: ago(600), to: ago(120) };

  it.each([
    ['that of the fleet where it was last read before that', ago(660), own, fleet, fleet],
    ['its own where it was read meanwhile', ago(540), own, fleet, own],
    [
      'its own where that ended later',
      ago(660),
      { from: ago(600), to: AT },
      fleet,
      { from: ago(600), to: AT },
    ],
    ['that of the fleet where it has none', ago(660), null, fleet, fleet],
    ['its own where the fleet has none', ago(660), own, null, own],
    ['its own in its first reading', null, null, fleet, null],
  ])('is %s', (_, previousAt, ownGap, fleetGap, expected) => {
    expect(laterGap(ownGap, fleetGap, { at: AT, previousAt })).toEqual(expected);
  });
});

describe('noteGap()', () => {
  const KNOWN = { from: ago(9_000), to: ago(8_000) };
  const unseen = (secondsAgo: number) => ({ unseen: { runCount: 1, since: ago(secondsAgo) } });

  it.each<[string, object, number | null, number | null]>([
    ['a run a minute', {}, 60, null],
    ['nothing before', {}, null, null],
    ['two runs that brought nothing', unseen(149), 60, null],
    ['three runs that brought nothing', unseen(150), 60, 150],
    ['a run that was killed, and the next one', {}, 199, null],
    ['more runs than that', {}, 200, 200],
    ['both: the longer one', unseen(150), 260, 260],
    ['both: whichever is longer', unseen(400), 260, 400],
    ['no run that could save when it was, since the gap before', {}, 8_600, 8_000],
  ])('%s', (_, streaks, lastRunSecondsAgo, fromSecondsAgo) => {
    const before = { streaks, lastGap: lastRunSecondsAgo === 8_600 ? KNOWN : null };
    const lastRunAt = lastRunSecondsAgo === null ? null : ago(lastRunSecondsAgo);

    expect(noteGap(before, { completeness: 'complete' }, AT, lastRunAt)).toEqual(
      fromSecondsAgo === null ? null : { from: ago(fromSecondsAgo), to: AT },
    );
    expect(noteGap({ streaks, lastGap: KNOWN }, { completeness: 'failed' }, AT, lastRunAt)).toBe(KNOWN);
  });
});

describe('withoutGap(), state by state', () => {
  const GAP = { from: ago(1_300), to: ago(100) };
  const at = (state: WorkItem['state'], secondsAgo: number) => {
    const since = ago(secondsAgo);
    return aWorkItem({
      id: `work_${state}_${secondsAgo}`,
      state,
      createdAt: state === 'queued' ? since : ago(5_000),
      acknowledgedAt: state === 'queued' ? null : state === 'starting' ? since : ago(4_900),
      startedAt: state === 'active' || state === 'stopping' ? ago(4_800) : null,
      latestHeartbeatAt: state === 'active' ? since : null,
      stopRequestedAt: state === 'stopping' ? since : null,
    });
  };
  const STATES = ['queued', 'starting', 'active', 'stopping'] as const;
  const items = STATES.flatMap((state) => [at(state, 1_400), at(state, 700), at(state, 50)]);
  const sample = measure(aReading(items), { at: AT, previousAt: null }, someRules());
  const agesIn = (incidents: readonly Incident[]) =>
    STATES.map((state) =>
      withoutGap(sample, GAP, incidents).byState[state].map(({ ageSeconds }) => ageSeconds),
    );
  const anIncident = (condition: Incident['condition'], openedSecondsAgo: number) =>
    ({ condition, openedAt: ago(openedSecondsAgo), itemIds: ['work_active_1400'] }) as unknown as Incident;

  it('counts on from where it stood', () => {
    expect(withoutGap(sample, null, [])).toBe(sample);
    expect(agesIn([])).toEqual(STATES.map(() => [200, 100, 50]));
    // The way it looks is as its age is.
    for (const { since, ageSeconds } of withoutGap(sample, GAP, []).byState.queued)
      expect(since).toEqual(ago(ageSeconds));
  });

  it.each([
    ['of an incident from before goes on', anIncident('stale-heartbeat', 1_300), 1_400],
    ['of one that opened since does not', anIncident('stale-heartbeat', 1_299), 200],
    ['of bounced work, which is over, does not', anIncident('work-bounced', 1_300), 200],
  ])('an item %s', (_, incident, expected) => {
    expect(agesIn([incident])[2]?.[0]).toBe(expected);
  });
});

describe('withoutGap()', () => {
  it('never makes an item older than it is', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.nat({ max: 50 }), fc.nat({ max: 50 }), (beat, from, length) => {
        const listed = (number: number) =>
          number > from && number <= from + length ? null : [beating('work_1', Math.min(beat, number))];
        const first = (told: readonly string[]) => Number.parseInt(told[0] ?? '999', 10);
        expect(first(play(listed, 130))).toBeGreaterThanOrEqual(
          first(play((number) => listed(number) ?? [beating('work_1', Math.min(beat, number))], 130)),
        );
      }),
      { numRuns: 40 },
    );
  });
});
