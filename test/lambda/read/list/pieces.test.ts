import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRelevant, type WorkItem } from '../../../../lambda/model/work-item.ts';
import {
  createPieceBuilder,
  createSettledTest,
  endAt,
  joinPieces,
  joinRanges,
  type Piece,
} from '../../../../lambda/read/list/ranges.ts';
import { aRange, idOf, positionOf } from '../../../support/a-list-row.ts';
import { AT, ago, aWorkItem } from '../../../support/a-work-item.ts';

const LAG_SECONDS = 20 * 60;
const stopped = (seconds: number): WorkItem =>
  aWorkItem({ state: 'stopped', createdAt: ago(90_000), stoppedAt: ago(seconds) });

describe('createSettledTest()', () => {
  it.each<[string, WorkItem, number | null, boolean]>([
    ['an item that ended 20 minutes before the last complete run', stopped(60 + LAG_SECONDS + 1), 60, true],
    ['not one that ended after that', stopped(60 + LAG_SECONDS - 1), 60, false],
    ['not one that ended before this run only', stopped(LAG_SECONDS + 30), 60, false],
    ['in a first run, what ended 20 minutes before it', stopped(LAG_SECONDS + 1), null, true],
    ['not what ended after that', stopped(LAG_SECONDS - 1), null, false],
    ['nothing that is live, however old', aWorkItem({ createdAt: ago(90_000) }), 60, false],
    ['nothing in an unknown state', { ...stopped(80_000), state: 'other' }, 60, false],
    ['not what says anything recent', { ...stopped(80_000), latestHeartbeatAt: ago(10) }, 60, false],
  ])('calls over: %s', (_, item, previousSeconds, expected) => {
    const previousAt = previousSeconds === null ? null : ago(previousSeconds);

    expect(createSettledTest({ at: AT, previousAt })(item)).toBe(expected);
  });

  it('calls nothing over that matters to this run or to a later one', () => {
    const seconds = fc.integer({ min: 0, max: 10_000 });
    const near = fc.integer({ min: -2, max: 2 });
    fc.assert(
      fc.property(fc.option(seconds), seconds, near, fc.boolean(), (previous, later, off, isLater) => {
        const window = { at: AT, previousAt: previous === null ? null : ago(previous) };
        const item = stopped((previous ?? 0) + LAG_SECONDS + off);
        const next = isLater ? { at: ago(-later), previousAt: AT } : window;

        fc.pre(createSettledTest(window)(item));
        expect(isRelevant(item, next.at, next.previousAt)).toBe(false);
      }),
    );
  });
});

describe('joinRanges()', () => {
  it('remembers where the two touched, and places of both', () => {
    expect(joinRanges(aRange(10, 1_009), aRange(1_010, 2_009, [1_999]))).toEqual(
      aRange(10, 2_009, [1_009, 1_999]),
    );
  });
});

describe('endAt()', () => {
  it.each([
    ['the last of its places', 30, [10, 20]],
    ['one in the middle', 20, [10]],
    ['the first', 10, []],
  ])('ends a range at %s, and forgets those behind it', (_, row, left) => {
    const range = aRange(5, 40, [10, 20, 30]);
    const anchor = range.anchors.find(({ id }) => id === idOf(row));

    expect(anchor && endAt(range, anchor)).toEqual(aRange(5, row, left));
  });
});

const open = (count: number): Piece => ({ kind: 'open', count });
const settled = (first: number, last: number): Piece => ({ kind: 'settled', range: aRange(first, last) });
const UNREAD: Piece = { kind: 'unread' };

describe('joinPieces()', () => {
  it.each<[string, Piece[], Piece[]]>([
    ['nothing', [], []],
    ['rows to read again', [open(2), open(3), open(4)], [open(9)]],
    ['runs', [settled(0, 9), settled(10, 10)], [{ kind: 'settled', range: aRange(0, 10, [9]) }]],
    ['no run to rows', [open(1), settled(1, 2), open(1)], [open(1), settled(1, 2), open(1)]],
    ['nothing over what was not read', [open(1), UNREAD, open(1)], [open(1), UNREAD, open(1)]],
    ['not even what was not read', [UNREAD, UNREAD], [UNREAD, UNREAD]],
  ])('joins %s', (_, pieces, expected) => {
    expect(joinPieces(pieces)).toEqual(expected);
  });
});

/** Pieces of rows that are over (`#`) or to be read again (`.`), the first of them being this row. */
function build(rows: string, first = 0) {
  const builder = createPieceBuilder(first === 0 ? null : positionOf(first - 1));
  for (const [index, row] of [...rows].entries()) builder.add(idOf(first + index), row === '#');
  return builder;
}

describe('createPieceBuilder()', () => {
  it.each<[string, string, number, Piece[]]>([
    ['nothing', '', 0, []],
    ['rows that are over, at the beginning of a list', '###', 0, [settled(0, 2)]],
    ['rows to read again as one piece', '...', 0, [open(3)]],
    ['a run between them', '.##..', 0, [open(1), settled(1, 2), open(2)]],
    ['runs between which is one row', '##.#', 0, [settled(0, 1), open(1), settled(3, 3)]],
    ['what follows a place', '##.', 7, [settled(7, 8), open(1)]],
  ])('makes of %s', (_, rows, first, expected) => {
    expect(build(rows, first).pieces()).toEqual(expected);
  });

  it('knows the last row, and before the first one where it began', () => {
    const positions = [build(''), build('', 7), build('#', 7), build('#.')].map((each) => each.position());

    expect(positions).toEqual([null, positionOf(6), positionOf(7), positionOf(1)]);
  });

  it('makes the same of a list however it is cut', () => {
    const rows = fc.array(fc.constantFrom('#', '#', '.'), { minLength: 1, maxLength: 60 });
    const withoutAnchors = (pieces: readonly Piece[]) =>
      pieces.map((piece) =>
        piece.kind === 'settled' ? { ...piece, range: { ...piece.range, anchors: [] } } : piece,
      );
    fc.assert(
      fc.property(rows, fc.nat(), (all, cut) => {
        const at = cut % all.length;
        const text = all.join('');
        const halves = [...build(text.slice(0, at)).pieces(), ...build(text.slice(at), at).pieces()];

        expect(withoutAnchors(joinPieces(halves))).toEqual(build(text).pieces());
      }),
    );
  });

  it('gives pieces that later rows do not change', () => {
    const builder = build('#');
    const before = builder.pieces();
    builder.add(idOf(1), false);

    expect(before).toEqual([settled(0, 0)]);
  });
});
