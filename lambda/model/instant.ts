/** The time that a run, and each of its readings, is about. */

/** `at` of a run: established once, when its first requests have settled, and the same for everything in it. */
export interface Instant {
  readonly at: Date;
  /** The last run's instant, up to which flows were counted; null where this run cannot count on from it. */
  readonly previousAt: Date | null;
  /** What the next run is to know of the clocks. */
  readonly skew: Skew;
  /** How far the time the API told is ahead of what was expected; 0 where it told none. */
  readonly deviationMs: number;
  /** Whether nothing but this run's answers speaks for its time: then it opens nothing. */
  readonly isUnconfirmed: boolean;
}

/** How far the API's clock is ahead of the function's, as runs have agreed on it. */
export interface Skew {
  /** Null: no run has agreed on any. */
  readonly ms: number | null;
  /** Another one that was measured, in how many runs in a row; null while answers agree with `ms`. */
  readonly rival: { readonly ms: number; readonly runCount: number } | null;
  /** Runs in a row whose answers told another time than the run went by. */
  readonly deviatingRunCount: number;
}

export const UNKNOWN_SKEW: Skew = { ms: null, rival: null, deviatingRunCount: 0 };

/** The run's instant, and the one up to which flows were already counted; null: this reading has no flows. */
export interface Window {
  readonly previousAt: Date | null;
  readonly at: Date;
}
