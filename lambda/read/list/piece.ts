/** A list as a sequence of pieces: rows that must be read again, runs that need not, and stretches unread. */
import type { Position, SettledRange } from '../../model/scan-memory.ts';
import { joinRanges, thinAnchors } from './settled-range.ts';

export type Piece =
  | { readonly kind: 'open'; readonly count: number }
  | { readonly kind: 'settled'; readonly range: SettledRange }
  | { readonly kind: 'unread' };

/** Joins neighbours of the same kind; what is unread joins nothing. */
export function joinPieces(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.kind === 'open' && piece.kind === 'open') {
      joined[joined.length - 1] = { kind: 'open', count: last.count + piece.count };
    } else if (last?.kind === 'settled' && piece.kind === 'settled') {
      joined[joined.length - 1] = { kind: 'settled', range: joinRanges(last.range, piece.range) };
    } else {
      joined.push(piece);
    }
  }
  return joined;
}

/** Remembers a place in a run so often, to fall back to. */
const ANCHOR_EVERY_COUNT = 1000;

export interface PieceBuilder {
  /** Rows in list order. */
  readonly add: (id: string, isSettled: boolean) => void;
  readonly pieces: () => Piece[];
  /** Of the last row; null before the first. */
  readonly position: () => Position | null;
}

/** @param from the row before the first that is added; null: they begin the list */
export function createPieceBuilder(from: Position | null): PieceBuilder {
  const done: Piece[] = [];
  let run: SettledRange | null = null;
  let position: Position | null = from;

  const closeRun = () => {
    if (run !== null) done.push({ kind: 'settled', range: run });
    run = null;
  };

  return {
    add: (id, isSettled) => {
      const end: Position = { beforeId: position?.id ?? null, id };
      if (isSettled) {
        const before: SettledRange = run ?? { beforeFirstId: end.beforeId, end, count: 0, anchors: [] };
        run = extend(before, end);
      } else {
        closeRun();
        const last = done.at(-1);
        if (last?.kind === 'open') done[done.length - 1] = { kind: 'open', count: last.count + 1 };
        else done.push({ kind: 'open', count: 1 });
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
