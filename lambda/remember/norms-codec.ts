/**
 * Norms in an environment's row: a list of numbers each. The row is written often, and DynamoDB counts kilobytes,
 * of which names and zeros would take half of one.
 */
import * as v from 'valibot';
import { ITEM_NORM_NAMES, type Norm, type Norms } from '../model/norm.ts';
import { count } from './stored-shapes.ts';

const epochMs = v.pipe(v.number(), v.integer(), v.minValue(-8.64e15), v.maxValue(8.64e15));

/** Since, learnedAt, observedAt, week, how many zeros the weights begin with, and the other weights. */
const normSchema = v.pipe(
  v.tupleWithRest([epochMs, epochMs, epochMs, count, v.pipe(count, v.maxValue(100))], count),
  v.transform(
    ([sinceMs, learnedAtMs, observedAtMs, week, zerosCount, ...weights]): Norm => ({
      since: new Date(sinceMs),
      learnedAt: new Date(learnedAtMs),
      observedAt: new Date(observedAtMs),
      week,
      weights: [...Array<number>(zerosCount).fill(0), ...weights],
    }),
  ),
);

/** Older versions read no other names here: a roll back would take the row for corrupt. */
export const normsSchema = v.record(v.picklist(ITEM_NORM_NAMES), normSchema);
/** Stored beside them. */
export const toolNormSchema = v.optional(normSchema);

type StoredNorm = readonly number[];

export function encodeNorms({ tool, ...ofItems }: Norms): {
  readonly norms: Readonly<Record<string, StoredNorm>>;
  readonly toolNorm?: StoredNorm;
} {
  const norms = Object.fromEntries(Object.entries(ofItems).map(([name, norm]) => [name, encodeNorm(norm)]));
  return tool === undefined ? { norms } : { norms, toolNorm: encodeNorm(tool) };
}

function encodeNorm({ since, learnedAt, observedAt, week, weights }: Norm): number[] {
  const zerosCount = Math.max(
    0,
    weights.findIndex((weight) => weight > 0),
  );
  const instants = [since, learnedAt, observedAt].map((instant) => instant.getTime());
  return [...instants, week, zerosCount, ...weights.slice(zerosCount)];
}
