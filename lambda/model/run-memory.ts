/** What one run hands to the next. It is small and written every run, so an idle environment needs no write of its own. */

export interface RunMemory {
  /** The instant of the last run that published and saved; null before the first. */
  readonly lastAt: Date | null;
  /**
   * Environments that were not complete in the run of `lastAt`, by id, with the instant of their last
   * complete reading; null: never. All the others were complete at `lastAt`.
   */
  readonly behind: Readonly<Record<string, Date | null>>;
}

export const EMPTY_MEMORY: RunMemory = { lastAt: null, behind: {} };
