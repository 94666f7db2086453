/** What scales workers by a metric, as the replay sees it. */

/** The point of a minute, by its timestamp; null: there is none. */
export type Signal = (minuteAtMs: number) => number | null;

export interface Scaler {
  /** Asked every 15 s. @returns the capacity from now on */
  readonly decide: (nowMs: number, capacity: number, signal: Signal) => number;
}
