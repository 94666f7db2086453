/**
 * Runs of consecutive settled items, remembered so that a scan can jump over them. A finished item can never
 * matter again: it ended before any window a condition looks back over, and its flows were published.
 */
import { lastEventAt, SETTLE_LAG_SECONDS } from '../health/item-times.ts';
import type { Window } from '../health/measure.ts';
import type { WorkItem } from '../health/work-item.ts';

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

export interface SettledRange {
  /** The row before its first one; null: it begins the list. */
  readonly beforeFirstId: string | null;
  /** Its last row. */
  readonly end: Position;
  readonly count: number;
  /** Oldest first, spaced so that falling back costs little. */
  readonly anchors: readonly Anchor[];
}

/** What is remembered of an environment's list. */
export interface ScanMemory {
  /** In list order, with at least one row between two. */
  readonly ranges: readonly SettledRange[];
  /** Where a walk of the list's end stopped, to go on there; null when the end was reached. */
  readonly walk: Position | null;
  /** Instant of the run that wrote it; null: never. */
  readonly writtenAt: Date | null;
}

export const EMPTY_SCAN_MEMORY: ScanMemory = { ranges: [], walk: null, writtenAt: null };

/** Whether an item is over for every run to come: before the last complete one by more than any look back. */
export function createSettledTest({ at, previousAt }: Window): (item: WorkItem) => boolean {
  const beforeMs = (previousAt ?? at).getTime() - SETTLE_LAG_SECONDS * 1000;
  return (item) => item.state === 'stopped' && lastEventAt(item).getTime() < beforeMs;
}

/** Apart by so many times: of anchors 1,000, 2,000, ... rows from the end, about 1,000, 4,000, 16,000 are kept. */
const ANCHOR_SPACING = 4;
const MAX_ANCHORS_COUNT = 6;

/** @param total rows of the range they are in */
export function thinAnchors(anchors: readonly Anchor[], total: number): readonly Anchor[] {
  const kept: Anchor[] = [];
  let nextDistance = 1;
  for (const anchor of anchors.toReversed()) {
    const distance = total - anchor.count;
    if (distance < nextDistance || kept.length === MAX_ANCHORS_COUNT) continue;
    kept.push(anchor);
    nextDistance = distance * ANCHOR_SPACING;
  }
  return kept.reverse();
}

/** The range of two that touch. */
export function joinRanges(first: SettledRange, second: SettledRange): SettledRange {
  const count = first.count + second.count;
  const moved = second.anchors.map((anchor) => ({ ...anchor, count: anchor.count + first.count }));
  const anchors = [...first.anchors, { ...first.end, count: first.count }, ...moved];
  return { beforeFirstId: first.beforeFirstId, end: second.end, count, anchors: thinAnchors(anchors, count) };
}

/** What is left of a range that ends at one of its anchors. */
export function endAt(
  { beforeFirstId, anchors }: SettledRange,
  { count, beforeId, id }: Anchor,
): SettledRange {
  return {
    beforeFirstId,
    end: { beforeId, id },
    count,
    anchors: anchors.filter((anchor) => anchor.count < count),
  };
}
