/**
 * Durations, counted by their size in buckets that grow by a fifth: what is a week older counts half.
 *
 * Nothing is faded in place: a newer observation weighs more instead, by when it ended, and what is stored is a
 * sum of whole numbers. So it does not matter how often, or in which portions, it was learned.
 */
import type { Norm, NormalRange } from '../model/norm.ts';

export interface Observation {
  readonly seconds: number;
  readonly endedAt: Date;
}

const HALF_LIFE_MS = 7 * 24 * 3_600_000;
/** A longer duration counts as one of a day. */
const LONGEST_SECONDS = 86_400;
/** The first bucket is up to a second, the last one up to a day. */
const LAST_BUCKET = 62;
const BUCKET_RATIO = LONGEST_SECONDS ** (1 / LAST_BUCKET);
/** Of an observation that ends as the week begins: fine enough for whole numbers. */
const WEIGHT_UNIT = 100;
/** So much of the longest is outliers: a share of many, and of few more than one. */
const OUTLIERS = { share: 0.01, count: 1.5 } as const;
const SHORT_SHARE = 0.1;

/** Adds what was observed up to `at`. */
export function observe(before: Norm | undefined, observations: readonly Observation[], at: Date): Norm {
  const week = Math.floor(weeksAt(at));
  const weights = before === undefined ? [] : fadeTo(week, before);
  for (const { seconds, endedAt } of observations) {
    const bucket = bucketOf(seconds);
    while (weights.length <= bucket) weights.push(0);
    const weight = Math.round(WEIGHT_UNIT * 2 ** (weeksAt(endedAt) - week));
    weights[bucket] = (weights[bucket] ?? 0) + weight;
  }
  // An instant that has not come yet is a clock that was wrong once.
  const since = before === undefined || before.since > at ? at : before.since;
  return { since, learnedAt: at, observedAt: at, week, weights };
}

/**
 * @param neededCount observations, below which nothing is known; those of a week before the last one count half
 * @returns null as long as too little is known
 */
export function toNormalRange(norm: Norm | undefined, neededCount: number): NormalRange | null {
  if (norm === undefined) return null;
  const counts = countsOf(norm);
  const totalCount = sumOf(counts);
  if (Math.round(totalCount) < neededCount) return null;
  const outlierCount = Math.max(OUTLIERS.count, OUTLIERS.share * totalCount);
  const fastest = counts.findIndex(
    (_, bucket) => sumOf(counts.slice(0, bucket + 1)) > SHORT_SHARE * totalCount,
  );
  const slowest = counts.findLastIndex((_, bucket) => sumOf(counts.slice(bucket)) > outlierCount);
  return { fromSeconds: Math.floor(edgeSeconds(fastest - 1)), toSeconds: Math.ceil(edgeSeconds(slowest)) };
}

/** Whole; those of a week before the last one count half. */
export const observedCount = (norm: Norm | undefined): number =>
  norm === undefined ? 0 : Math.round(sumOf(countsOf(norm)));

/**
 * How many observations there are, by bucket. Time alone takes none away: else an incident that is open for weeks,
 * while nothing is learned, would end because the level it is judged by is forgotten.
 */
function countsOf({ week, weights, observedAt }: Norm): number[] {
  const share = 0.5 ** (weeksAt(observedAt) - week);
  return weights.map((weight) => (weight / WEIGHT_UNIT) * share);
}

/** The weights as of a later week; rounded down, so that what is old is forgotten. */
function fadeTo(week: number, before: Norm): number[] {
  const halvedCount = Math.max(0, week - before.week);
  const weights = before.weights.map((weight) => Math.floor(weight / 2 ** halvedCount));
  return weights.slice(0, weights.findLastIndex((weight) => weight > 0) + 1);
}

function bucketOf(seconds: number): number {
  const steps = Math.log(Math.min(seconds, LONGEST_SECONDS)) / Math.log(BUCKET_RATIO);
  // An edge belongs to the bucket that it ends, whatever the last digit of a logarithm.
  return Math.max(0, Math.ceil(steps - 1e-9));
}

/** Where a bucket ends, without the last digits of a power; before the first one it is less than a second. */
const edgeSeconds = (bucket: number): number => Math.round(BUCKET_RATIO ** bucket * 1e6) / 1e6;

const weeksAt = (at: Date): number => at.getTime() / HALF_LIFE_MS;

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
