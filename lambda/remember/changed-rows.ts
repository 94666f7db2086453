/** What else of a run is worth a write besides the states of its subjects, and what of its rows could not be read. */
import type { Readings } from '../model/readings.ts';
import { newRow, type Row, type Rows } from '../model/row.ts';
import { EMPTY_SCAN_MEMORY } from '../model/scan-memory.ts';

export function changedDirectory({ directory: row }: Rows, { directory }: Readings): Row[] {
  return directory.directory === row.value ? [] : [{ ...row, value: directory.directory }];
}

/**
 * Rows of ranges that are new, know more than they did, or could not be read.
 *
 * @param unpublishedIds what was not published must not be settled: its flows are still to come
 */
export function changedRanges(
  { ranges }: Rows,
  { readings }: Readings,
  unpublishedIds: ReadonlySet<string>,
): Row[] {
  return [...readings].flatMap(([id, { memoryToSave }]) => {
    if (unpublishedIds.has(id)) return [];
    const row = ranges.get(id) ?? newRow('ranges', id);
    const value = memoryToSave ?? (row.unreadable === null ? null : EMPTY_SCAN_MEMORY);
    return value === null ? [] : [{ ...row, value }];
  });
}

/** In the order of environments, ranges, monitor, directory, demand; `env_x: corrupt`. */
export function describeUnreadable({ environments, ranges, monitor, directory, demand }: Rows): string[] {
  const named: (readonly [string, Row])[] = [
    ...environments,
    ...[...ranges].map(([id, row]) => [`ranges of ${id}`, row] as const),
    [monitor.id, monitor],
    ['directory', directory],
    ['demand', demand],
  ];
  return named.flatMap(([name, { unreadable }]) => (unreadable === null ? [] : [`${name}: ${unreadable}`]));
}
