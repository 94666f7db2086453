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
  /** There are others that may be open or not: what came after them cannot be told to be about them, or not to be. */
  readonly isUnclear: boolean;
  /** Somebody would have to allow one of those. */
  readonly mayAsk: boolean;
  /** Null: the model is not at work. */
  readonly modelStart: Pick<OpenCall, 'event' | 'since'> | null;
}

/** @param events newest first */
export function findOpenWork(events: readonly SessionEvent[]): OpenWork {
  const fenceIndex = events.findIndex(isFence);
  const fence = events[fenceIndex];
  const turn = fence === undefined ? events : events.slice(0, fenceIndex);
  const start = fence?.kind === 'model-start' ? fence : null;
  const answers = createAnswers(events, start !== null);
  const calls: OpenCall[] = [];
  const unclear: SessionEvent[] = [];
  let hasAnswered = false;
  for (const [index, event] of turn.entries()) {
    if (isCall(event)) {
      const answer = answers.to(event);
      if (answer === 'answered') hasAnswered = true;
      else if (answer === 'unclear') unclear.push(event);
      else calls.push(toOpenCall(events, index, answer));
    }
    answers.note(event, timeOf(events, index));
  }
  // What it called has been answered: so it has ended, whether or not that is told.
  const isEnded = start === null || hasAnswered || turn.some((event) => isEndOf(event, start));
  const modelStart = isEnded ? null : { event: start, since: timeOf(events, fenceIndex) };
  const mayAsk = unclear.some(({ needsPermission }) => needsPermission);
  return { calls: calls.toReversed(), isUnclear: unclear.length > 0, mayAsk, modelStart };
}

type Answer = 'none' | 'answered' | 'unclear' | { readonly allowedAt: Date | null };

/**
 * What the events from the newest on say of calls before them.
 *
 * @param hasStarts of requests to the model: without them, only what it says shows that it has gone on
 */
function createAnswers(events: readonly SessionEvent[], hasStarts: boolean) {
  const callIds = new Set(events.filter(isCall).flatMap(idsOf));
  const answers = new Map<string, Answer>();
  let [isAllUnclear, hasNewerCall] = [false, false];
  return {
    to: (call: SessionEvent): Answer => {
      const own = idsOf(call).flatMap((id) => answers.get(id) ?? []);
      return own.find((each) => each === 'answered') ?? own[0] ?? (isAllUnclear ? 'unclear' : 'none');
    },
    note: (event: SessionEvent, at: Date | null) => {
      const { kind, aboutId } = event;
      if (isCall(event)) hasNewerCall = true;
      if (!hasStarts && (kind === 'model-output' || (kind === 'tool-result' && hasNewerCall)))
        isAllUnclear = true;
      if (kind !== 'tool-result' && kind !== 'confirmation') return;
      // Under a name that this version does not know it may be about any call.
      if (aboutId === null || !callIds.has(aboutId)) isAllUnclear = true;
      else if (!answers.has(aboutId)) {
        const answer = toAnswer(event, at);
        answers.set(aboutId, answer !== 'answered' && isAllUnclear ? 'unclear' : answer);
      }
    },
  };
}

function toAnswer({ kind, isAllowed }: SessionEvent, at: Date | null): Answer {
  if (kind === 'tool-result' || isAllowed === false) return 'answered';
  return isAllowed === null ? 'unclear' : { allowedAt: at };
}

const isCall = ({ kind }: SessionEvent): boolean => kind === 'tool-call' || kind === 'other-call';

const isEndOf = ({ kind, aboutId }: SessionEvent, start: SessionEvent): boolean =>
  kind === 'model-end' && (aboutId === null || start.id === null || aboutId === start.id);

/** A call is known by its own id, or by one that it was given besides. */
export const idsOf = ({ id, aboutId }: SessionEvent): string[] =>
  [id, aboutId].filter((each) => each !== null);

function toOpenCall(
  events: readonly SessionEvent[],
  index: number,
  answer: 'none' | { readonly allowedAt: Date | null },
): OpenCall {
  const event = events[index] as SessionEvent;
  const isAllowed = answer !== 'none';
  return {
    event,
    since: isAllowed ? answer.allowedAt : timeOf(events, index),
    needsPermission: event.needsPermission && !isAllowed,
  };
}

/** When it happened; without a time of its own, at the latest when the next one did. */
export function timeOf(events: readonly SessionEvent[], index: number): Date | null {
  return events.slice(0, index + 1).findLast(({ at }) => at !== null)?.at ?? null;
}
