/** Short names of environments, for lists of thousands of them in the row that is written in every run. */

export const SHORT_KEY_LENGTH = 8;

/**
 * 40 bits of an id. Two of 3,000 ids share one in 4 of a million fleets, and then one of the two is read, or its
 * flows are counted, as if it were the other: for one run, nothing else.
 */
export function shortKeyOf(id: string): string {
  let [low, high] = [0x811c9dc5, 0x1b873593];
  for (let index = 0; index < id.length; index++) {
    const code = id.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
    high ^= high >>> 13;
  }
  const bits = (high & 0xff) * 2 ** 32 + (low >>> 0);
  return bits.toString(32).padStart(SHORT_KEY_LENGTH, '0');
}
