/** Counts of runs in a row, for the conditions that hold only after several. */
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { EnvironmentState } from '../model/environment-state.ts';
import type { Reading } from '../model/reading.ts';
import type { Sample } from './measure.ts';

/** Complete runs in a row that make a deep queue a condition. */
export const DEEP_RUNS_COUNT = 5;

export type RunCounters = Pick<EnvironmentState, 'failedRunCount' | 'failingSince' | 'deepRunCounts'>;

/** Counts what conditions need in a row. An incomplete reading says nothing about depth: it is left as it was. */
export function countRuns(
  before: RunCounters,
  reading: Reading,
  sample: Sample,
  { thresholds }: EnvironmentRules,
): RunCounters {
  const unreadable = thresholds['environment-unreadable'];
  const countedUpTo = Math.max(unreadable.warning ?? 1, unreadable.critical ?? 1);
  const depthCount = sample.byState.queued.length;
  const countDeep = (runCount: number, level: number | null) =>
    level !== null && depthCount >= level ? Math.min(runCount + 1, DEEP_RUNS_COUNT) : 0;
  return {
    ...countFailures(before, reading.error !== null, countedUpTo, sample.at),
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
