/** What is normal of a duration in one environment: how often it took how long, lately. */

/** `pickup`: created to acknowledged. `startup`: acknowledged to started. `run`: started to stopped. */
export const ITEM_NORM_NAMES = ['pickup', 'startup', 'run'] as const;
export type ItemNormName = (typeof ITEM_NORM_NAMES)[number];

/** `tool`: from the call of a tool of the worker to its result, as far as sessions are read. */
export const NORM_NAMES = [...ITEM_NORM_NAMES, 'tool'] as const;
export type NormName = (typeof NORM_NAMES)[number];

export interface Norm {
  /** Since when it is learned. */
  readonly since: Date;
  /** Up to here everything is learned that may teach. */
  readonly learnedAt: Date;
  /** When something was observed last: so much is known as was known then. */
  readonly observedAt: Date;
  /** Whole weeks since 1970. What ends as it begins weighs 100, what ends a week later twice as much. */
  readonly week: number;
  /** Weight of the durations that were observed, by bucket (see norm-weights.ts); no zeros at the end. */
  readonly weights: readonly number[];
}

/** Missing: nothing was observed yet. */
export type Norms = Readonly<Partial<Record<NormName, Norm>>>;

/** From the shortest of ten to the longest that is no outlier. */
export interface NormalRange {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}
