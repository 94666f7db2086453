/** Splits events into requests that EventBridge takes. Pure. */
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';

/** Source: PutEvents, at most 10 entries a request. */
export const ENTRIES_PER_BATCH_COUNT = 10;
/** Source: "Calculating PutEvents event entry size", 256 KB: of an entry by newer texts, of all entries by older ones. */
export const BATCH_BYTES = 256_000;
/** Source: the same. */
const TIME_BYTES = 14;

export interface RenderedEvent {
  readonly messageId: string;
  readonly entry: PutEventsRequestEntry;
}

/** In order; none is empty. One that is too large goes alone, to be refused alone. */
export function toEventBatches(events: readonly RenderedEvent[]): RenderedEvent[][] {
  const batches: RenderedEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const eventBytes = bytesOf(event.entry);
    const last = batches.at(-1);
    if (last !== undefined && last.length < ENTRIES_PER_BATCH_COUNT && bytes + eventBytes <= BATCH_BYTES) {
      last.push(event);
      bytes += eventBytes;
    } else {
      batches.push([event]);
      bytes = eventBytes;
    }
  }
  return batches;
}

/** As EventBridge counts them. */
export function bytesOf({
  Source = '',
  DetailType = '',
  Detail = '',
  Resources = [],
}: PutEventsRequestEntry) {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), TIME_BYTES);
}
