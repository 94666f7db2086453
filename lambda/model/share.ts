/** Which of several functions, the shards of a monitor, watches an environment. Pure, and the same in every version. */
import { hashOf, mix } from './id-hash.ts';

export interface Share {
  /** Of the shard, from 0: the first one speaks for the fleet. */
  readonly index: number;
  /** Of all shards. */
  readonly count: number;
}

/** Of the only function. */
export const WHOLE: Share = { index: 0, count: 1 };

export const isFirst = ({ index }: Share): boolean => index === 0;

export const isOwn = ({ index, count }: Share, environmentId: string): boolean =>
  shardOf(environmentId, count) === index;

/**
 * The index of the shard that an environment belongs to: the one with the highest weight, so that another count moves
 * as few environments as it can. Source: rendezvous hashing, Thaler and Ravishankar 1996.
 */
export function shardOf(environmentId: string, count: number): number {
  if (count === 1) return 0;
  const hash = hashOf(environmentId);
  let [owner, highest] = [0, -1];
  for (let index = 0; index < count; index++) {
    const weight = mix(hash ^ Math.imul(index + 1, 0x9e3779b1));
    if (weight > highest) [owner, highest] = [index, weight];
  }
  return owner;
}

/** What the name of a row, or of a subject, that each shard has of its own ends with. */
export const shardSuffix = (index: number): string => (index === 0 ? '' : `#${index}`);
