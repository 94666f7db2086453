/** What a scan of one environment brought back, and how much of it can be believed. */
import type { WorkInstant, WorkItem, WorkState } from './work-item.ts';

/** Why a request, and so a reading, failed. Never holds the token. */
export interface ReadError {
  /** HTTP status; null for network and time. */
  readonly status: number | null;
  /**
   * Error type of the API (`permission_error`), or ours: `network_error`, `timeout`, `deadline`,
   * `unexpected_response`, `unexpected_redirect`.
   */
  readonly type: string;
  readonly message: string;
  readonly requestId: string | null;
}

/** The API's own word that something is gone; a gateway's 404 without an envelope says nothing of it. */
export const isNotFound = (error: ReadError | null): boolean =>
  error?.status === 404 && error.type !== 'unexpected_response';

/** Work stats; null where the API does not say. Source: GET …/work/stats. */
export interface WorkStats {
  readonly depthCount: number | null;
  readonly pendingCount: number | null;
  readonly workersPollingCount: number | null;
}

export interface Reading {
  /**
   * `complete`: every row that can matter was read. `partial`: rows in `items` are certain, others are
   * missing. `failed`: nothing was read.
   */
  readonly completeness: 'complete' | 'partial' | 'failed';
  /** Null exactly when complete, or when partial only because a first walk goes on in the next run. */
  readonly error: ReadError | null;
  /** Items that are live or have a timestamp recent enough to matter (`isRelevant`), each id once. */
  readonly items: readonly WorkItem[];
  readonly itemsReadCount: number;
  /** All read items by state, finished ones included; they sum to itemsReadCount. */
  readonly stateCounts: Readonly<Record<WorkState | 'other', number>>;
  /** Rows that are not as documented: skipped without id, state or created_at, else read without the bad timestamp. */
  readonly malformedCount: number;
  /** Live items and recent ones with an instant that cannot be read, by the instant. */
  readonly unreadableCounts: Readonly<Partial<Record<WorkInstant, number>>>;
  /** Rows in a state this version does not know, by its name; at most 10 names. */
  readonly unknownStates: Readonly<Record<string, number>>;
  /** Items of the API's own health checks: no sessions, and counted nowhere else. */
  readonly healthcheckCount: number;
  /** Items whose state their timestamps contradict. */
  readonly mismatchCount: number;
  /** Signs that the list is not what was remembered or documented (repeated or descending ids, …). */
  readonly driftCount: number;
  /** Work stats, where they were asked for and answered. */
  readonly stats: WorkStats | null;
  /** Why work stats that were asked for are missing; the reading is complete without them. */
  readonly statsError: ReadError | null;
  /** HTTP requests sent for this environment, retries included. */
  readonly requestCount: number;
}

/** Whether there is anything in a reading that this version does not understand. */
export const isNotUnderstood = ({ malformedCount, unknownStates }: Reading): boolean =>
  malformedCount > 0 || Object.keys(unknownStates).length > 0;
