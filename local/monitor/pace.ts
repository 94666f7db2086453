/** How fast time passes between runs: it can be changed, stopped and stepped while it is waited for. */
import type { Timing } from '../../lambda/timing.ts';

export interface Pace {
  readonly everySeconds: () => number;
  readonly isPaused: () => boolean;
  readonly setEverySeconds: (seconds: number) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Lets the next run come at once, paused or not. */
  readonly step: () => void;
  /** Resolves when the next run is due, with false when the signal ends the waiting. */
  readonly nextRun: (signal: AbortSignal) => Promise<boolean>;
}

/** Timers end at 24 days: a pause is waited for in pieces. */
const LONGEST_WAIT_MS = 3_600_000;

export function createPace(initialSeconds: number, { nowMs, sleep }: Pick<Timing, 'nowMs' | 'sleep'>): Pace {
  let settings = { everySeconds: initialSeconds, isPaused: false, isStepAsked: false };
  let changed = new AbortController();

  const change = (changes: Partial<typeof settings>) => {
    settings = { ...settings, ...changes };
    changed.abort();
    changed = new AbortController();
  };
  return {
    everySeconds: () => settings.everySeconds,
    isPaused: () => settings.isPaused,
    setEverySeconds: (everySeconds) => change({ everySeconds }),
    pause: () => change({ isPaused: true }),
    resume: () => change({ isPaused: false }),
    step: () => change({ isStepAsked: true }),
    nextRun: async (signal) => {
      const startedAtMs = nowMs();
      while (!signal.aborted) {
        const dueMs = settings.isPaused ? Number.POSITIVE_INFINITY : settings.everySeconds * 1000;
        const leftMs = startedAtMs + dueMs - nowMs();
        if (settings.isStepAsked || leftMs <= 0) {
          settings = { ...settings, isStepAsked: false };
          return true;
        }
        // Woken by a change or the end, it looks again.
        const wake = AbortSignal.any([signal, changed.signal]);
        await sleep(Math.min(leftMs, LONGEST_WAIT_MS), wake).catch(() => undefined);
      }
      return false;
    },
  };
}
