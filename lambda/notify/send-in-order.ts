/** Sends alerts to the topics one after the other. */
import type { Alert } from '../model/incident.ts';
import { UndeliverableError } from './refused-for-good.ts';

/**
 * @returns nothing, or why a plain message was sent in place of the alert
 * @throws {UndeliverableError} when the alert will never be taken; anything else may pass
 */
export type SendAlert = (alert: Alert, signal: AbortSignal) => Promise<unknown>;

/** What became of alerts on one channel. */
export interface Sent {
  /** Ids of the messages that it took. */
  readonly takenIds: ReadonlySet<string>;
  readonly errors: readonly unknown[];
}

/**
 * Oldest first, and in order: after a failure nothing later of the same outbox overtakes it. Only what will
 * never be taken is passed by; it stays, so that it is counted. Never throws.
 */
export async function sendInOrder(
  alerts: readonly Alert[],
  send: SendAlert,
  signal: AbortSignal,
): Promise<Sent> {
  const takenIds = new Set<string>();
  const errors: unknown[] = [];
  for (const alert of alerts) {
    try {
      signal.throwIfAborted();
      const replaced = (await send(alert, signal)) ?? null;
      takenIds.add(alert.messageId);
      if (replaced !== null) errors.push(replaced);
    } catch (error) {
      errors.push(error);
      if (!(error instanceof UndeliverableError)) break;
    }
  }
  return { takenIds, errors };
}
