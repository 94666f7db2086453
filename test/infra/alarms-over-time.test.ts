import { describe, expect, it } from 'vitest';
import { type AlarmDefinition, evaluateAlarm, type Timeline } from '../../scripts/dashboard/alarm-model.ts';
import { changesOf } from './support/changes-of.ts';
import { resourceOf, synthesizeMonitor } from './support/synthesize-monitor.ts';

const template = synthesizeMonitor();

/** Whom a change of it is told, besides. */
interface AlarmProperties extends AlarmDefinition {
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
}

function alarmNamed(name: string): AlarmProperties {
  const properties = resourceOf(template, 'AWS::CloudWatch::Alarm', name).Properties;
  return properties as unknown as AlarmProperties;
}

const repeat = <T>(value: T, minutes: number): T[] => Array.from({ length: minutes }, () => value);

/** How far CloudWatch may look back beyond the evaluation periods: not documented, so all of these must do. */
describe.each([0, 2, 5])('alarms over time, looking back %i points further', (extraPoints) => {
  const over = (name: string, timeline: Timeline) =>
    changesOf(evaluateAlarm(alarmNamed(name), timeline, extraPoints));

  it('NoSuccessfulRun fires when the monitor is dead for 20 minutes, and clears when it is back', () => {
    const timeline = [...repeat(1, 10), ...repeat(null, 20), ...repeat(1, 10)];
    const changes = over('NoSuccessfulRun', timeline);

    // Dead from minute 10 on: five silent minutes are over at 14, the look-back may cost a few more.
    expect(changes).toEqual(
      ['0: OK', `${14 + extraPoints}: ALARM`, '30: OK'].map((line) => expect.stringMatching(line)),
    );
  });

  it('the first day: the one alarm that was promised, its end after the first token, and no other mail', () => {
    const minutesWithoutToken = 30;
    const withToken = 30;
    const timelines: Readonly<Record<string, Timeline>> = {
      // Without a token a run ends early: no error, no metric of ours.
      NoSuccessfulRun: [...repeat(null, minutesWithoutToken), ...repeat(1, withToken)],
      FunctionErrors: repeat(0, minutesWithoutToken + withToken),
      SlowRuns: [...repeat(400, minutesWithoutToken), ...repeat(3_000, withToken)],
      NotificationsFailed: [...repeat(null, minutesWithoutToken), ...repeat(0, withToken)],
    };
    const mails = Object.entries(timelines).flatMap(([name, timeline]) => {
      const { OKActions = [], AlarmActions = [] } = alarmNamed(name);
      return over(name, timeline)
        .filter(
          (change) =>
            (change.endsWith('ALARM') ? AlarmActions : change.endsWith('OK') ? OKActions : []).length,
        )
        .map((change) => `${name} ${change}`);
    });

    expect(mails).toEqual(['NoSuccessfulRun 0: ALARM', `NoSuccessfulRun ${minutesWithoutToken}: OK`]);
  });

  it.each([
    { name: 'one missed run', timeline: [...repeat(1, 10), null, ...repeat(1, 10)] },
    { name: 'every other run missed', timeline: repeat([1, null], 15).flat() },
    { name: 'four missed runs', timeline: [...repeat(1, 10), ...repeat(null, 4), ...repeat(1, 10)] },
  ])('NoSuccessfulRun does not fire for $name', ({ timeline }) => {
    expect(over('NoSuccessfulRun', timeline)).toEqual(['0: OK']);
  });

  it('no alarm fires for a broken environment: its runs succeed', () => {
    const minutes = 60;

    expect(over('NoSuccessfulRun', repeat(1, minutes))).toEqual(['0: OK']);
    expect(over('FunctionErrors', repeat(0, minutes))).toEqual(['0: OK']);
    expect(over('SlowRuns', repeat(31_000, minutes))).toEqual(['0: OK']);
    expect(over('NotificationsFailed', repeat(0, minutes))).toEqual(['0: OK']);
  });

  it('FunctionErrors and SlowRuns fire when every other run is cut off, as the lease of a killed run makes it', () => {
    const cutOff = repeat([1, 0], 5).flat();

    expect(over('FunctionErrors', [...repeat(0, 10), ...cutOff])).toEqual(['0: OK', '14: ALARM']);
    expect(over('SlowRuns', [...repeat(0, 10), ...cutOff.map((failed) => failed * 60_000)])).toEqual([
      '0: OK',
      '14: ALARM',
    ]);
  });

  it('FunctionErrors does not fire for two failed runs, and clears 15 minutes after the last but two', () => {
    expect(over('FunctionErrors', [...repeat(0, 5), 1, 1, ...repeat(0, 20)])).toEqual(['0: OK']);
    expect(over('FunctionErrors', [...repeat(0, 5), 1, 1, 1, ...repeat(0, 20)])).toEqual([
      '0: OK',
      '7: ALARM',
      '20: OK',
    ]);
  });

  it('NotificationsFailed fires after three runs in a row with alerts waiting', () => {
    expect(over('NotificationsFailed', [...repeat(0, 5), 2, 2, ...repeat(0, 5), 1, 1, 1, 0])).toEqual([
      '0: OK',
      '14: ALARM',
      '15: OK',
    ]);
  });

  it.each(['FunctionErrors', 'SlowRuns', 'NotificationsFailed'])('%s does not clear by silence', (name) => {
    const breach = alarmNamed(name).Threshold;

    expect(over(name, [...repeat(0, 10), ...repeat(breach, 15), ...repeat(null, 60)]).at(-1)).toMatch(
      /ALARM$/,
    );
  });

  it('some alarm is on in every silent minute after one fired, even where errors came and went', () => {
    const silence = repeat(null, 60);
    const errors = evaluateAlarm(
      alarmNamed('FunctionErrors'),
      [...repeat([1, 0], 5).flat(), ...silence],
      extraPoints,
    );
    const dead = evaluateAlarm(
      alarmNamed('NoSuccessfulRun'),
      [...repeat([null, 1], 5).flat(), ...silence],
      extraPoints,
    );
    const firedAt = errors.indexOf('ALARM');

    const green = errors.filter(
      (state, minute) => minute >= firedAt && state === 'OK' && dead[minute] === 'OK',
    );
    expect(firedAt).toBeGreaterThan(0);
    expect(green).toEqual([]);
  });

  it('the dead-man alarm stays on through any length of silence', () => {
    const states = evaluateAlarm(
      alarmNamed('NoSuccessfulRun'),
      [...repeat(1, 3), ...repeat(null, 600)],
      extraPoints,
    );

    expect(new Set(states.slice(5 + 3 + extraPoints))).toEqual(new Set(['ALARM']));
  });
});
