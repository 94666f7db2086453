/**
 * A session as the monitor sees it: types, ids, names of tools, times and numbers. What it is about — titles, messages,
 * inputs and results of tools — is dropped while it is parsed, and is no part of any type.
 */
import type { SessionCause } from '../../contract/session-causes.ts';

/** `other`: a status that this version does not know, or one that passes, such as `canceling`. */
export const SESSION_STATUSES = ['running', 'idle', 'rescheduling', 'terminated'] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number] | 'other';

export interface Session {
  readonly id: string;
  /** Null where the API does not say. */
  readonly environmentId: string | null;
  readonly status: SessionStatus;
  readonly updatedAt: Date | null;
  /** What it has cost so far; null where the API does not say. */
  readonly totalCredits: number | null;
}

/**
 * What an event does. `tool-call`: a tool of the worker is called. `other-call`: one of the service, or of an application.
 * `model-output`: what else the model says. `ended`: a turn is over, for whatever reason. `other`: it shows only that
 * something happened.
 */
export type SessionEventKind =
  | 'tool-call'
  | 'other-call'
  | 'tool-result'
  | 'confirmation'
  | 'model-start'
  | 'model-end'
  | 'model-output'
  | 'message'
  | 'interrupt'
  | 'running'
  | 'idle'
  | 'ended'
  | 'other';

export interface SessionEvent {
  readonly kind: SessionEventKind;
  /** Null where the API does not say. */
  readonly id: string | null;
  readonly at: Date | null;
  /** Of a result, a confirmation or the end of a model request: the event that it is about. */
  readonly aboutId: string | null;
  /** Of a call. Null where it has none, or one that is no name. */
  readonly toolName: string | null;
  /** Of a call: somebody has to allow it. */
  readonly needsPermission: boolean;
  /** Of a confirmation: whether the call may be made. Null: it is none, or does not say so in words that are known. */
  readonly isAllowed: boolean | null;
  /** Of a result: the tool came back with an error. */
  readonly isError: boolean;
  /** Of `idle`; null where it is none of those that are known. */
  readonly stopReason: 'end_turn' | 'cancelled' | 'requires_action' | null;
  /** Of `requires_action`: the calls that are waited for. */
  readonly pendingIds: readonly string[];
}

/** Nothing before it is still open: what the session is doing is decided by what came after. */
export const isFence = ({ kind, stopReason }: SessionEvent): boolean =>
  kind === 'model-start' ||
  kind === 'interrupt' ||
  kind === 'ended' ||
  (kind === 'idle' && stopReason !== 'requires_action');

/** An item whose session is asked for. */
export interface AskedSession {
  readonly environmentId: string;
  readonly itemId: string;
  readonly sessionId: string;
}

/** What was read of the session of one item. */
export interface SessionReading extends AskedSession {
  /** `gone`: the API does not know it. `failed`: it could not be read. */
  readonly outcome: 'read' | 'gone' | 'failed';
  /** Null unless it was read. */
  readonly session: Session | null;
  /** Newest first, as far as they are needed. */
  readonly events: readonly SessionEvent[];
  /** They go back to a fence, or to the first one: nothing that is open is missing. */
  readonly isWhole: boolean;
}

/** What reading sessions brought in a run, and what kept it from bringing more. */
export interface SessionReadings {
  readonly readings: readonly SessionReading[];
  /** Asked for, in this order, whatever came of it; where the API had enough, up to there, and the first at least. */
  readonly begun: readonly AskedSession[];
  readonly requestCount: number;
  /** Asked for and not read. */
  readonly failedCount: number;
  /** Wanted and not asked for: no time, or no answer to hope for. */
  readonly notAskedCount: number;
  /** The first error, without what it said; null: none. */
  readonly error: { readonly status: number | null; readonly type: string } | null;
  /**
   * The token may not read them: nothing was read, and every answer said so, of so many environments that three runs ask
   * for all. Null: neither that is known, nor that it may.
   */
  readonly isForbidden: boolean | null;
  /** The API asked for fewer requests: seconds until it is asked again; null: it did not. */
  readonly pauseSeconds: number | null;
}

export const NO_SESSIONS: SessionReadings = {
  readings: [],
  begun: [],
  requestCount: 0,
  failedCount: 0,
  notAskedCount: 0,
  error: null,
  isForbidden: null,
  pauseSeconds: null,
};

/** What the session of an item was last seen to do. */
export interface KnownSession {
  readonly itemId: string;
  readonly cause: SessionCause;
  /** Since when, as far as is certain. */
  readonly since: Date;
  /** When it was seen. Between that and now nothing is known. */
  readonly seenAt: Date;
  readonly toolName: string | null;
  /** Calls that wait together with it. */
  readonly callCount: number;
  /** The event that shows it; null: none does. Where it has no time, it counts from when it was first seen. */
  readonly eventId: string | null;
  readonly totalCredits: number | null;
}

/** What is remembered of the sessions of an environment. */
export interface SessionMemory {
  /** The item after which the next one is asked for, where not all could be read; null: the first. */
  readonly afterItemId: string | null;
  readonly known: readonly KnownSession[];
  /** Whether any session of it could ever be read: else "gone" may only mean that the token does not see it. */
  readonly isReadable: boolean;
}

export const NO_SESSION_MEMORY: SessionMemory = { afterItemId: null, known: [], isReadable: false };

/** How sessions are asked for from run to run. */
export interface SessionPace {
  /** Runs in a row in which the token was not allowed to read any, as far as any was asked for. */
  readonly forbiddenRunCount: number;
  readonly forbiddenSince: Date | null;
  /** The API asked for fewer requests: none before this instant. */
  readonly pausedUntil: Date | null;
  /** How long that is; twice as long each time. */
  readonly pauseSeconds: number;
  /** The environment after which the next one comes first, where not all could be read; null: the first. */
  readonly afterEnvironmentId: string | null;
}

export const STEADY_PACE: SessionPace = {
  forbiddenRunCount: 0,
  forbiddenSince: null,
  pausedUntil: null,
  pauseSeconds: 0,
  afterEnvironmentId: null,
};

/** What a run with sessions has brought. */
export interface RunSessions extends SessionReadings {
  /** Of each environment of which not all could be read: the item after which the next run goes on. */
  readonly afterIds: ReadonlyMap<string, string>;
  /** Of the next run. */
  readonly pace: SessionPace;
}

/** How many of the sessions do what, in the order in which each is first met. */
export function countByCause(known: readonly KnownSession[]): ReadonlyMap<SessionCause, number> {
  const counts = new Map<SessionCause, number>();
  for (const { cause } of known) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return counts;
}
