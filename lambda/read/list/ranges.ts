/**
 * A list as a sequence of pieces: rows that must be read again, runs of settled items, and stretches unread. A
 * finished item can never matter again: it ended before any window a condition looks back over, and its flows
 * were published.
 */
import type { Window } from '../../model/instant.ts';
import { type Anchor, isWaypoint, type Position, type SettledRange } from '../../model/scan-memory.ts';
import { lastEventAt, SETTLE_LAG_SECONDS, type WorkItem } from '../../model/work-item.ts';
import { PAGE_LIMIT_COUNT } from '../api/urls.ts';

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

export type Piece =
  | { readonly kind: 'open'; readonly count: number }
  | { readonly kind: 'settled'; readonly range: SettledRange }
  | { readonly kind: 'unread' };

/**
 * Joins neighbours of the same kind; what is unread joins nothing. A waypoint at the end of a settled run, or of
 * another waypoint, says nothing that is not known.
 */
export function joinPieces(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.kind === 'open' && piece.kind === 'open') {
      joined[joined.length - 1] = { kind: 'open', count: last.count + piece.count };
    } else if (last?.kind !== 'settled' || piece.kind !== 'settled') {
      joined.push(piece);
    } else if (!isWaypoint(piece.range)) {
      if (isWaypoint(last.range)) joined.push(piece);
      else joined[joined.length - 1] = { kind: 'settled', range: joinRanges(last.range, piece.range) };
    }
  }
  return joined;
}

/** Remembers a place in a run so often, to fall back to. */
const ANCHOR_EVERY_COUNT = 1000;
/** With the row before them that proves the place, so many rows fill ten pages: about 1.5 s. */
export const WAYPOINT_EVERY_COUNT = 10 * PAGE_LIMIT_COUNT - 1;

export interface PieceBuilder {
  /**
   * Rows in list order.
   * @param isProvable whether the row before it is known for certain. @default true
   */
  readonly add: (id: string, isSettled: boolean, isProvable?: boolean) => void;
  readonly pieces: () => Piece[];
  /** Of the last row; null before the first. */
  readonly position: () => Position | null;
}

/** @param from the row before the first that is added; null: they begin the list */
export function createPieceBuilder(from: Position | null): PieceBuilder {
  const done: Piece[] = [];
  let run: SettledRange | null = null;
  let position: Position | null = from;
  let sinceWaypointCount = 0;

  const closeRun = () => {
    if (run !== null) done.push({ kind: 'settled', range: run });
    run = null;
  };

  return {
    add: (id, isSettled, isProvable = true) => {
      const end: Position = { beforeId: position?.id ?? null, id };
      sinceWaypointCount++;
      if (isSettled) {
        const before: SettledRange = run ?? { beforeFirstId: end.beforeId, end, count: 0, anchors: [] };
        run = extend(before, end);
      } else {
        closeRun();
        const last = done.at(-1);
        if (last?.kind === 'open') done[done.length - 1] = { kind: 'open', count: last.count + 1 };
        else done.push({ kind: 'open', count: 1 });
        if (isProvable && sinceWaypointCount >= WAYPOINT_EVERY_COUNT) {
          done.push({ kind: 'settled', range: { beforeFirstId: id, end, count: 0, anchors: [] } });
          sinceWaypointCount = 0;
        }
      }
      position = end;
    },
    pieces: () => (run === null ? [...done] : [...done, { kind: 'settled', range: run }]),
    position: () => position,
  };
}

function extend({ beforeFirstId, count, anchors }: SettledRange, end: Position): SettledRange {
  const next = count + 1;
  const isAnchor = next % ANCHOR_EVERY_COUNT === 0;
  const withAnchor = isAnchor ? thinAnchors([...anchors, { ...end, count: next }], next + 1) : anchors;
  return { beforeFirstId, end, count: next, anchors: withAnchor };
}
