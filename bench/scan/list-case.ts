/** The lists that are measured: how many rows, how many of them alive, and where. Pure. */
import { PAGE_LIMIT_COUNT } from '../../lambda/read/api/urls.ts';

export type Placement = 'none' | 'at the tail' | 'scattered';

export interface ListCase {
  readonly environmentId: string;
  readonly rowCount: number;
  readonly liveCount: number;
  /** `at the tail`: SCATTERED_COUNT lie singly over the list, the rest at its end. */
  readonly placement: Placement;
}

const SCATTERED_COUNT = 20;
const LIVE_COUNTS = [50, 500];

export const ALL_CASES = [1_000, 100_000, 1_000_000].flatMap(toCases);
/** Short enough for a test. */
export const QUICK_CASES = [
  toCase(1_000, 0, 'none'),
  toCase(1_000, 50, 'at the tail'),
  toCase(1_000, 500, 'scattered'),
  toCase(40_000, 0, 'none'),
  toCase(40_000, 50, 'scattered'),
];

function toCases(rowCount: number): readonly ListCase[] {
  return [
    toCase(rowCount, 0, 'none'),
    ...LIVE_COUNTS.flatMap((liveCount) => [
      toCase(rowCount, liveCount, 'at the tail'),
      toCase(rowCount, liveCount, 'scattered'),
    ]),
  ];
}

function toCase(rowCount: number, liveCount: number, placement: Placement): ListCase {
  const environmentId = `env_${rowCount}_${liveCount}_${placement.replaceAll(' ', '-')}`;
  return { environmentId, rowCount, liveCount, placement };
}

/** Positions of the live rows, ascending: 0 to rowCount - 1. */
export function liveIndices({ rowCount, liveCount, placement }: ListCase): number[] {
  const scatteredCount = placement === 'scattered' ? liveCount : Math.min(SCATTERED_COUNT, liveCount);
  const tailCount = liveCount - scatteredCount;
  const overCount = rowCount - tailCount;
  const scattered = Array.from({ length: scatteredCount }, (_, index) =>
    Math.floor(((index + 0.5) * overCount) / scatteredCount),
  );
  const tail = Array.from({ length: tailCount }, (_, index) => overCount + index);
  return [...scattered, ...tail];
}

/**
 * What a steady state may cost at most: the sum of ceil((cluster + 1) / 100) over the clusters of live rows.
 * The tail is one of them, even if nothing in it is alive.
 */
export function steadyLimitCount(listCase: ListCase): number {
  const clusters: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const index of liveIndices(listCase)) {
    clusters.push(index === last + 1 ? (clusters.pop() ?? 0) + 1 : 1);
    last = index;
  }
  const withTail = last === listCase.rowCount - 1 ? clusters : [...clusters, 0];
  return withTail.reduce((sum, cluster) => sum + Math.ceil((cluster + 1) / PAGE_LIMIT_COUNT), 0);
}

/** Pages of the whole list. */
export const walkPageCount = ({ rowCount }: ListCase): number => Math.ceil(rowCount / PAGE_LIMIT_COUNT);
