/** What the server of the page sends to the browser: plain JSON, and never anything secret. */
import type {
  Change,
  Condition,
  ConfigurableCondition,
  Severity,
  Threshold,
  Verdict,
} from '../../contract/conditions.ts';
import type { EnvironmentMetricName, MonitorMetricName } from '../../contract/metrics.ts';
import type { SessionCause } from '../../contract/session-causes.ts';
import type { ScenarioName } from './scenario-words.ts';

/** A published distribution, in seconds. */
export interface Spread {
  readonly median: number;
  readonly max: number;
  readonly count: number;
}

export type Measured = { readonly [Name in EnvironmentMetricName]?: number | Spread };

/** What one run published, the points of its minute, and what it could not. */
export interface RunView {
  readonly number: number;
  /** The scheduled minute, in seconds since 1970, as charts want it. */
  readonly atSeconds: number;
  readonly environments: Readonly<Record<string, Measured>>;
  readonly monitor: { readonly [Name in MonitorMetricName]?: number };
  /** Why environments could not be read whole, by id. */
  readonly unread: Readonly<Record<string, string>>;
  /** What it threw; null when it did not. */
  readonly error: string | null;
}

export interface EnvironmentView {
  readonly id: string;
  readonly name: string | null;
  /** By which it is judged now. */
  readonly levels: Levels;
  readonly norms: readonly NormView[];
  /** By when its items are to be picked up; null: there is no objective. */
  readonly pickupSeconds: number | null;
  /** What its settings do not send: there is nothing to draw of it. */
  readonly unsentMetrics: readonly EnvironmentMetricName[];
  /** Of late items, those that do not go on. Null: sessions are not read. */
  readonly sessions: readonly SessionView[] | null;
}

/** What the session of an item does, as far as it was seen. */
export interface SessionView {
  readonly itemId: string;
  readonly cause: SessionCause;
  readonly toolName: string | null;
  /** Both in seconds since 1970. */
  readonly sinceSeconds: number;
  readonly seenAtSeconds: number;
  readonly totalCredits: number | null;
}

export type Levels = { readonly [Name in ConfigurableCondition]?: LevelView };

export interface LevelView extends Threshold {
  readonly source: 'default' | 'configured' | 'learned';
}

/** What is normal in an environment, as far as the monitor has learned it. */
export interface NormView {
  readonly name: NormName;
  /** Null until enough was seen. */
  readonly normal: { readonly fromSeconds: number; readonly toSeconds: number } | null;
  readonly seenCount: number;
  readonly neededCount: number;
}

/**
 * How long work waits, takes to start and to run, how long tools take, and how long an item is silent between heartbeats.
 */
export type NormName = 'pickup' | 'startup' | 'run' | 'tool' | 'silence';

/** An environment as a run left it. */
export interface JudgedEnvironment extends EnvironmentView {
  readonly verdict: Verdict;
  /** Why the run could not read it whole; null when it could. */
  readonly unread: string | null;
}

/** An incident as its messages told it. Instants are RFC 3339. */
export interface IncidentView {
  readonly id: string;
  readonly environmentIds: readonly string[];
  readonly condition: Condition;
  readonly severity: Severity;
  readonly reason: string | null;
  readonly openedAt: string;
  /** Null while it is open. */
  readonly endedAt: string | null;
  readonly itemCount: number;
  /** Oldest first; the last is the one to read. */
  readonly messages: readonly IncidentMessage[];
}

export interface IncidentMessage extends Pick<IncidentView, 'severity' | 'reason' | 'itemCount'> {
  readonly id: string;
  readonly change: Change;
  readonly at: string;
}

/** One alert, as the subscribers of each protocol got it. */
export interface AlertView {
  readonly messageId: string;
  readonly incidentId: string;
  readonly environmentIds: readonly string[];
  readonly condition: Condition;
  readonly severity: Severity;
  readonly change: Change;
  readonly at: string;
  readonly subject: string;
  readonly mail: string;
  readonly sms: string;
  /** The message for programs, indented. */
  readonly json: string;
  /** Null until the chat topic has it, or where it failed. */
  readonly card: CardView | null;
}

export interface CardView {
  readonly title: string;
  readonly description: string;
  readonly nextSteps: readonly string[];
  readonly keywords: readonly string[];
  readonly threadId: string;
}

export interface WorkerView {
  readonly id: string;
  readonly status: 'up' | 'down' | 'hung';
  readonly itemId: string | null;
}

/** The simulated fleet, which can be operated; there is none beside a real environment. */
export interface FleetView {
  readonly workers: Readonly<Record<string, readonly WorkerView[]>>;
  /** How the API is broken; null while it works. */
  readonly fault: string | null;
  /** False from the rotation of the token until the new one is stored. */
  readonly isTokenStored: boolean;
  readonly pace: { readonly everySeconds: number; readonly isPaused: boolean };
  /** Where scenarios are played. */
  readonly scenarioEnvironmentId: string;
  /** What is being played; null: nothing. */
  readonly scenario: PlayedScenario | null;
}

export interface PlayedScenario {
  readonly name: ScenarioName;
  readonly beganAtSeconds: number;
  /** When it ends by itself. */
  readonly endsAtSeconds: number;
}

/** What somebody did to the fleet. */
export interface ActionView {
  readonly atSeconds: number;
  readonly text: string;
}

/** What is replaced whole whenever something happens. */
export interface NowView {
  readonly source: string;
  readonly isSimulated: boolean;
  /** The clock of the fleet, or of this machine. */
  readonly at: string;
  /** The run that is under way; null between two. */
  readonly begunRunNumber: number | null;
  readonly environments: readonly EnvironmentView[];
  readonly incidents: readonly IncidentView[];
  readonly fleet: FleetView | null;
  readonly actions: readonly ActionView[];
}

/** Event `hello` replaces what the browser has, event `news` appends to it. */
export interface PageUpdate {
  readonly now: NowView;
  readonly runs: readonly RunView[];
  readonly alerts: readonly AlertView[];
}

/** More is not kept: twelve virtual hours of some environments, fewer of many, and what a person can read. */
export const keptRunsCount = (environmentCount: number): number =>
  Math.min(720, Math.max(60, Math.floor(20_000 / Math.max(1, environmentCount))));
export const KEPT_ALERTS_COUNT = 200;

/** A message belongs to the run in whose minute it was decided. */
export const isUntil = (instant: string, runAtSeconds: number): boolean =>
  Date.parse(instant) / 1000 < runAtSeconds + 60;
