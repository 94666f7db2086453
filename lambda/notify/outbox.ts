/** Sends what outboxes hold. At least once: an alert leaves its outbox only after its topic took it. */

import type { EnvironmentState } from '../model/environment-state.ts';
import type { Alert } from '../model/incident.ts';

export type SendAlert = (alert: Alert, signal: AbortSignal) => Promise<void>;

export interface SendOutcome {
  /** The state with what was sent taken out of its outbox. */
  readonly state: EnvironmentState;
  readonly sentCount: number;
  /** Why sending stopped; the rest waits for the next run. */
  readonly error: unknown;
}

/** Oldest first, and in order: after a failure nothing later of the same outbox overtakes it. Never throws. */
export async function sendOutbox(
  state: EnvironmentState,
  send: SendAlert,
  signal: AbortSignal,
): Promise<SendOutcome> {
  let sentCount = 0;
  try {
    for (const alert of state.outbox) {
      signal.throwIfAborted();
      await send(alert, signal);
      sentCount++;
    }
    return { state: { ...state, outbox: [] }, sentCount, error: null };
  } catch (error) {
    return { state: { ...state, outbox: state.outbox.slice(sentCount) }, sentCount, error };
  }
}
