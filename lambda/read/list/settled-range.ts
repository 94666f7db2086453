/**
 * Runs of consecutive settled items, remembered so that a scan can jump over them. A finished item can never
 * matter again: it ended before any window a condition looks back over, and its flows were published.
 */
import type { Window } from '../../model/instant.ts';
import type { Anchor, SettledRange } from '../../model/scan-memory.ts';
import { lastEventAt, SETTLE_LAG_SECONDS, type WorkItem } from '../../model/work-item.ts';

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
