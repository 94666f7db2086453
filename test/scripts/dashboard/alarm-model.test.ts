import { describe, expect, it } from 'vitest';
import {
  type AlarmDefinition,
  evaluateRange,
  type Timeline,
} from '../../../scripts/dashboard/alarm-model.ts';

const anAlarm = (overrides: Partial<AlarmDefinition>): AlarmDefinition => ({
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  Threshold: 1,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 3,
  TreatMissingData: 'ignore',
  ...overrides,
});

/** As the guide writes them: 0 is fine, X breaches, - is missing. */
const toTimeline = (points: string): Timeline =>
  points.split(' ').map((point) => (point === '-' ? null : point === 'X' ? 1 : 0));

/** Source: the two tables of "Configuring how CloudWatch alarms treat missing data". */
describe('evaluateRange() gives the results of the CloudWatch guide', () => {
  it.each([
    { points: '0 - X - X', needed: 3, ignore: 'OK', breaching: 'OK', notBreaching: 'OK', current: 'ALARM' },
    { points: '0 - - - -', needed: 3, ignore: 'OK', breaching: 'OK', notBreaching: 'OK', current: 'ALARM' },
    {
      points: '- - - - -',
      needed: 3,
      ignore: 'current',
      breaching: 'ALARM',
      notBreaching: 'OK',
      current: 'OK',
    },
    {
      points: '- - - - -',
      needed: 3,
      ignore: 'current',
      breaching: 'ALARM',
      notBreaching: 'OK',
      current: 'ALARM',
    },
    {
      points: '0 X X - X',
      needed: 3,
      ignore: 'ALARM',
      breaching: 'ALARM',
      notBreaching: 'ALARM',
      current: 'OK',
    },
    {
      points: '- - X - -',
      needed: 3,
      ignore: 'current',
      breaching: 'ALARM',
      notBreaching: 'OK',
      current: 'ALARM',
    },
    {
      points: '0 - X - X',
      needed: 2,
      ignore: 'ALARM',
      breaching: 'ALARM',
      notBreaching: 'ALARM',
      current: 'OK',
    },
    {
      points: '0 0 X 0 X',
      needed: 2,
      ignore: 'ALARM',
      breaching: 'ALARM',
      notBreaching: 'ALARM',
      current: 'OK',
    },
    {
      points: '0 - X - -',
      needed: 2,
      ignore: 'OK',
      breaching: 'ALARM',
      notBreaching: 'OK',
      current: 'ALARM',
    },
    {
      points: '- - - - 0',
      needed: 2,
      ignore: 'OK',
      breaching: 'ALARM',
      notBreaching: 'OK',
      current: 'ALARM',
    },
    {
      points: '- - - - X',
      needed: 2,
      ignore: 'current',
      breaching: 'ALARM',
      notBreaching: 'OK',
      current: 'OK',
    },
  ] as const)('$needed of 3, $points, now $current', ({ points, needed, current, ...expected }) => {
    const range = toTimeline(points);
    const evaluate = (treatment: string) =>
      evaluateRange(anAlarm({ DatapointsToAlarm: needed, TreatMissingData: treatment }), range, current);

    expect({
      ignore: evaluate('ignore'),
      breaching: evaluate('breaching'),
      notBreaching: evaluate('notBreaching'),
    }).toEqual({
      ...expected,
      ignore: expected.ignore === 'current' ? current : expected.ignore,
    });
  });

  it('refuses an alarm that leaves missing data to the default', () => {
    expect(() => evaluateRange(anAlarm({ TreatMissingData: 'missing' }), [], 'OK')).toThrow(/missing data/);
  });
});
