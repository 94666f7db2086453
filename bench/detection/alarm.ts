/** What a person would set up by hand: a CloudWatch alarm on one number of each environment. */
import { type FleetScore, scoreFleet, type Told } from './score.ts';
import type { Episode } from './stage.ts';

/** Values of one environment, a minute each; undefined where nothing was published. */
export type Series = readonly (number | undefined)[];

/** As with three datapoints of three: it opens when the number is reached three times in a row, and ends likewise. */
const DATAPOINTS = 3;

export function playAlarm(series: Series, threshold: number): Told[] {
  const told: Told[] = [];
  let [isOpen, runLength, incidentId] = [false, 0, ''];
  series.forEach((value, minute) => {
    if (value === undefined) return;
    const wantsChange = value >= threshold !== isOpen;
    runLength = wantsChange ? runLength + 1 : 0;
    if (runLength < DATAPOINTS) return;
    isOpen = !isOpen;
    runLength = 0;
    if (isOpen) incidentId = `alarm.${minute}`;
    told.push(toTold(minute, incidentId, isOpen ? 'opened' : 'resolved'));
  });
  return told;
}

const toTold = (minute: number, incidentId: string, change: 'opened' | 'resolved'): Told => ({
  minute,
  incidentId,
  condition: 'alarm',
  change,
  severity: 'warning',
  reason: null,
  itemIds: [],
});

/** What an alarm has to go by. */
interface Watched {
  readonly episodes: readonly Episode[];
  /** Of each environment. */
  readonly series: readonly Series[];
}

export interface TunedAlarm {
  readonly threshold: number;
  /** In the order of what is watched. */
  readonly scores: readonly FleetScore[];
}

/** The lowest threshold that is wrong at most so often. */
export function tuneAlarm(
  watched: readonly Watched[],
  candidates: readonly number[],
  countFalse: (scores: readonly FleetScore[]) => number,
  allowedFalseCount: number,
): TunedAlarm {
  for (const threshold of candidates) {
    const scores = watched.map(({ episodes, series }) =>
      scoreFleet(
        episodes,
        series.flatMap((values) => playAlarm(values, threshold)),
      ),
    );
    if (countFalse(scores) <= allowedFalseCount) return { threshold, scores };
  }
  throw new RangeError('No threshold is quiet enough: add higher candidates');
}
