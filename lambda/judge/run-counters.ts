/** What is counted from run to run, for the conditions that hold only after several. */
import type { Threshold } from '../../contract/conditions.ts';
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { EnvironmentState, Streaks } from '../model/environment-state.ts';
import { isNotFound, isNotUnderstood, type Reading } from '../model/reading.ts';
import { countDeliveries } from './count-deliveries.ts';
import type { Sample } from './measure.ts';

/** Complete runs in a row that make a deep queue a condition. */
export const DEEP_RUNS_COUNT = 5;

export type RunCounters = Pick<
  EnvironmentState,
  'failedRunCount' | 'failingSince' | 'deepRunCounts' | 'streaks' | 'deliveries'
>;

/** Counts what conditions need in a row. An incomplete reading says nothing about depth: it is left as it was. */
export function countRuns(
  before: RunCounters,
  reading: Reading,
  sample: Sample,
  { thresholds }: EnvironmentRules,
): RunCounters {
  const depthCount = sample.byState.queued.length;
  const countDeep = (runCount: number, level: number | null) =>
    level !== null && depthCount >= level ? Math.min(runCount + 1, DEEP_RUNS_COUNT) : 0;
  return {
    ...countFailures(
      before,
      reading.error !== null,
      longestOf(thresholds['environment-unreadable']),
      sample.at,
    ),
    streaks: countStreaks(
      before.streaks,
      {
        unseen: reading.completeness === 'failed',
        incomplete: reading.completeness === 'partial' && reading.error === null,
        'not-understood': reading.completeness === 'failed' ? null : isNotUnderstood(reading),
        'not-found': reading.completeness === 'failed' && isNotFound(reading.error),
      },
      {
        unseen: 1,
        incomplete: longestOf(thresholds['reading-incomplete']),
        'not-understood': longestOf(thresholds['rows-not-understood']),
        'not-found': NOT_FOUND_RUNS_COUNT,
      },
      sample.at,
    ),
    deliveries: countDeliveries(before.deliveries, reading, sample.at, thresholds['work-bounced']),
    deepRunCounts:
      reading.completeness !== 'complete'
        ? before.deepRunCounts
        : {
            warning: countDeep(before.deepRunCounts.warning, thresholds['queue-deep'].warning),
            critical: countDeep(before.deepRunCounts.critical, thresholds['queue-deep'].critical),
          },
  };
}

/** @param countedUpTo beyond it nothing is decided, and a count that stands still needs no write */
export function countFailures(
  before: Pick<RunCounters, 'failedRunCount' | 'failingSince'>,
  hasFailed: boolean,
  countedUpTo: number,
  at: Date,
): Pick<RunCounters, 'failedRunCount' | 'failingSince'> {
  return {
    failedRunCount: hasFailed ? Math.min(before.failedRunCount + 1, countedUpTo) : 0,
    failingSince: hasFailed ? (before.failingSince ?? at) : null,
  };
}

/** Runs in a row in which the API does not know an environment before that is believed. */
export const NOT_FOUND_RUNS_COUNT = 3;

/** The longest row of runs that a level asks for. */
export const longestOf = ({ warning, critical }: Threshold): number => Math.max(warning ?? 1, critical ?? 1);

/**
 * @param holds null: this run cannot tell, so that the count stands still
 * @param countedUpTo beyond it nothing is decided, and a count that stands still needs no write
 */
export function countStreaks<Name extends keyof Streaks>(
  before: Streaks,
  holds: Readonly<Record<Name, boolean | null>>,
  countedUpTo: Readonly<Record<Name, number>>,
  at: Date,
): Streaks {
  const names = Object.keys(holds) as Name[];
  const counted = names.flatMap((name) => {
    const streak = before[name] ?? { runCount: 0, since: at };
    if (holds[name] === null) return streak.runCount === 0 ? [] : [[name, streak] as const];
    const runCount = Math.min(streak.runCount + 1, countedUpTo[name]);
    return holds[name] ? [[name, { ...streak, runCount }] as const] : [];
  });
  return Object.fromEntries(counted);
}
