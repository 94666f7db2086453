/** The alarms on the error budget as a template has them, minute by minute: windows that slide, and both of them at once. */
import {
  type AlarmDefinition,
  type AlarmState,
  evaluateRange,
} from '../../../scripts/dashboard/alarm-model.ts';
import { evaluateMath, type Series } from './metric-math.ts';
import { resourceOf, type TemplateJson } from './synthesize-monitor.ts';

/** What was counted in each minute; null: nothing was published. */
export interface Minutes {
  readonly within: Series;
  readonly beyond: Series;
}

interface MathAlarm extends Omit<AlarmDefinition, 'DatapointsToAlarm'> {
  readonly DatapointsToAlarm?: number;
  readonly Metrics: readonly {
    readonly Id: string;
    readonly Expression?: string;
    readonly MetricStat?: { readonly Metric: { readonly MetricName: string }; readonly Period: number };
  }[];
}

/** @returns minutes at which the alarm named `Fast` or `Slow` fires and clears, such as `43: ALARM` */
export function playBurnAlarm(
  template: TemplateJson,
  name: 'Fast' | 'Slow',
  minutes: Minutes,
  extraPoints: number,
): AlarmState[] {
  const [long, short] = ['Long', 'Short'].map((window) => {
    const { Properties } = resourceOf(template, 'AWS::CloudWatch::Alarm', `Pickups${name}${window}`);
    return playWindow(Properties as unknown as MathAlarm, minutes, extraPoints);
  });
  return minutes.within.map((_, minute) =>
    long?.[minute] === 'ALARM' && short?.[minute] === 'ALARM' ? 'ALARM' : 'OK',
  );
}

/** Evaluated every minute, over the minutes before it. Source: "Evaluating an alarm", Amazon CloudWatch User Guide. */
function playWindow(alarm: MathAlarm, minutes: Minutes, extraPoints: number): AlarmState[] {
  const expression = alarm.Metrics.find(({ Expression }) => Expression !== undefined)?.Expression ?? '';
  const [period] = alarm.Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
  const windowMinutes = (period ?? Number.NaN) / 60;
  const values = evaluateMath(expression, {
    within: slide(minutes.within, windowMinutes),
    beyond: slide(minutes.beyond, windowMinutes),
  });
  if (typeof values === 'number') throw new Error(`${expression} is no series`);
  let state: AlarmState = 'INSUFFICIENT_DATA';
  return values.map((_, minute) => {
    const range = Array.from({ length: alarm.EvaluationPeriods + extraPoints }, (_unused, index) => {
      const at = minute - (alarm.EvaluationPeriods + extraPoints - 1 - index) * windowMinutes;
      return values[at] ?? null;
    });
    state = evaluateRange({ DatapointsToAlarm: alarm.EvaluationPeriods, ...alarm }, range, state);
    return state;
  });
}

/** @returns for each minute the sum of the window that ends with it; null: nothing was published in it */
function slide(series: Series, windowMinutes: number): Series {
  let [sum, knownCount] = [0, 0];
  const count = (value: number | null | undefined, sign: 1 | -1) => {
    if (value == null) return;
    sum += sign * value;
    knownCount += sign;
  };
  return series.map((value, minute) => {
    count(value, 1);
    count(series[minute - windowMinutes], -1);
    return knownCount === 0 ? null : sum;
  });
}
