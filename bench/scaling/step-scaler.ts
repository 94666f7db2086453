/**
 * What an alarm and its step scaling policy do, as they stand in the template that is deployed.
 * Source: CloudWatch User Guide, "Alarm evaluation" and "How alarms treat missing data"; Application Auto Scaling and EC2 Auto
 * Scaling User Guides, "Step scaling policies".
 */
import type { Scaler, Signal } from './scaler.ts';

export interface StepPolicy {
  readonly alarm: {
    readonly Threshold: number;
    readonly Period: number;
    readonly EvaluationPeriods: number;
    readonly Statistic: string;
    readonly ComparisonOperator: string;
    readonly TreatMissingData: string;
  };
  readonly adjustmentType: string;
  readonly steps: readonly {
    readonly MetricIntervalLowerBound?: number;
    readonly MetricIntervalUpperBound?: number;
    readonly ScalingAdjustment: number;
  }[];
  readonly cooldownSeconds: number;
  readonly minCapacity: number;
  readonly maxCapacity: number;
}

const MINUTE_MS = 60_000;

/** @param extraPeriods that CloudWatch looks further back for a point where the newest are missing: it does not say how many */
export function createStepScaler(policy: StepPolicy, extraPeriods: number): Scaler {
  const { alarm, steps, cooldownSeconds, minCapacity, maxCapacity } = policy;
  requireKnown(policy);
  let scaledInAtMs = Number.NEGATIVE_INFINITY;
  return {
    decide: (nowMs, capacity, signal) => {
      const isEvaluated = nowMs % MINUTE_MS === 0;
      const value = isEvaluated ? highestOf(signal, nowMs, alarm.Period, extraPeriods) : null;
      // No data is no alarm; and only while it lasts the action is repeated, every minute.
      if (value === null || value < alarm.Threshold) return capacity;
      const above = value - alarm.Threshold;
      const step = steps.find(
        ({ MetricIntervalLowerBound: from = 0, MetricIntervalUpperBound: to = Number.POSITIVE_INFINITY }) =>
          above >= from && above < to,
      );
      const wanted = Math.min(maxCapacity, Math.max(minCapacity, step?.ScalingAdjustment ?? capacity));
      if (wanted < capacity && nowMs - scaledInAtMs < cooldownSeconds * 1000) return capacity;
      if (wanted < capacity) scaledInAtMs = nowMs;
      return wanted;
    },
  };
}

/** Of the newest period that has a point; a minute counts when it is over. */
function highestOf(
  signal: Signal,
  nowMs: number,
  periodSeconds: number,
  extraPeriods: number,
): number | null {
  const minutes = periodSeconds / 60;
  for (let back = 0; back <= extraPeriods; back++) {
    const points = Array.from({ length: minutes }, (_, index) =>
      signal(nowMs - (back * minutes + index + 1) * MINUTE_MS),
    ).filter((point) => point !== null);
    if (points.length > 0) return Math.max(...points);
  }
  return null;
}

/** The model knows this one way of scaling. */
function requireKnown({ alarm, adjustmentType }: StepPolicy): void {
  const actual = [
    adjustmentType,
    alarm.ComparisonOperator,
    alarm.EvaluationPeriods,
    alarm.Statistic,
    alarm.TreatMissingData,
  ];
  const known = ['ExactCapacity', 'GreaterThanOrEqualToThreshold', 1, 'Maximum', 'missing'];
  if (actual.some((value, index) => value !== known[index]))
    throw new Error(`The model does not know a policy of ${JSON.stringify(actual)}`);
}
