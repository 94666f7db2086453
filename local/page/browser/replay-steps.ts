/** The moments that a replay goes through. Pure. */
import type { Span } from './shown.ts';

/** So that a day is played in about half a minute, too. */
const MOST_STEPS_COUNT = 100;

/**
 * @param endSeconds the last run when it began: time goes on meanwhile, and may do so faster than it is played
 * @returns null: it is over, and the present is shown again
 */
export function nextMoment(atSeconds: number, { from, to }: Span, endSeconds: number): number | null {
  const minutes = Math.max(1, Math.ceil((to - from) / 60 / MOST_STEPS_COUNT));
  const next = atSeconds + minutes * 60;
  return next < endSeconds ? next : null;
}
