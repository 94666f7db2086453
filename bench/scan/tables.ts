/** The measurements as Markdown, for the terminal and for docs/bench-scan.md. Pure. */
import { toTable } from '../../local/text/markdown-table.ts';
import type { ImportTime } from '../import-time.ts';
import { median } from '../median.ts';
import type { PageTime } from '../page-time.ts';
import { type ListCase, steadyLimitCount, walkPageCount } from './list-case.ts';
import type { Measurement, Measurements } from './measure-case.ts';
import type { TaskResult } from './reader.ts';

const LIST_HEADINGS = ['rows', 'alive', 'where'];
const MEMORY_HEADINGS = ['peak heap', 'peak memory'];

export function toSteadyTable(lists: readonly Measurement[]): string {
  const headings = ['requests', 'at most', 'received', 'wall time', ...MEMORY_HEADINGS, 'row of ranges'];
  return toTable(
    [...LIST_HEADINGS, ...headings],
    lists.map(({ listCase, steady }) => [
      ...toListCells(listCase),
      toCount(steady.requestCount),
      toCount(steadyLimitCount(listCase)),
      toBytes(steady.receivedBytes),
      toDuration(median(steady.durationsMs)),
      ...toMemoryCells(steady),
      toBytes(steady.row.length),
    ]),
  );
}

export function toFirstWalkTable(lists: readonly Measurement[]): string {
  const headings = ['runs', 'requests', 'of one walk', 'final reading', 'received', 'time in runs'];
  return toTable(
    [...LIST_HEADINGS, ...headings, ...MEMORY_HEADINGS],
    lists.map(({ listCase, firstWalk }) => [
      ...toListCells(listCase),
      toCount(firstWalk.durationsMs.length),
      toCount(firstWalk.requestCount - firstWalk.laterRequestCount),
      toRatio((firstWalk.requestCount - firstWalk.laterRequestCount) / walkPageCount(listCase)),
      toCount(firstWalk.laterRequestCount),
      toBytes(firstWalk.receivedBytes),
      toDuration(totalMs(firstWalk)),
      ...toMemoryCells(firstWalk),
    ]),
  );
}

export function toReferenceTable(walks: Measurements['referenceWalks']): string {
  return toTable(
    ['rows', 'requests', 'received', 'time', ...MEMORY_HEADINGS],
    walks.map(({ listCase, walk }) => [
      toCount(listCase.rowCount),
      toCount(walk.requestCount),
      toBytes(walk.receivedBytes),
      toDuration(totalMs(walk)),
      ...toMemoryCells(walk),
    ]),
  );
}

export function toImportTable(imports: readonly ImportTime[]): string {
  return toTable(
    ['bundle', 'size', 'import, median of 10 processes'],
    imports.map(({ name, bytes, importMs }) => [name, toBytes(bytes), `${importMs.toFixed(0)} ms`]),
  );
}

export function toPageTable({ bytes, jsonParseMs, understandMs }: PageTime): string {
  return toTable(
    ['page', 'JSON.parse', 'parse + validate + measure', 'ratio'],
    [
      [
        `100 rows, ${toBytes(bytes)}`,
        `${jsonParseMs.toFixed(2)} ms`,
        `${understandMs.toFixed(2)} ms`,
        toRatio(understandMs / jsonParseMs),
      ],
    ],
  );
}

const toListCells = ({ rowCount, liveCount, placement }: ListCase) => [
  toCount(rowCount),
  toCount(liveCount),
  placement === 'at the tail' ? '20 scattered, rest at the tail' : placement,
];

const toMemoryCells = ({ peakHeapBytes, peakRssBytes }: TaskResult) => [
  toBytes(peakHeapBytes),
  toBytes(peakRssBytes),
];

const totalMs = ({ durationsMs }: TaskResult) => durationsMs.reduce((sum, each) => sum + each, 0);

export const toCount = (count: number): string => count.toLocaleString('en-US');

const toRatio = (ratio: number): string => ratio.toFixed(2);

export function toDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${durationMs.toFixed(0)} ms`;
  if (durationMs < 120_000) return `${(durationMs / 1_000).toFixed(1)} s`;
  return `${(durationMs / 60_000).toFixed(1)} min`;
}

export function toBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes.toFixed(0)} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
