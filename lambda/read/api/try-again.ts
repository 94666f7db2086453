/** Tries again what may pass, as long as there is time: requests to the API, and the exchange of a key. */
import type { Timing } from '../../timing.ts';
import { QoderError, withNote } from './qoder-error.ts';
import { retryDelayMs } from './retry.ts';
import type { TransportResponse } from './transport.ts';

export interface Failure {
  readonly error: QoderError;
  /** Of the answer, which the error need not tell; null when none came. */
  readonly status: number | null;
  /** Headers of the answer. */
  readonly retryAfter: string | null;
  readonly date: string | null;
}

export type Attempt<Answer> = { readonly answer: Answer } | Failure;

/** @param response null when none came */
export const toFailure = (
  error: QoderError,
  status: number | null,
  response: TransportResponse | null,
): Failure => ({
  error,
  status,
  retryAfter: response?.header('retry-after') ?? null,
  date: response?.header('date') ?? null,
});

export interface TryAgainDeps {
  readonly timing: Pick<Timing, 'nowMs' | 'sleep' | 'random'>;
  /** On the scale of timing.nowMs. */
  readonly deadlineMs: number;
  /** Sees each failure before it is known whether there is another try; what it throws ends them. */
  readonly onFailure: (failure: Failure, retryCount: number) => void;
}

/**
 * @param attempt is told why it is not the first one
 * @throws {QoderError} of the last failure, with what kept it from being tried again
 */
export async function tryAgain<Answer>(
  attempt: (lastError: QoderError | null) => Promise<Attempt<Answer>>,
  { timing, deadlineMs, onFailure }: TryAgainDeps,
): Promise<Answer> {
  let lastError: QoderError | null = null;
  for (let retryCount = 0; ; retryCount++) {
    const outcome = await attempt(lastError);
    if ('answer' in outcome) return outcome.answer;
    const { error, status, retryAfter, date } = outcome;
    onFailure(outcome, retryCount);
    const delayMs = retryDelayMs({ retryCount, status, retryAfter, date }, timing.random());
    if (delayMs === null) throw retryCount === 0 ? error : withNote(error, `tried ${retryCount + 1} times`);
    if (timing.nowMs() + delayMs >= deadlineMs) throw outOfTime(error);
    await timing.sleep(delayMs);
    lastError = error;
  }
}

/** Of a try for which no time was left. */
export function noTimeFor(subject: string, lastError: QoderError | null): QoderError {
  if (lastError !== null) return outOfTime(lastError);
  const facts = { status: null, type: 'deadline', requestId: null };
  return new QoderError(`${subject} was not sent: the time for reading is over`, facts);
}

const outOfTime = (error: QoderError): QoderError =>
  withNote(error, 'not tried again, for the time for reading is over');
