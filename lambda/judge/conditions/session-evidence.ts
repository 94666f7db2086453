/** What conditions about items say of their sessions, where they were asked for. */
import type { Threshold } from '../../../contract/conditions.ts';
import { isSessionCause, type SessionCause } from '../../../contract/session-causes.ts';
import { countOf, formatDuration } from '../../model/human-words.ts';
import type { Evidence } from '../../model/incident.ts';
import { countByCause, type KnownSession } from '../../model/session.ts';
import { ageSeconds } from '../../model/work-item.ts';
import type { FactsOf, Found, Observed } from './condition-definition.ts';

/** Of the items whose session is known. Missing: none is. */
export type SessionEvidence = {
  /** How many of each: `tool-unanswered 2, model-running 1`. */
  readonly sessionCauses: string | null;
  /** Of the first: how long it had been so, when it was seen. */
  readonly causeSeconds: number | null;
  readonly toolName: string | null;
  /** What the sessions have cost so far. */
  readonly totalCredits: number | null;
};

/**
 * Whether it explains that a condition holds. Of a session that runs, an event, a call or a request to the model of a
 * moment ago is progress.
 *
 * @param threshold of the condition
 */
export function isNamed(
  { cause, since, seenAt }: KnownSession,
  { noProgressFromSeconds }: Pick<Observed, 'noProgressFromSeconds'>,
  { warning, critical }: Threshold,
): boolean {
  if (!PASSING.has(cause)) return true;
  const ownSeconds = cause === 'no-progress' ? null : (warning ?? critical);
  return ageSeconds(since, seenAt) >= Math.min(noProgressFromSeconds, ownSeconds ?? Number.POSITIVE_INFINITY);
}

/** What every session does all the time, if not for long. */
const PASSING: ReadonlySet<SessionCause> = new Set(['tool-unanswered', 'model-running', 'no-progress']);

/** The finding with the cause of its first item that has one, and what the sessions cost. */
export function withSessions<E extends Evidence>(
  found: Found<E> | null,
  observed: Observed,
  threshold: Threshold,
): Found<E & Partial<SessionEvidence>> | null {
  if (found === null) return null;
  const known = found.items.flatMap(({ id }) => observed.sessions.get(id) ?? []);
  const named = known.filter((each) => isNamed(each, observed, threshold));
  const evidence = { ...found.evidence, ...toEvidence(known, named) };
  return { ...found, reason: named[0]?.cause ?? found.reason, evidence };
}

function toEvidence(
  known: readonly KnownSession[],
  named: readonly KnownSession[],
): Partial<SessionEvidence> {
  if (known.length === 0) return {};
  const counts = [...countByCause(named)].map(([cause, count]) => `${cause} ${count}`);
  const [first] = named;
  const credits = known.flatMap(({ totalCredits }) => totalCredits ?? []);
  return {
    sessionCauses: counts.length === 0 ? null : counts.join(', '),
    causeSeconds: first === undefined ? null : ageSeconds(first.since, first.seenAt),
    toolName: first?.toolName ?? null,
    totalCredits: credits.length === 0 ? null : Math.round(100 * credits.reduce((a, b) => a + b, 0)) / 100,
  };
}

/** What the session does, as a sentence about the first of the items. */
const SENTENCES: Readonly<Record<SessionCause, (tool: string) => string>> = {
  'tool-unanswered': (tool) => `its worker was given ${tool} and has not returned the result`,
  'waiting-for-a-person': (tool) => `it waits for a person to allow ${tool}: that is no fault of the worker`,
  'model-running': () => 'the model is at work on a request: that is no fault of the worker',
  'slot-leaked': () => 'it has ended, and its item still holds a worker',
  rescheduling: () => 'the service is about to run it elsewhere',
  'session-gone': () => 'the API does not know it any more',
  'no-progress': () => 'it is said to run, and nothing has happened in it',
};

/** @returns null where no cause is known */
function causeSentence({ reason, text }: FactsOf<SessionEvidence>): string | null {
  if (!isSessionCause(reason)) return null;
  const name = text('toolName');
  return SENTENCES[reason](name === null ? 'a tool call' : `the tool ${name}`);
}

export function sessionLines(facts: FactsOf<SessionEvidence>): readonly (string | null)[] {
  const sentence = causeSentence(facts);
  const seconds = facts.number('causeSeconds');
  const causes = facts.text('sessionCauses');
  const credits = facts.number('totalCredits');
  return [
    sentence === null
      ? null
      : `the first session: ${sentence}${seconds === null ? '' : `, for ${formatDuration(seconds)}`}`,
    causes === null || facts.itemCount <= 1 ? null : `sessions by cause: ${causes}`,
    credits === null ? null : `cost so far: ${countOf(credits, 'credit')}`,
  ];
}
