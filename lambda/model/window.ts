/** The time that one reading is about. */

/** The run's instant, and the one up to which flows were already counted; null: this reading has no flows. */
export interface Window {
  readonly previousAt: Date | null;
  readonly at: Date;
}
