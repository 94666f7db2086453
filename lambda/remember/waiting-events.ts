/**
 * Alerts that only the event bus still lacks are stored beside the outbox: a version that is rolled back, and knows of no
 * bus, would mail them again.
 */
import type { Alert } from '../model/incident.ts';

interface Outboxes {
  readonly outbox: readonly Alert[];
  readonly events?: readonly Alert[];
}

/** @returns what every version may send, and what only the bus lacks; undefined where there is none of that */
export function separateEvents(all: readonly Alert[]): Outboxes {
  const outbox = all.filter(({ reached }) => reached !== 'topics');
  if (outbox.length === all.length) return { outbox };
  return { outbox, events: all.filter(({ reached }) => reached === 'topics') };
}

/** In the order in which they were decided: of one run, the topics took the earlier ones. */
export function joinEvents({ outbox, events = [] }: Outboxes): readonly Alert[] {
  if (events.length === 0) return outbox;
  return [...events, ...outbox].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
