/** Where the checks of remembered ranges stand. */
export interface SpotCheck {
  /** Instant of the last one; null: none yet. */
  readonly at: Date | null;
  /** The row after which the next page is read; null: the start of the list. */
  readonly afterId: string | null;
  /** Whether the stats knew of more waiting work than the last reading. */
  readonly hasDoubt: boolean;
}

export const NO_SPOT_CHECK: SpotCheck = { at: null, afterId: null, hasDoubt: false };
