/** The virtual clock: time passes only when it is advanced, and what was planned happens in order on the way. */

export interface Agenda {
  readonly now: () => Date;
  /** Plans an action; a time that has passed means now. Actions of one instant happen in the order they were planned. */
  readonly schedule: (at: Date, action: () => void) => void;
  readonly advance: (durationMs: number) => void;
}

interface Entry {
  readonly atMs: number;
  readonly action: () => void;
}

export function createAgenda(startAt: Date): Agenda {
  let nowMs = startAt.getTime();
  /** Ascending. Short: an entry for each worker and each stream of arrivals. */
  const entries: Entry[] = [];

  return {
    now: () => new Date(nowMs),
    schedule: (at, action) => {
      const atMs = Math.max(at.getTime(), nowMs);
      let index = entries.length;
      while ((entries[index - 1]?.atMs ?? atMs) > atMs) index--;
      entries.splice(index, 0, { atMs, action });
    },
    advance: (durationMs) => {
      if (!(durationMs >= 0)) {
        throw new RangeError(`Cannot advance the clock by ${durationMs} ms: give 0 or more`);
      }
      const untilMs = nowMs + durationMs;
      for (let next = entries[0]; next !== undefined && next.atMs <= untilMs; next = entries[0]) {
        entries.shift();
        nowMs = next.atMs;
        next.action();
      }
      nowMs = untilMs;
    },
  };
}
