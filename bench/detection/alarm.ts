/** What a person would set up by hand: a CloudWatch alarm on one number of each environment. */
import type { Told } from './score.ts';

/** Values of one environment, a minute each; undefined where nothing was published. */
export type Series = readonly (number | undefined)[];

/** As with three datapoints of three: it opens when the number is reached three times in a row, and ends likewise. */
const DATAPOINTS = 3;

export function playAlarm(series: ReadonlyMap<string, Series>, threshold: number): Told[] {
  return [...series].flatMap(([environmentId, values]) => {
    const told: Told[] = [];
    let [isOpen, runLength] = [false, 0];
    values.forEach((value, minute) => {
      if (value === undefined) return;
      const wantsChange = value >= threshold !== isOpen;
      runLength = wantsChange ? runLength + 1 : 0;
      if (runLength < DATAPOINTS) return;
      isOpen = !isOpen;
      runLength = 0;
      told.push({ environmentId, minute, kind: isOpen ? 'opened' : 'ended', incidentId: environmentId });
    });
    return told;
  });
}

/** The lowest threshold that is wrong at most so often. */
export function tune(
  series: ReadonlyMap<string, Series>,
  candidates: readonly number[],
  countFalse: (told: readonly Told[]) => number,
  allowedFalseCount: number,
): { readonly threshold: number; readonly told: readonly Told[] } {
  for (const threshold of candidates) {
    const told = playAlarm(series, threshold);
    if (countFalse(told) <= allowedFalseCount) return { threshold, told };
  }
  throw new RangeError('No threshold is quiet enough: add higher candidates');
}
