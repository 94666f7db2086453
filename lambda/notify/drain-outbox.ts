/** Sends what an outbox holds. At least once: an alert leaves its outbox only after its topic took it. */
import type { Alert } from '../model/incident.ts';
import type { SubjectRow } from '../model/row.ts';

export type SendAlert = (alert: Alert, signal: AbortSignal) => Promise<void>;

export interface Delivery {
  /** With what was sent taken out of its outbox. */
  readonly row: SubjectRow;
  readonly sentCount: number;
  readonly waitingCount: number;
  /** Why an alert could not be sent: it and the rest wait for the next run, and count as NotificationsFailed. */
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

/** Oldest first, and in order: after a failure nothing later of the same outbox overtakes it. Never throws. */
export async function drainOutbox(row: SubjectRow, { send, save, signal }: DrainDeps): Promise<Delivery> {
  const { outbox } = row.value;
  let sentCount = 0;
  let sendError: unknown = null;
  try {
    for (const alert of outbox) {
      signal.throwIfAborted();
      await send(alert, signal);
      sentCount++;
    }
  } catch (error) {
    sendError = error;
  }
  const left = { ...row, value: { ...row.value, outbox: outbox.slice(sentCount) } };
  const delivery = {
    row: left,
    sentCount,
    waitingCount: outbox.length - sentCount,
    sendError,
    clearError: null,
  };
  if (sentCount === 0) return delivery;
  try {
    return { ...delivery, row: await save(left) };
  } catch (clearError) {
    return { ...delivery, clearError };
  }
}
