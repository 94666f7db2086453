/** A simulated work item: what the API shows of it, exactly timed, and what it hides. */
import type { WorkItem, WorkState } from '../../lambda/model/work-item.ts';
import { toWireMicroseconds, toWireSeconds } from './wire-time.ts';

export interface SimulatedItem extends WorkItem {
  readonly state: WorkState;
  readonly sessionId: string;
  readonly environmentId: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** The last delivery by a poll. Not on the wire. */
  readonly deliveredAt: Date | null;
  /** Worker-ID of the last delivery, then of the ack; null if none was sent. Not on the wire. */
  readonly claimedBy: string | null;
  /** No worker manages to ack it. Not on the wire. */
  readonly isPoison: boolean;
}

export type NewItem = Pick<SimulatedItem, 'id' | 'sessionId' | 'environmentId' | 'createdAt'> &
  Partial<Pick<SimulatedItem, 'metadata' | 'isPoison'>>;

export function createItem(item: NewItem): SimulatedItem {
  return {
    state: 'queued',
    acknowledgedAt: null,
    startedAt: null,
    latestHeartbeatAt: null,
    stopRequestedAt: null,
    stoppedAt: null,
    metadata: {},
    deliveredAt: null,
    claimedBy: null,
    isPoison: false,
    ...item,
  };
}

/** The work item object of list, poll, get, ack, stop and update. Source: work/schemas. */
function toWireItem(item: SimulatedItem) {
  return {
    id: item.id,
    type: 'work',
    environment_id: item.environmentId,
    data: { type: 'session', id: item.sessionId },
    state: item.state,
    created_at: toWireSeconds(item.createdAt),
    acknowledged_at: item.acknowledgedAt && toWireSeconds(item.acknowledgedAt),
    started_at: item.startedAt && toWireSeconds(item.startedAt),
    latest_heartbeat_at: item.latestHeartbeatAt && toWireMicroseconds(item.latestHeartbeatAt),
    stop_requested_at: item.stopRequestedAt && toWireSeconds(item.stopRequestedAt),
    stopped_at: item.stoppedAt && toWireSeconds(item.stoppedAt),
    metadata: item.metadata,
  };
}

/** Not enumerable: no copy of an item takes it over. */
const WIRE_TEXT = Symbol('wire text');

/** The JSON of the work item object. Made once: an item never changes, and a page has mostly items that were read before. */
export function toWireText(item: SimulatedItem & { readonly [WIRE_TEXT]?: string }): string {
  const known = item[WIRE_TEXT];
  if (known !== undefined) return known;
  const text = JSON.stringify(toWireItem(item));
  Object.defineProperty(item, WIRE_TEXT, { value: text });
  return text;
}
