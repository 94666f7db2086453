/** Chance that can be repeated: the same seed plays the same days. */

/** In [0, 1). */
export type Random = () => number;

export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Seeded generator: 32 bits of state are plenty for a simulated fleet.
 * Source: mulberry32 by Tommy Ettinger, public domain.
 */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Both ends may be infinite: then so is the number. */
export function drawBetween(random: Random, { min, max }: Range): number {
  const share = random();
  return min === max ? min : min + share * (max - min);
}

/** Time to the next event of a Poisson process with this mean. */
export function drawExponential(random: Random, mean: number): number {
  return -Math.log(1 - random()) * mean;
}
