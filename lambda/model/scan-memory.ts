/** What is remembered of an environment's list: runs of consecutive settled items, and places to go on from. */

/**
 * A place in the list that can be verified: asking for what comes after `beforeId` must return `id` first, so
 * a cursor that is lost, ignored or answered with an empty page shows at once. `beforeId` null: `id` is the
 * first row of the list.
 */
export interface Position {
  readonly beforeId: string | null;
  readonly id: string;
}

/** An earlier end of a range, to fall back to when its end is lost. */
export interface Anchor extends Position {
  /** Rows of the range up to this one. */
  readonly count: number;
}

/** Rows to jump over; of a waypoint in a long live stretch none: it lets the parts of that be read at once. */
export interface SettledRange {
  /** The row before its first one; null: it begins the list. Of a waypoint, its end. */
  readonly beforeFirstId: string | null;
  /** Its last row. */
  readonly end: Position;
  readonly count: number;
  /** Oldest first, spaced so that falling back costs little. */
  readonly anchors: readonly Anchor[];
}

export const isWaypoint = ({ count }: Pick<SettledRange, 'count'>): boolean => count === 0;

/** What was learned of a server that does not answer every cursor. */
export interface CursorHabit {
  /** `page`: it takes rows as `page` only. `fresh`: only cursors that it has just told, so that there are no jumps. */
  readonly kind: 'page' | 'fresh';
  /** Instant of the run that learned it, last. */
  readonly learnedAt: Date;
  /** Whether the next run tries whether it is still so. */
  readonly isInDoubt: boolean;
}

/** What is remembered of an environment's list. */
export interface ScanMemory {
  /** In list order, with at least one row between two. */
  readonly ranges: readonly SettledRange[];
  /** Where a walk of the list's end stopped, to go on there; null when the end was reached. */
  readonly walk: Position | null;
  /** Null: every row is taken as a cursor, as it is documented. */
  readonly habit: CursorHabit | null;
  /** Instant of the run that wrote it; null: never. */
  readonly writtenAt: Date | null;
}

export const EMPTY_SCAN_MEMORY: ScanMemory = { ranges: [], walk: null, habit: null, writtenAt: null };
