/** Rows of a work list by number, ids ascending, and what is remembered of runs of them. */
import type { Anchor, Position, SettledRange } from '../../lambda/model/scan-memory.ts';
import type { WorkItem } from '../../lambda/model/work-item.ts';
import type { WorkPage } from '../../lambda/read/api/work.ts';
import { AT, aWorkItem } from './a-work-item.ts';

const MINUTE_MS = 60_000;
const at = (minutes: number) => new Date(AT.getTime() + minutes * MINUTE_MS);

export const idOf = (number: number): string => `work_${String(number).padStart(9, '0')}`;

/** Finished long ago. */
export const aFinishedRow = (number: number): WorkItem =>
  aWorkItem({
    id: idOf(number),
    sessionId: `sess_${number}`,
    state: 'stopped',
    createdAt: at(-1000),
    acknowledgedAt: at(-999),
    startedAt: at(-998),
    latestHeartbeatAt: at(-991),
    stoppedAt: at(-990),
  });

export const aLiveRow = (number: number): WorkItem =>
  aWorkItem({
    id: idOf(number),
    sessionId: `sess_${number}`,
    state: 'active',
    createdAt: at(-500),
    acknowledgedAt: at(-499),
    startedAt: at(-498),
    latestHeartbeatAt: at(0),
  });

/** So many finished rows, then so many live ones, and so on, numbered from 0. */
export function rowsOf(...counts: readonly number[]): WorkItem[] {
  const rows: WorkItem[] = [];
  for (const [index, count] of counts.entries()) {
    const aRow = index % 2 === 0 ? aFinishedRow : aLiveRow;
    for (let each = 0; each < count; each++) rows.push(aRow(rows.length));
  }
  return rows;
}

/** Of a list whose first row is row 0. */
export const positionOf = (number: number): Position => ({
  beforeId: number === 0 ? null : idOf(number - 1),
  id: idOf(number),
});

/** From one row to another, both in it. */
export const aRange = (first: number, last: number, anchorRows: readonly number[] = []): SettledRange => ({
  beforeFirstId: first === 0 ? null : idOf(first - 1),
  end: positionOf(last),
  count: last - first + 1,
  anchors: anchorRows.map((row): Anchor => ({ ...positionOf(row), count: row - first + 1 })),
});

/** The last page of a list, unless it is said otherwise. */
export const aPage = (items: readonly WorkItem[], overrides: Partial<WorkPage> = {}): WorkPage => ({
  items,
  malformedCount: 0,
  rowCount: items.length,
  firstRowId: items[0]?.id ?? null,
  nextPage: null,
  ...overrides,
});
