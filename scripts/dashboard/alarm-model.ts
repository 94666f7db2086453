/**
 * How CloudWatch evaluates a metric alarm, minute by minute, for timelines of one point a minute.
 * Source: Amazon CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data".
 */

/** Properties of AWS::CloudWatch::Alarm that decide its state. */
export interface AlarmDefinition {
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly TreatMissingData: string;
}

/** A value a minute; null is a minute without data. */
export type Timeline = readonly (number | null)[];
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/**
 * @param extraPoints CloudWatch looks back a few points further than the evaluation periods; the guide does
 *   not say how many, only that its example of three looks at five
 * @returns the state after each minute
 */
export function evaluateAlarm(alarm: AlarmDefinition, timeline: Timeline, extraPoints: number): AlarmState[] {
  let state: AlarmState = 'INSUFFICIENT_DATA';
  return timeline.map((_value, minute) => {
    const rangeStart = Math.max(0, minute + 1 - alarm.EvaluationPeriods - extraPoints);
    state = evaluateRange(alarm, timeline.slice(rangeStart, minute + 1), state);
    return state;
  });
}

/** @param range the points CloudWatch looks at, oldest first */
export function evaluateRange(alarm: AlarmDefinition, range: Timeline, current: AlarmState): AlarmState {
  const { EvaluationPeriods, DatapointsToAlarm, TreatMissingData } = alarm;
  // Missing points are used as rarely as possible: real ones from further back come first.
  const real = range.filter((value) => value !== null).slice(-EvaluationPeriods);
  const breachingCount = real.filter((value) => isBreaching(alarm, value)).length;
  const filledCount = EvaluationPeriods - real.length;
  if (breachingCount >= DatapointsToAlarm) return 'ALARM';
  if (filledCount === 0) return 'OK';
  const allBreach = breachingCount === real.length;
  switch (TreatMissingData) {
    case 'breaching':
      return breachingCount + filledCount >= DatapointsToAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
      return 'OK';
    case 'ignore':
      return allBreach ? current : 'OK';
    default:
      throw new Error(`The alarm leaves missing data to a default: ${TreatMissingData}`);
  }
}

function isBreaching({ ComparisonOperator, Threshold }: AlarmDefinition, value: number): boolean {
  switch (ComparisonOperator) {
    case 'LessThanThreshold':
      return value < Threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= Threshold;
    default:
      throw new Error(`The model does not know the operator ${ComparisonOperator}`);
  }
}
