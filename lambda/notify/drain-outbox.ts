/** Sends what an outbox holds. At least once: an alert leaves its outbox only after its topic took it. */
import type { Alert } from '../model/incident.ts';
import type { SubjectRow } from '../model/row.ts';
import { UndeliverableError } from './refused-for-good.ts';

/**
 * @returns nothing, or why a plain message was sent in place of the alert
 * @throws {UndeliverableError} when the alert will never be taken; anything else may pass
 */
export type SendAlert = (alert: Alert, signal: AbortSignal) => Promise<unknown>;

export interface Delivery {
  /** With what was sent taken out of its outbox. */
  readonly row: SubjectRow;
  readonly sentCount: number;
  readonly waitingCount: number;
  /** Why alerts were not sent as they are. Those that wait for the next run count as NotificationsFailed. */
  readonly sendError: unknown;
  /** Why what was sent could not be cleared: it will be sent again, with the same ids. */
  readonly clearError: unknown;
}

export interface DrainDeps {
  readonly send: SendAlert;
  readonly save: (row: SubjectRow) => Promise<SubjectRow>;
  readonly signal: AbortSignal;
}

/** Sends the outboxes of the rows, each on its own. */
export function drainOutboxes(rows: readonly SubjectRow[], deps: DrainDeps): Promise<Delivery[]> {
  const waiting = rows.filter(({ value }) => value.outbox.length > 0);
  return Promise.all(waiting.map((row) => drainOutbox(row, deps)));
}

/**
 * Oldest first, and in order: after a failure nothing later of the same outbox overtakes it. Only what will
 * never be taken is passed by; it stays, so that it is counted. Never throws.
 */
export async function drainOutbox(row: SubjectRow, { send, save, signal }: DrainDeps): Promise<Delivery> {
  const { left, errors } = await sendInOrder(row.value.outbox, send, signal);
  const sentCount = row.value.outbox.length - left.length;
  const after = { ...row, value: { ...row.value, outbox: left } };
  const sendError = toOne(errors);
  const delivery = { row: after, sentCount, waitingCount: left.length, sendError, clearError: null };
  if (sentCount === 0) return delivery;
  try {
    return { ...delivery, row: await save(after) };
  } catch (clearError) {
    return { ...delivery, clearError };
  }
}

async function sendInOrder(outbox: readonly Alert[], send: SendAlert, signal: AbortSignal) {
  const [left, errors]: [Alert[], unknown[]] = [[], []];
  for (const [at, alert] of outbox.entries()) {
    try {
      signal.throwIfAborted();
      const replaced = (await send(alert, signal)) ?? null;
      if (replaced !== null) errors.push(replaced);
    } catch (error) {
      errors.push(error);
      if (!(error instanceof UndeliverableError)) return { left: [...left, ...outbox.slice(at)], errors };
      left.push(alert);
    }
  }
  return { left, errors };
}

function toOne(errors: readonly unknown[]): unknown {
  return errors.length < 2 ? (errors[0] ?? null) : new AggregateError(errors, 'Several alerts');
}
