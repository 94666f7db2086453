/** What is remembered of one environment from run to run. Bounded: it grows with what is wrong, never with history. */
import type { AlertGroup } from './alert-group.ts';
import { type Deliveries, NO_DELIVERIES } from './deliveries.ts';
import type { Alert, EndedIncident, Incident } from './incident.ts';
import type { Norms } from './norm.ts';
import { NO_SESSION_MEMORY, type SessionMemory } from './session.ts';

export interface LearnedSilence {
  /** As of `observedAt`; both halve in a week. */
  readonly longestSeconds: number;
  /** Not whole, because it decays. */
  readonly observationCount: number;
  /** Null: nothing was observed yet. */
  readonly observedAt: Date | null;
  /** The most silent active items that could teach something, to see who comes back. */
  readonly watched: readonly WatchedItem[];
}

export interface WatchedItem {
  readonly id: string;
  readonly heartbeatAt: Date;
  /** How long it had surely been silent when it was last seen. */
  readonly silentSeconds: number;
}

export const NOTHING_LEARNED: LearnedSilence = {
  longestSeconds: 0,
  observationCount: 0,
  observedAt: null,
  watched: [],
};

/** Where the checks of remembered ranges stand. */
export interface SpotCheck {
  /** The row after which the next page is read; null: the start of the list. */
  readonly afterId: string | null;
  /** Whether the stats knew of more waiting work than the last reading. */
  readonly hasDoubt: boolean;
}

export const NO_SPOT_CHECK: SpotCheck = { afterId: null, hasDoubt: false };

/** Runs in a row in which something held, counted as far as it decides anything. */
export interface Streak {
  readonly runCount: number;
  readonly since: Date;
}

export const STREAKS = [
  'unseen',
  'incomplete',
  'not-understood',
  'not-found',
  'not-asked',
  'nothing-watched',
] as const;
export type Streaks = Readonly<Partial<Record<(typeof STREAKS)[number], Streak>>>;

export interface EnvironmentState {
  readonly incidents: readonly Incident[];
  /** Those that ended within the last hour: what returns so soon is the same. */
  readonly endedIncidents: readonly EndedIncident[];
  /** Of the monitor: what it tells for several environments. */
  readonly groups: readonly AlertGroup[];
  /** Alerts decided and not yet known to be sent, oldest first. */
  readonly outbox: readonly Alert[];
  /** Runs in a row in which the environment could not be read; counted up to the critical threshold. */
  readonly failedRunCount: number;
  readonly failingSince: Date | null;
  /** Complete runs in a row in which the depth reached the levels of queue-deep, counted up to DEEP_RUNS_COUNT. */
  readonly deepRunCounts: { readonly warning: number; readonly critical: number };
  readonly streaks: Streaks;
  readonly learnedSilence: LearnedSilence;
  readonly deliveries: Deliveries;
  readonly norms: Norms;
  readonly spotCheck: SpotCheck;
  readonly sessions: SessionMemory;
  /** The last time in which it was not read; null: none yet. */
  readonly lastGap: Gap | null;
}

/** From the first run that brought nothing of it, or the last one before there was none, to the first that did. */
export interface Gap {
  readonly from: Date;
  readonly to: Date;
}

export const EMPTY_STATE: EnvironmentState = {
  incidents: [],
  endedIncidents: [],
  groups: [],
  outbox: [],
  failedRunCount: 0,
  failingSince: null,
  deepRunCounts: { warning: 0, critical: 0 },
  streaks: {},
  learnedSilence: NOTHING_LEARNED,
  deliveries: NO_DELIVERIES,
  norms: {},
  spotCheck: NO_SPOT_CHECK,
  sessions: NO_SESSION_MEMORY,
  lastGap: null,
};
