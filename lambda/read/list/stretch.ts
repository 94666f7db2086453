/** Reads one stretch of a list, row by row: from a place to the next remembered range, or to the end. */

import type { ReadError } from '../../model/reading.ts';
import { isWaypoint, type Position, type SettledRange } from '../../model/scan-memory.ts';
import type { WorkItem } from '../../model/work-item.ts';
import type { Timing } from '../../timing.ts';
import { PAGE_PAUSE_MS } from '../api/adaptive-rate.ts';
import { QoderError, toReadError } from '../api/qoder-error.ts';
import type { WorkPage } from '../api/work.ts';
import { type CycleGuard, createCycleGuard } from './cycle-guard.ts';
import { createPieceBuilder, type Piece, type PieceBuilder } from './ranges.ts';
import type { ReadingBuilder } from './reading-builder.ts';
import { openPosition, type WorkList } from './work-list.ts';

export interface StretchDeps {
  readonly list: WorkList;
  readonly timing: Pick<Timing, 'sleep'>;
  /** Where rows go, and which of them need never be read again: known when the run knows what time it is. */
  readonly rows: Promise<{
    readonly builder: ReadingBuilder;
    readonly isSettled: (item: WorkItem) => boolean;
  }>;
  /** Whether it is too late for another page: a walk stops between pages, not in the middle of a request. */
  readonly isOver: () => boolean;
}

export interface Stretch {
  /** Its first page, read already; null: the list from its start. */
  readonly opened: { readonly page: WorkPage; readonly at: Position } | null;
  /** Where it ends: at the next range that is really there. */
  readonly stops: Stops;
  /** Index of the range that should follow; as many as there are ranges: the stretch goes to the end of the list. */
  readonly nextIndex: number;
}

export interface StretchOutcome {
  /**
   * - `reached`: the range that follows begins right after the last row.
   * - `read-through`: its beginning was not there, so it was read to its end.
   * - `end`: the list ended.
   * - `stopped`: by an error, or by the deadline.
   */
  readonly result: 'reached' | 'read-through' | 'end' | 'stopped';
  /** Index of the range that was reached or read through; else as it was asked for. */
  readonly nextIndex: number;
  readonly error: ReadError | null;
  readonly pieces: readonly Piece[];
  /** Of the last row read, or where the stretch began. */
  readonly position: Position | null;
}

/** Never throws for what the API does. */
export async function readStretch(deps: StretchDeps, stretch: Stretch): Promise<StretchOutcome> {
  const { opened } = stretch;
  const pieces = createPieceBuilder(opened?.at ?? null);
  const guard = createCycleGuard();
  const outcome = (
    result: StretchOutcome['result'],
    change: Partial<StretchOutcome> = {},
  ): StretchOutcome => ({
    result,
    nextIndex: stretch.nextIndex,
    error: null,
    pieces: pieces.pieces(),
    position: pieces.position(),
    ...change,
  });
  const begins = opened === null ? null : stretch.stops(opened.at.id, stretch.nextIndex);
  if (begins?.result === 'reached') return outcome('reached', begins);
  try {
    let page = opened?.page ?? (await deps.list.read({}));
    const rows = await deps.rows;
    // The row that proves the place belongs to what lies before it.
    let items = opened === null ? page.items : page.items.slice(1);
    for (;;) {
      const stop = addRows({ ...rows, list: deps.list }, pieces, items, page, stretch);
      if (stop !== null) return outcome(stop.result, stop);
      const next = await readNext(deps, page, pieces, guard);
      if (next === null) return outcome('end');
      page = next;
      items = next.items;
    }
  } catch (error) {
    return outcome('stopped', { error: toReadError(error) });
  }
}

/** @returns why the stretch ends within this page, or null */
function addRows(
  { list, builder, isSettled }: Pick<StretchDeps, 'list'> & Awaited<StretchDeps['rows']>,
  pieces: PieceBuilder,
  items: readonly WorkItem[],
  { malformedCount }: WorkPage,
  { stops, nextIndex }: Stretch,
): Stop | null {
  const stopIndex = items.findIndex(({ id }) => stops(id, nextIndex) !== null);
  const taken = stopIndex === -1 ? items : items.slice(0, stopIndex + 1);
  for (const item of taken) {
    const isAscending = item.id > (pieces.position()?.id ?? '');
    if (!isAscending) list.drift();
    // Where a malformed row lies is not known: nothing on its page is passed over in future.
    const isCertain = isAscending && malformedCount === 0;
    pieces.add(item.id, isCertain && isSettled(item), isCertain);
  }
  builder.add(taken, malformedCount);
  const stop = stops(items[stopIndex]?.id ?? '', nextIndex);
  if (stop !== null && (stop.result === 'read-through' || stop.nextIndex !== nextIndex)) list.drift();
  return stop;
}

/** @returns null at the end of the list */
async function readNext(
  { list, timing, isOver }: StretchDeps,
  { nextPage }: WorkPage,
  pieces: PieceBuilder,
  isRepeated: CycleGuard,
): Promise<WorkPage | null> {
  if (nextPage === null) return null;
  isRepeated(nextPage);
  if (isOver()) throw outOfTime();
  await timing.sleep(PAGE_PAUSE_MS);
  const page = await list.read({ page: nextPage });
  if (page.rowCount > 0 || page.nextPage !== null) return page;
  // More rows were announced and none came: an idle list and a lost cursor look the same, so ask another way.
  const position = pieces.position();
  const again = position === null ? null : await openPosition(list, position);
  if (again === null) throw emptyPage(nextPage);
  return again.rowCount === 1 && again.nextPage === null ? null : { ...again, items: again.items.slice(1) };
}

function outOfTime(): QoderError {
  const message = 'The work list is longer than could be read in the time';
  return new QoderError(message, { status: null, type: 'deadline', requestId: null });
}

function emptyPage(cursor: string): QoderError {
  const message = `The work list announced more rows after ${JSON.stringify(cursor.slice(0, 100))}, and none came`;
  return new QoderError(message, { status: 200, type: 'unexpected_response', requestId: null });
}

export interface Stop {
  /** At the row before its first one, or, where that was not there, at its last one. */
  readonly result: 'reached' | 'read-through';
  readonly nextIndex: number;
}

/** @returns what a row means to a stretch that comes before the range of that index; null: nothing */
export type Stops = (id: string, nextIndex: number) => Stop | null;

export function createStops(ranges: readonly SettledRange[]): Stops {
  const stops = new Map<string, Stop>();
  for (const [nextIndex, range] of ranges.entries()) {
    const { beforeFirstId, end } = range;
    if (beforeFirstId !== null) stops.set(beforeFirstId, { result: 'reached', nextIndex });
    if (!isWaypoint(range)) stops.set(end.id, { result: 'read-through', nextIndex });
  }
  return (id, nextIndex) => {
    const stop = stops.get(id);
    return stop !== undefined && stop.nextIndex >= nextIndex ? stop : null;
  };
}
