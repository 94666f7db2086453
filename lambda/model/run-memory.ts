/** What one run hands to the next. It is small and written every run, so an idle environment needs no write of its own. */
import { type Instant, type Skew, UNKNOWN_SKEW, type Window } from './instant.ts';
import type { Readings } from './readings.ts';

export interface RunMemory {
  /** The instant of the last run that published and saved; null before the first. */
  readonly lastAt: Date | null;
  /**
   * Environments that were not complete in the run of `lastAt`, by id, with the instant of their last
   * complete reading; null: never. All the others were complete at `lastAt`.
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

/** The memory after a run that published and saved. */
export function advance(memory: RunMemory, { instant, windows, readings }: Readings): RunMemory {
  const { at } = instant;
  const behind = [...windows].flatMap(([id, { previousAt }]) => {
    // Without a reading, an error of our own kept it from being read.
    const completeness = readings.get(id)?.reading.completeness ?? 'failed';
    // A first walk that goes on in the next run is as old as its first one: its flows start there.
    const since = previousAt ?? (completeness === 'partial' ? at : null);
    return completeness === 'complete' ? [] : [[id, since] as const];
  });
  return { ...memory, lastAt: at, behind: Object.fromEntries(behind), skew: instant.skew };
}
