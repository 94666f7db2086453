/** Which of several functions, the shards of a monitor, watches an environment. Pure, and the same in every version. */

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

/** Source: FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

/** Source: the end of MurmurHash3, 32 bits: one bit changes half of them. */
function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
