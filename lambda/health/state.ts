/** What is remembered of one environment from run to run. Bounded: it grows with what is wrong, never with history. */
import type { Alert, Incident } from './incident.ts';
import { type LearnedSilence, NOTHING_LEARNED } from './learned-silence.ts';
import { NO_SPOT_CHECK, type SpotCheck } from './spot-check-state.ts';

export interface EnvironmentState {
  readonly incidents: readonly Incident[];
  /** Alerts decided and not yet known to be sent, oldest first. */
  readonly outbox: readonly Alert[];
  /** Runs in a row in which the environment could not be read; counted up to the critical threshold. */
  readonly failedRunCount: number;
  readonly failingSince: Date | null;
  /** Complete runs in a row in which the depth reached the levels of queue-deep, counted up to DEEP_RUNS_COUNT. */
  readonly deepRunCounts: { readonly warning: number; readonly critical: number };
  readonly learnedSilence: LearnedSilence;
  readonly spotCheck: SpotCheck;
}

export const EMPTY_STATE: EnvironmentState = {
  incidents: [],
  outbox: [],
  failedRunCount: 0,
  failingSince: null,
  deepRunCounts: { warning: 0, critical: 0 },
  learnedSilence: NOTHING_LEARNED,
  spotCheck: NO_SPOT_CHECK,
};
