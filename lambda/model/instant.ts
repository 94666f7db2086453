/** The time that a run, and each of its readings, is about. */

/** `at` of a run: established once, when its first requests have settled, and the same for everything in it. */
export interface Instant {
  readonly at: Date;
  /** The last run's instant, up to which flows were counted; null where this run cannot count on from it. */
  readonly previousAt: Date | null;
  /** Whether `at` is the server's: only then is it remembered. */
  readonly isServerTime: boolean;
}

/** The run's instant, and the one up to which flows were already counted; null: this reading has no flows. */
export interface Window {
  readonly previousAt: Date | null;
  readonly at: Date;
}
