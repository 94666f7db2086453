/** What is remembered of the subjects of a run, loaded once and written back only where it changed. */
import { isDeepStrictEqual } from 'node:util';
import type { EnvironmentState } from '../model/environment-state.ts';
import { type SendAlert, sendOutbox } from '../notify/outbox.ts';
import type { RowFault } from './state-codec.ts';

export interface StateRow {
  readonly value: EnvironmentState;
  /** Null: there is no row yet. */
  readonly version: number | null;
  /** Set when the row could not be read and counts as empty. */
  readonly fault: RowFault | null;
}

/** One subject's row: an environment's, or the monitor's own. */
export interface Remembered {
  readonly id: string;
  readonly row: StateRow;
  readonly save: (state: EnvironmentState, expectedVersion: number | null) => Promise<number>;
  /** Only where a row may go: an environment that is no longer watched. */
  readonly remove: ((expectedVersion: number) => Promise<void>) | null;
}

/** What a subject is to become. `isOver`: its row goes as soon as nothing in it waits to be told. */
export interface Intent {
  readonly remembered: Remembered;
  readonly state: EnvironmentState;
  readonly isOver: boolean;
}

/** Writes the state if it differs from the row, or the row cannot be read. One conditional write: a late run cannot overwrite a newer one. */
export async function persist({ remembered, state, isOver }: Intent): Promise<Remembered> {
  const { row, remove, save } = remembered;
  if (isOver && state.incidents.length === 0 && state.outbox.length === 0 && remove !== null) {
    if (row.version !== null) await remove(row.version);
    return { ...remembered, row: { value: state, version: null, fault: null } };
  }
  const isWritten = row.version !== null && row.fault === null && isDeepStrictEqual(row.value, state);
  if (isWritten) return remembered;
  return { ...remembered, row: { value: state, version: await save(state, row.version), fault: null } };
}

export interface Delivery {
  readonly intent: Intent;
  readonly sentCount: number;
  readonly waitingCount: number;
  /** Why an alert could not be sent: it waits, and counts as NotificationsFailed. */
  readonly sendError: unknown;
  /** Why what was sent could not be cleared: it will be sent again, with the same ids. */
  readonly clearError: unknown;
}

/** Sends a saved outbox and clears what was sent. Never throws. */
export async function deliver(intent: Intent, send: SendAlert, signal: AbortSignal): Promise<Delivery> {
  const { state, sentCount, error: sendError } = await sendOutbox(intent.state, send, signal);
  const waitingCount = state.outbox.length;
  const sent = { ...intent, state };
  if (sentCount === 0) return { intent: sent, sentCount, waitingCount, sendError, clearError: null };
  try {
    const remembered = await persist(sent);
    return { intent: { ...sent, remembered }, sentCount, waitingCount, sendError, clearError: null };
  } catch (clearError) {
    return { intent: sent, sentCount, waitingCount, sendError, clearError };
  }
}
