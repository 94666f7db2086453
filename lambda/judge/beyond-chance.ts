/**
 * How many bounces are more than chance: as many as an environment's usual share of them would bring less than
 * once in 30,000 acks. docs/decisions/0018-bounced-work.md has the simulation behind each number.
 */

/** Acks looked back over. */
export const REMEMBERED_ACKS_COUNT = 30;
const CHANCE = 1 / 30_000;
/** Even where no bounce was ever seen, people may cancel so much of what was just acked. */
export const LEAST_SHARE = 0.03;

/** A fault is over when it would show so many kept acks in a row less than once in 1,000. */
const ENDING_CHANCE = 1 / 1_000;
/** Kept acks that a fault is credited with: three bounces are no proof that everything bounces. */
const CREDITED_ACKS_COUNT = 3;

/** @returns bounces in a row that are beyond chance */
export const neededInARowCount = (usualShare: number): number =>
  usualShare <= 0 ? 1 : Math.ceil(Math.log(CHANCE) / Math.log(usualShare));

/** @returns bounces among the last 30 acks that are beyond chance */
export function neededOfLastCount(usualShare: number): number {
  const share = Math.max(usualShare, LEAST_SHARE);
  let neededCount = 0;
  let restChance = 1;
  while (restChance > CHANCE) restChance -= chanceOf(neededCount++, share);
  return neededCount;
}

/** @returns kept acks in a row that end a fault in which so many of so many acks bounced */
export const endingCount = (bouncedCount: number, acknowledgedCount: number): number =>
  Math.ceil(Math.log(ENDING_CHANCE) / Math.log(1 - bouncedCount / (acknowledgedCount + CREDITED_ACKS_COUNT)));

/** Of exactly so many bounces among the last 30 acks. */
function chanceOf(bouncedCount: number, share: number): number {
  let chance = (1 - share) ** (REMEMBERED_ACKS_COUNT - bouncedCount);
  for (let index = 0; index < bouncedCount; index++)
    chance *= (share * (REMEMBERED_ACKS_COUNT - index)) / (index + 1);
  return chance;
}
