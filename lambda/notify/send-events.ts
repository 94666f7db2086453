/** Puts alerts on an event bus. */
import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { Alert } from '../model/incident.ts';
import { type RenderedEvent, toEventBatches } from './event-batches.ts';
import { isRefusedForGood, UndeliverableError } from './refused-for-good.ts';
import type { Sent } from './send-in-order.ts';
import { type EventContext, toEvent } from './to-event.ts';

export interface SendEventsDeps extends EventContext {
  readonly client: Pick<EventBridgeClient, 'send'>;
}

/** Oldest first. Never throws. */
export type SendEvents = (alerts: readonly Alert[], signal: AbortSignal) => Promise<Sent>;

/**
 * Requests follow one another: after one of which something may still be taken later, the rest waits. Within a request,
 * and on their way, events may overtake each other. What the bus refuses for what an event says is passed by; it stays
 * in its outbox, so that it is counted.
 */
export async function sendEvents(
  deps: SendEventsDeps,
  alerts: readonly Alert[],
  signal: AbortSignal,
): Promise<Sent> {
  const takenIds = new Set<string>();
  // One that a whole request failed by is of each of its events.
  const errors = new Set<Error>();
  const queue = toEventBatches(render(alerts, deps, errors));
  for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
    const results = await put(batch, deps, signal);
    // One of them made the whole request refused: it must not take the others with it.
    if (batch.length > 1 && results.every(({ error }) => error instanceof UndeliverableError)) {
      queue.unshift(...batch.map((event) => [event]));
      continue;
    }
    for (const { messageId, error } of results) {
      if (error === null) takenIds.add(messageId);
      else errors.add(error);
    }
    if (results.some(({ error }) => error !== null && !(error instanceof UndeliverableError))) break;
  }
  return { takenIds, errors: [...errors] };
}

/** What cannot be put into words, such as an alert of another version's, never will be by this one. */
function render(alerts: readonly Alert[], context: EventContext, errors: Set<Error>): RenderedEvent[] {
  return alerts.flatMap((alert) => {
    const { messageId } = alert;
    try {
      return [{ messageId, entry: toEvent(alert, context) }];
    } catch (cause) {
      errors.add(new UndeliverableError([cause], `Alert ${messageId} could not be made an event`));
      return [];
    }
  });
}

interface Result {
  readonly messageId: string;
  /** Null: the bus took it. */
  readonly error: Error | null;
}

/** A request that is answered may still have failed for some of its entries. */
async function put(
  batch: readonly RenderedEvent[],
  { client, eventBusName }: SendEventsDeps,
  signal: AbortSignal,
): Promise<Result[]> {
  try {
    signal.throwIfAborted();
    const command = new PutEventsCommand({ Entries: batch.map(({ entry }) => entry) });
    const { Entries = [] } = await client.send(command, { abortSignal: signal });
    return batch.map(({ messageId }, index) => ({
      messageId,
      error: toEntryError(messageId, Entries[index], eventBusName),
    }));
  } catch (cause) {
    const message = `Putting ${batch.length} events on ${eventBusName} failed`;
    const isOfAnEvent = isRefusedForGood(cause) && !isOfTheBus(cause);
    const error = isOfAnEvent ? new UndeliverableError([cause], message) : new Error(message, { cause });
    return batch.map(({ messageId }) => ({ messageId, error }));
  }
}

/** What is refused whatever the event says: that the bus is gone may be mended. */
const isOfTheBus = (error: unknown): boolean => error instanceof Error && /NotFound/.test(error.name);

/** Source: PutEventsResultEntry, errors that are not retryable, less those that are of the bus or of the permissions for it. */
const OF_THE_EVENT = new Set(['InvalidArgument', 'MalformedDetail', 'RedactionFailure']);

function toEntryError(messageId: string, result: PutEventsResultEntry | undefined, eventBusName: string) {
  if (result?.EventId !== undefined) return null;
  const { ErrorCode = 'no code', ErrorMessage = 'no reason' } = result ?? {};
  const message = `Event ${messageId} was not taken by ${eventBusName}: ${ErrorCode}, ${ErrorMessage}`;
  return OF_THE_EVENT.has(ErrorCode) ? new UndeliverableError([], message) : new Error(message);
}
