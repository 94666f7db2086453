/**
 * Reads the sessions of late items, after everything else: politely, and as if the API owed nothing. What cannot be
 * read stays unknown. An error is kept as its status and type only, since its words may be about what a session does.
 */
import { mapConcurrently } from '../map-concurrently.ts';
import { isNotFound } from '../model/reading.ts';
import type { AskedSession, SessionReading, SessionReadings } from '../model/session.ts';
import type { Timing } from '../timing.ts';
import type { QoderClient } from './api/client.ts';
import { QoderError } from './api/qoder-error.ts';
import { readSession } from './read-session.ts';

/** Answers of up to 4 MB each are in memory at once. */
const AT_ONCE_COUNT = 4;
/** So many in a row, and none that was read: there is nothing to hope for in this run. */
const HOPELESS_COUNT = 3;

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
  const tally = createTally();
  const request = { deadlineMs, isRetried: false, onRequest: tally.onRequest };
  const readOne = async (one: AskedSession) => {
    if (tally.isHopeless() || timing.nowMs() >= deadlineMs) return tally.skip();
    try {
      tally.take(await readSession(client, one, request));
    } catch (error) {
      // A fault of our own must not pass for the API's.
      if (!(error instanceof QoderError)) throw error;
      if (error.type === 'deadline') tally.skip();
      else if (isNotFound(error)) tally.take(gone(one));
      else tally.fail(one, error);
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

const NOTHING = { session: null, events: [] } as const;
const gone = (one: AskedSession): SessionReading => ({ ...one, ...NOTHING, outcome: 'gone' });

function createTally() {
  const readings: SessionReading[] = [];
  let [requestCount, notAskedCount, failedInARowCount] = [0, 0, 0];
  let pauseSeconds: number | null = null;
  const failures: QoderError[] = [];
  const hasAnswer = () => readings.some(({ outcome }) => outcome !== 'failed');
  return {
    onRequest: () => void requestCount++,
    hasAnswer,
    isHopeless: () => pauseSeconds !== null || failedInARowCount >= HOPELESS_COUNT,
    skip: () => void notAskedCount++,
    take: (reading: SessionReading) => {
      failedInARowCount = 0;
      readings.push(reading);
    },
    fail: (one: AskedSession, error: QoderError) => {
      failedInARowCount++;
      failures.push(error);
      readings.push({ ...one, ...NOTHING, outcome: 'failed' });
      if (error.status === 429) pauseSeconds = Math.max(pauseSeconds ?? 0, error.retryAfterMs / 1000);
    },
    result: (): SessionReadings => ({
      readings,
      requestCount,
      failedCount: failures.length,
      notAskedCount,
      error: toErrorKind(failures[0]),
      isForbidden: readings.length === 0 ? null : !hasAnswer() && failures.every(isRefused),
      pauseSeconds,
    }),
  };
}

const toErrorKind = (error: QoderError | undefined): SessionReadings['error'] =>
  error === undefined ? null : { status: error.status, type: error.type };

const isRefused = ({ status }: QoderError): boolean => status === 401 || status === 403;
