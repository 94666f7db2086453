/** What is published is right, and flows are neither lost nor counted twice. */

import {
  ENVIRONMENT_METRICS,
  type EnvironmentMetricName,
  type EnvironmentMetrics,
} from '../../contract/metrics.ts';
import type { Case } from './fault-case.ts';
import type { Play } from './play.ts';
import { ENVIRONMENTS, MINUTES } from './stage.ts';

const NAMES = Object.keys(ENVIRONMENT_METRICS) as readonly EnvironmentMetricName[];
const GAUGES = NAMES.filter((name) => ENVIRONMENT_METRICS[name].kind === 'gauge');
const FLOWS = NAMES.filter((name) => ENVIRONMENT_METRICS[name].kind !== 'gauge');
const DEFAULT_RECOVERY_RUNS = 3;

/** What was published of an environment: minute, metrics. */
type Series = readonly (readonly [number, EnvironmentMetrics])[];

export function findMetricFaults(truth: Play, played: Play, theCase: Case): string[] {
  return ENVIRONMENTS.flatMap((id) => {
    const [right = [], seen = []] = [truth, played].map((each) => seriesOf(each, id, played.minutes));
    return [
      ...(theCase.isNumbersChanged && theCase.touched.includes(id)
        ? []
        : findGaugeFaults(id, right, seen, theCase)),
      ...findFlowFaults(id, right, seen, theCase),
      ...findMissing(id, right, seen, theCase),
    ].slice(0, 3);
  });
}

const seriesOf = ({ published }: Play, id: string, untilMinute: number): Series =>
  published.flatMap(({ minute, environments }) => {
    if (minute > untilMinute) return [];
    const metrics = environments.get(id);
    return metrics === undefined ? [] : [[minute, metrics] as const];
  });

/** Equal or missing, never different. */
function findGaugeFaults(id: string, right: Series, seen: Series, theCase: Case): string[] {
  const { readsLateSeconds = 0 } = theCase;
  const rights = new Map(right);
  return seen.flatMap(([minute, metrics]) =>
    GAUGES.flatMap((name) => {
      const [is, should] = [metrics[name], rights.get(minute)?.[name]];
      return is === undefined || isSame(name, is, should, readsLateSeconds)
        ? []
        : [`minute ${minute} ${id} ${name} is ${is}, not ${should}`];
    }),
  );
}

/** The time of an answer is told in whole seconds: an age is right to the second. */
function isSame(
  name: EnvironmentMetricName,
  is: unknown,
  should: number | readonly number[] | undefined,
  lateSeconds: number,
): boolean {
  if (typeof is !== 'number' || typeof should !== 'number') return false;
  if (ENVIRONMENT_METRICS[name].unit !== 'Seconds') return is === should;
  return is - should >= -1 && is - should <= 1 + lateSeconds;
}

/** From its first reading on: never ahead of the truth, and at the end the same. */
function findFlowFaults(id: string, right: Series, seen: Series, theCase: Case): string[] {
  // The first reading that is remembered has none.
  const firstIndex = seen.findIndex(([, { ItemsCreated }]) => ItemsCreated !== undefined);
  const startMinute = seen[firstIndex - 1]?.[0] ?? MINUTES;
  const endMinute = seen.at(-1)?.[0] ?? MINUTES;
  return FLOWS.flatMap((name) => {
    const counted = (series: Series, untilMinute: number) =>
      series.flatMap(([minute, metrics]) =>
        minute > startMinute && minute <= untilMinute ? toValues(metrics[name]) : [],
      );
    const early = seen.find(([minute]) => sum(counted(seen, minute)) > sum(counted(right, minute)));
    if (early !== undefined)
      return [`minute ${early[0]} ${id} ${name} counts what was counted, or has not been`];
    if (theCase.mayWithdraw) return [];
    const [is, should] = [counted(seen, endMinute), counted(right, endMinute)].map((values) =>
      ENVIRONMENT_METRICS[name].kind === 'flow' ? [sum(values)] : values.toSorted((a, b) => a - b),
    );
    if (String(is) === String(should)) return [];
    return [`${id} ${name} is ${sum(is ?? [])} in all, not ${sum(should ?? [])}`];
  });
}

const toValues = (value: number | readonly number[] | undefined): readonly number[] =>
  value === undefined ? [] : typeof value === 'number' ? [value] : value;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What is not touched is never missing; what is, is there again soon after. */
function findMissing(id: string, right: Series, seen: Series, theCase: Case): string[] {
  const { disturbance, touched, isForEver, recoveryRunCount = DEFAULT_RECOVERY_RUNS } = theCase;
  const isTouched = touched.includes(id);
  const recoveredMinute = disturbance.untilMinute + recoveryRunCount;
  const times = new Map<number, number>();
  for (const [minute] of seen) times.set(minute, (times.get(minute) ?? 0) + 1);
  return right.flatMap(([minute]) => {
    const count = times.get(minute) ?? 0;
    if (count > 1) return [`minute ${minute} ${id} was published ${count} times`];
    if (count === 1) return [];
    const mayBeMissing =
      isTouched && minute >= disturbance.fromMinute && (isForEver || minute < recoveredMinute);
    return mayBeMissing ? [] : [`minute ${minute} ${id} is missing`];
  });
}
