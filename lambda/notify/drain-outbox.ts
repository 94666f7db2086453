/** Sends what an outbox holds. At least once: an alert leaves its outbox only after each channel took it. */
import type { Alert, Channel } from '../model/incident.ts';
import type { SubjectRow } from '../model/row.ts';
import type { SendEvents } from './send-events.ts';
import { type SendAlert, type Sent, sendInOrder } from './send-in-order.ts';

export interface Delivery {
  /** With what was sent taken out of its outbox, and what one channel took marked in it. */
  readonly row: SubjectRow;
  /** Alerts that a channel took. */
  readonly sentCount: number;
  readonly waitingCount: number;
  /** Why alerts were not sent as they are. Those that wait for the next run count as NotificationsFailed. */
  readonly sendError: unknown;
  /** Why what was sent could not be cleared: it will be sent again, with the same ids. */
  readonly clearError: unknown;
}

export interface DrainDeps {
  readonly send: SendAlert;
  /** Null: no bus is configured, and nothing waits for one. */
  readonly sendEvents: SendEvents | null;
  readonly save: (row: SubjectRow) => Promise<SubjectRow>;
  readonly scheduledAt: Date;
  readonly signal: AbortSignal;
}

/** What waits for the bus alone is given up then. Source: EventBridge gives up on a target after 24 hours too. */
export const EVENT_LIFE_MS = 24 * 3_600_000;

/** Sends the outboxes of the rows, each on its own. */
export function drainOutboxes(rows: readonly SubjectRow[], deps: DrainDeps): Promise<Delivery[]> {
  const waiting = rows.filter(({ value }) => value.outbox.length > 0);
  return Promise.all(waiting.map((row) => drainOutbox(row, deps)));
}

/** To both channels at once: neither waits for the other. Never throws. */
export async function drainOutbox(row: SubjectRow, deps: DrainDeps): Promise<Delivery> {
  const { send, sendEvents, save, signal } = deps;
  const { outbox } = row.value;
  const [topics, bus] = await Promise.all([
    sendInOrder(missingAt('topics', outbox), send, signal),
    sendEvents?.(missingAt('bus', outbox), signal),
  ]);
  const results = outbox.map((alert) => toResult(alert, topics, bus, deps));
  const left = results.flatMap((result) => result.left);
  const errors = [...topics.errors, ...(bus?.errors ?? []), ...results.flatMap(({ lost }) => lost)];
  const after = { ...row, value: { ...row.value, outbox: left } };
  const sentCount = outbox.filter(({ messageId }) => isTaken(messageId, topics, bus)).length;
  const sendError = toOne(errors);
  const delivery = { row: after, sentCount, waitingCount: left.length, sendError, clearError: null };
  if (results.every(({ hasChanged }) => !hasChanged)) return delivery;
  try {
    return { ...delivery, row: await save(after) };
  } catch (clearError) {
    return { ...delivery, clearError };
  }
}

/** As they were decided, without the mark. */
const missingAt = (channel: Channel, outbox: readonly Alert[]): Alert[] =>
  outbox.filter(({ reached }) => reached !== channel).map(({ reached: _, ...alert }) => alert);

const isTaken = (messageId: string, ...sent: readonly (Sent | undefined)[]): boolean =>
  sent.some((each) => each?.takenIds.has(messageId));

interface Result {
  /** Empty: it is done with. */
  readonly left: readonly Alert[];
  /** That it was given up, if it was. */
  readonly lost: readonly Error[];
  readonly hasChanged: boolean;
}

function toResult(alert: Alert, topics: Sent, bus: Sent | undefined, { scheduledAt }: DrainDeps): Result {
  const { messageId, reached } = alert;
  const hasReached = (channel: Channel, sent: Sent | undefined) =>
    reached === channel || isTaken(messageId, sent);
  const isOnTopics = hasReached('topics', topics);
  const isOnBus = bus === undefined || hasReached('bus', bus);
  if (isOnTopics && isOnBus) return { left: [], lost: [], hasChanged: true };
  if (isOnTopics && scheduledAt.getTime() - alert.at.getTime() > EVENT_LIFE_MS) {
    const lost = new Error(`Alert ${messageId} was given up: the event bus has not taken it for a day`);
    return { left: [], lost: [lost], hasChanged: true };
  }
  const now: Channel | undefined = isOnTopics ? 'topics' : hasReached('bus', bus) ? 'bus' : undefined;
  return {
    left: [now === undefined ? alert : { ...alert, reached: now }],
    lost: [],
    hasChanged: now !== reached,
  };
}

function toOne(errors: readonly unknown[]): unknown {
  return errors.length < 2 ? (errors[0] ?? null) : new AggregateError(errors, 'Several alerts');
}
