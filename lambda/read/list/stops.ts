/** By which rows a scan knows that it came to a remembered range. Ids are compared, never ordered. */
import type { SettledRange } from '../../model/scan-memory.ts';

export interface Stop {
  /** At the row before its first one, or, where that was not there, at its last one. */
  readonly result: 'reached' | 'read-through';
  readonly nextIndex: number;
}

/** @returns what a row means to a stretch that comes before the range of that index; null: nothing */
export type Stops = (id: string, nextIndex: number) => Stop | null;

export function createStops(ranges: readonly SettledRange[]): Stops {
  const stops = new Map<string, Stop>();
  for (const [nextIndex, { beforeFirstId, end }] of ranges.entries()) {
    if (beforeFirstId !== null) stops.set(beforeFirstId, { result: 'reached', nextIndex });
    stops.set(end.id, { result: 'read-through', nextIndex });
  }
  return (id, nextIndex) => {
    const stop = stops.get(id);
    return stop !== undefined && stop.nextIndex >= nextIndex ? stop : null;
  };
}
