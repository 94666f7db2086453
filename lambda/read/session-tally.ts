/** Counts what becomes of the sessions of a run, and so when there is nothing to hope for any more. */
import type { AskedSession, SessionReading, SessionReadings } from '../model/session.ts';
import { SESSIONS_FORBIDDEN_RUNS_COUNT } from '../model/session-pace.ts';
import type { QoderError } from './api/qoder-error.ts';

/** So many sessions of an environment in a row, or so many environments while none was read anywhere. */
const HOPELESS_COUNT = 3;
/** What an error of the API is called. Anything else may be words about what a session does. */
const ERROR_TYPE = /^[a-z_]{1,40}$/;

/** @param environmentCount of which sessions are asked for */
export function createSessionTally(environmentCount: number) {
  const hope = createHope(environmentCount);
  const readings: SessionReading[] = [];
  const begun: AskedSession[] = [];
  const failures: QoderError[] = [];
  let [requestCount, notAskedCount] = [0, 0];
  let pause: { readonly seconds: number; readonly fromIndex: number } | null = null;
  const isForbidden = () =>
    hope.hasAnswer() ? false : hope.hasTriedEnough() && failures.every(isRefused) ? true : null;
  return {
    onRequest: () => void requestCount++,
    hasAnswer: hope.hasAnswer,
    isHopeless: (one: AskedSession) => pause !== null || hope.isLost(one),
    skip: () => void notAskedCount++,
    begin: (one: AskedSession) => void begun.push(one),
    take: (reading: SessionReading) => {
      hope.answered(reading);
      readings.push(reading);
    },
    fail: (reading: SessionReading, error: QoderError) => {
      hope.failed(reading);
      failures.push(error);
      readings.push(reading);
      if (error.status !== 429) return;
      const index = begun.findIndex(({ itemId }) => itemId === reading.itemId);
      const seconds = Math.max(pause?.seconds ?? 0, error.retryAfterMs / 1000);
      pause = { seconds, fromIndex: Math.min(pause?.fromIndex ?? index, index) };
    },
    result: (): SessionReadings => ({
      readings,
      begun: begun.slice(0, Math.max(1, pause?.fromIndex ?? begun.length)),
      requestCount,
      failedCount: failures.length,
      notAskedCount,
      error: toErrorKind(failures[0]),
      isForbidden: isForbidden(),
      pauseSeconds: pause?.seconds ?? null,
    }),
  };
}

/** One environment that is broken must not keep others from being asked, nor an API that is, the run. */
function createHope(environmentCount: number) {
  const failedInARow = new Map<string, number>();
  let isAnswered = false;
  const failedOf = ({ environmentId }: AskedSession) => failedInARow.get(environmentId) ?? 0;
  // Of many a third: the three runs that it takes to be told ask for all, though each may begin one step back.
  const stepsBackCount = SESSIONS_FORBIDDEN_RUNS_COUNT - 1;
  const shareCount = Math.ceil((environmentCount + stepsBackCount) / SESSIONS_FORBIDDEN_RUNS_COUNT);
  const enoughCount = Math.max(HOPELESS_COUNT, shareCount);
  return {
    hasAnswer: () => isAnswered,
    hasTriedEnough: () =>
      environmentCount > 0 && failedInARow.size >= Math.min(environmentCount, enoughCount),
    isLost: (one: AskedSession) =>
      failedOf(one) >= HOPELESS_COUNT || (!isAnswered && failedInARow.size >= enoughCount),
    failed: (one: AskedSession) => void failedInARow.set(one.environmentId, failedOf(one) + 1),
    answered: (one: AskedSession) => {
      isAnswered = true;
      // What was given up stays so in this run: else what was left out would lie between what was asked.
      if (failedOf(one) < HOPELESS_COUNT) failedInARow.delete(one.environmentId);
    },
  };
}

const toErrorKind = (error: QoderError | undefined): SessionReadings['error'] =>
  error === undefined
    ? null
    : { status: error.status, type: ERROR_TYPE.test(error.type) ? error.type : 'unexpected_response' };

const isRefused = ({ status }: QoderError): boolean => status === 401 || status === 403;
