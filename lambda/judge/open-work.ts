/** What is still open in a session, by its newest events: calls of tools without a result, a request to the model without an end. */
import { isFence, type SessionEvent } from '../model/session.ts';

export interface OpenCall {
  readonly event: SessionEvent;
  /** Since when it is as it is: since the call, or since it was allowed. Null: not told. */
  readonly since: Date | null;
  /** It may not be made yet. */
  readonly needsPermission: boolean;
}

export interface OpenWork {
  /** The oldest first. */
  readonly calls: readonly OpenCall[];
  /** Null: the model is not at work. */
  readonly modelStart: Pick<OpenCall, 'event' | 'since'> | null;
}

/** @param events newest first */
export function findOpenWork(events: readonly SessionEvent[]): OpenWork {
  const answeredIds = new Set<string>();
  const allowedAt = new Map<string, Date | null>();
  const modelEnds: SessionEvent[] = [];
  const calls: OpenCall[] = [];
  for (const [index, event] of events.entries()) {
    const { kind, aboutId } = event;
    if (kind === 'model-start') {
      // What it called has been answered: so it has ended, whether or not that is told.
      const isEnded = answeredIds.size > 0 || modelEnds.some((end) => isEndOf(end, event));
      const modelStart = isEnded ? null : { event, since: timeOf(events, index) };
      return { calls: calls.toReversed(), modelStart };
    }
    if (isFence(event)) break;
    if (kind === 'model-end') modelEnds.push(event);
    else if (kind === 'tool-call' || kind === 'other-call') {
      if (!idsOf(event).some((id) => answeredIds.has(id))) calls.push(toOpenCall(events, index, allowedAt));
    } else if (aboutId === null) continue;
    else if (kind === 'tool-result' || (kind === 'confirmation' && !event.isAllowed))
      answeredIds.add(aboutId);
    else if (kind === 'confirmation') allowedAt.set(aboutId, timeOf(events, index));
  }
  return { calls: calls.toReversed(), modelStart: null };
}

const isEndOf = (end: SessionEvent, start: SessionEvent): boolean =>
  end.aboutId === null || start.id === null || end.aboutId === start.id;

/** A call is known by its own id, or by one that it was given besides. */
export const idsOf = ({ id, aboutId }: SessionEvent): string[] =>
  [id, aboutId].filter((each) => each !== null);

function toOpenCall(
  events: readonly SessionEvent[],
  index: number,
  allowedAt: ReadonlyMap<string, Date | null>,
): OpenCall {
  const event = events[index] as SessionEvent;
  const allowedId = idsOf(event).find((id) => allowedAt.has(id));
  return {
    event,
    since: allowedId === undefined ? timeOf(events, index) : (allowedAt.get(allowedId) ?? null),
    needsPermission: event.needsPermission && allowedId === undefined,
  };
}

/** When it happened; without a time of its own, at the latest when the next one did. */
export function timeOf(events: readonly SessionEvent[], index: number): Date | null {
  return events.slice(0, index + 1).findLast(({ at }) => at !== null)?.at ?? null;
}
