/** How numbers spread, in the few that a table shows. */
import { median } from '../median.ts';

export interface Spread {
  readonly median: number;
  /** Nine of ten are at most this. */
  readonly p90: number;
  readonly mean: number;
}

/** @returns null for no numbers */
export function toSpread(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  const p90 = known[Math.ceil(known.length * 0.9) - 1];
  if (p90 === undefined) return null;
  return { median: median(known), p90, mean: known.reduce((sum, value) => sum + value, 0) / known.length };
}
