/**
 * The rows of the table. Sort keys are chosen so that one range from `directory` to the last `ranges#` row
 * reads what a run needs and nothing else: the run row sorts after it.
 */

export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';

export const SORT_KEYS = {
  directory: 'directory',
  environmentPrefix: 'environment#',
  monitor: 'monitor',
  rangesPrefix: 'ranges#',
  /** Lease, run number and memory. */
  run: 'run',
} as const;

export const environmentSortKey = (environmentId: string) => `${SORT_KEYS.environmentPrefix}${environmentId}`;

export const rangesSortKey = (environmentId: string) => `${SORT_KEYS.rangesPrefix}${environmentId}`;
/** Sorts after every row of ranges and before the run row. */
export const LAST_SORT_KEY = `${SORT_KEYS.rangesPrefix}~`;

/** @returns null for a row of another kind */
export function environmentIdOf(
  sortKey: string,
  prefix: string = SORT_KEYS.environmentPrefix,
): string | null {
  return sortKey.startsWith(prefix) ? sortKey.slice(prefix.length) : null;
}
