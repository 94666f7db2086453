/** What one run hands to the next. It is small and written every run, so an idle environment needs no write of its own. */
import { type Instant, type Skew, UNKNOWN_SKEW, type Window } from './instant.ts';
import type { Readings } from './readings.ts';

export interface RunMemory {
  /** The instant of the last run that came to its end; null before the first. */
  readonly lastAt: Date | null;
  /**
   * Environments that were not read whole and published in the run of `lastAt`, by id, with the instant of the
   * last run in which they were; null: never. All the others were complete at `lastAt`.
   */
  readonly behind: Readonly<Record<string, Date | null>>;
  /** Of the API's clock. */
  readonly skew: Skew;
}

export const EMPTY_MEMORY: RunMemory = { lastAt: null, behind: {}, skew: UNKNOWN_SKEW };

/** A new environment's first reading has no flows; one that was not complete goes on where it last was. */
export function toWindow(
  { at, previousAt }: Instant,
  { behind }: RunMemory,
  id: string,
  isNew: boolean,
): Window {
  if (isNew || previousAt === null) return { at, previousAt: null };
  const behindSince = behind[id];
  return { at, previousAt: behindSince === undefined ? previousAt : behindSince };
}

/**
 * The memory after a run.
 * @param unpublishedIds environments whose metrics could not be published: their flows are still to come
 */
export function advance(
  memory: RunMemory,
  { instant, windows, readings }: Readings,
  unpublishedIds: ReadonlySet<string>,
): RunMemory {
  const { at } = instant;
  const behind = [...windows].flatMap(([id, { previousAt }]) => {
    // Without a reading, an error of our own kept it from being read.
    const completeness = readings.get(id)?.reading.completeness ?? 'failed';
    // A first walk that goes on in the next run is as old as its first one: its flows start there.
    const since = previousAt ?? (completeness === 'partial' ? at : null);
    return completeness === 'complete' && !unpublishedIds.has(id) ? [] : [[id, since] as const];
  });
  return { ...memory, lastAt: at, behind: Object.fromEntries(behind), skew: instant.skew };
}
