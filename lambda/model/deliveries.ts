/** What became of the work that was handed out: remembered, since what is over leaves the readings after 20 minutes. */

export interface BouncedItem {
  readonly id: string;
  readonly sessionId: string | null;
  readonly acknowledgedAt: Date;
  /** When it was asked to stop, or stopped: at most 30 s after the ack. */
  readonly endedAt: Date;
}

export interface Deliveries {
  /** Acks up to this instant are counted, each once; null: none. Stands still while nothing worth a write follows. */
  readonly countedUntil: Date | null;
  /** Of the last 30 acks, oldest first: `b` bounced, `k` kept. It begins with a bounce; empty: none bounced. */
  readonly fates: string;
  /** When the first of the bounces in a row at the end was acked; null: the last did not bounce. */
  readonly rowSince: Date | null;
  /** Up to 5 of the bounces in `fates`, newest first. */
  readonly lastBounced: readonly BouncedItem[];
  /** Share of acks that bounce in this environment when all is well, 0 to 1. */
  readonly usualShare: number;
  /** Since when more bounces than chance explains; null: not so. */
  readonly bouncingSince: Date | null;
}

export const NO_DELIVERIES: Deliveries = {
  countedUntil: null,
  fates: '',
  rowSince: null,
  lastBounced: [],
  usualShare: 0,
  bouncingSince: null,
};
