/**
 * Reads the sessions of late items, after everything else: politely, and as if the API owed nothing. What cannot be
 * read stays unknown. An error is kept as its status and type only, since its words may be about what a session does.
 */
import { TIME_BUDGET } from '../../contract/time-budget.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { isNotFound } from '../model/reading.ts';
import type { AskedSession, SessionReading, SessionReadings } from '../model/session.ts';
import type { Timing } from '../timing.ts';
import type { QoderClient } from './api/client.ts';
import { QoderError } from './api/qoder-error.ts';
import { readSession } from './read-session.ts';
import { createSessionTally } from './session-tally.ts';

/** Answers of up to 4 MB each are in memory at once. */
const AT_ONCE_COUNT = 4;

export interface ReadSessionsDeps {
  readonly client: Pick<QoderClient, 'getSession' | 'listSessionEvents'>;
  readonly timing: Pick<Timing, 'nowMs'>;
}

/** Never rejects for what the API does. */
export async function readSessions(
  { client, timing }: ReadSessionsDeps,
  asked: readonly AskedSession[],
  deadlineMs: number,
): Promise<SessionReadings> {
  const tally = createSessionTally(new Set(asked.map(({ environmentId }) => environmentId)).size);
  const request = {
    deadlineMs,
    timeoutMs: TIME_BUDGET.sessionRequestMs,
    onFailure: () => 'give up' as const,
    onRequest: tally.onRequest,
  };
  const readOne = async (one: AskedSession) => {
    if (tally.isHopeless(one) || timing.nowMs() >= deadlineMs) return tally.skip();
    tally.begin(one);
    try {
      tally.take(await readSession(client, one, request));
    } catch (error) {
      // A fault of our own must not pass for the API's.
      if (!(error instanceof QoderError)) throw error;
      if (error.type === 'deadline') tally.skip();
      else if (isNotFound(error)) tally.take(unread(one, 'gone'));
      else tally.fail(unread(one, 'failed'), error);
    }
  };
  // One after the other until one is answered: a token without the right, or an API that has enough, is asked little.
  let index = 0;
  for (; index < asked.length && !tally.hasAnswer(); index++) {
    const one = asked[index];
    if (one !== undefined) await readOne(one);
  }
  await mapConcurrently(asked.slice(index), AT_ONCE_COUNT, readOne);
  return tally.result();
}

const unread = (one: AskedSession, outcome: 'gone' | 'failed'): SessionReading => ({
  ...one,
  outcome,
  session: null,
  events: [],
  isWhole: false,
});
