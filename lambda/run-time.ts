/** The time of one run: what is left of it for each of its stages. */
import type { RunTiming } from './timing.ts';

export interface TimeBudget {
  readonly spentMs: () => number;
  /** On the scale of timing.nowMs. */
  readonly deadlineMs: (untilMs: number) => number;
  /** Aborts what is under way when so much of the run's time is over. */
  readonly signalUntil: (untilMs: number) => AbortSignal;
}

export function startTimeBudget({
  nowMs,
  signalAfter,
}: Pick<RunTiming, 'nowMs' | 'signalAfter'>): TimeBudget {
  const startedAtMs = nowMs();
  return {
    spentMs: () => nowMs() - startedAtMs,
    deadlineMs: (untilMs) => startedAtMs + untilMs,
    signalUntil: (untilMs) => signalAfter(startedAtMs + untilMs - nowMs()),
  };
}
