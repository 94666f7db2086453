/** Sends one request until it is answered, refused for good, or out of time. Every rule of politeness is here. */

import { TIME_BUDGET } from '../../../contract/time-budget.ts';
import { cleanText, type Redact } from '../../redact.ts';
import type { Timing } from '../../timing.ts';
import type { RunClock } from '../clock.ts';
import { type ApiAnswer, toApiAnswer } from './answer.ts';
import type { ApiToken } from './api-token.ts';
import type { Pacer } from './pacing.ts';
import { QoderError, withMessage, withNote, withRetryAfter } from './qoder-error.ts';
import { isTooMuch, retryAfterMs, retryDelayMs } from './retry.ts';
import type { Transport, TransportResponse } from './transport.ts';
import { assertAllowedUrl } from './urls.ts';

/** Most of a transport's reason that is passed on. */
const MAX_REASON_LENGTH = 200;

export interface RequestOptions {
  /** No request, retry or wait begins at or after it, or lasts beyond it. On the scale of timing.nowMs. */
  readonly deadlineMs: number;
  /** Of each HTTP request. @default TIME_BUDGET.requestTimeoutMs */
  readonly timeoutMs?: number;
  /** Whether it goes on with what was begun, and so comes before what has not begun. @default false */
  readonly isContinuing?: boolean;
  /** Called for every HTTP request sent, retries included. */
  readonly onRequest?: () => void;
  /** Called when an HTTP request has been answered, or has failed. */
  readonly onSettled?: () => void;
  /** Whether what may pass is tried again, and what is too much slows down the others. @default true */
  readonly isRetried?: boolean;
}

export interface RequesterDeps {
  readonly baseUrl: URL;
  /** Whether two more requests are allowed. */
  readonly mayReadSessions: boolean;
  readonly token: ApiToken;
  readonly redact: Redact;
  readonly headers: Readonly<Record<string, string>>;
  readonly transport: Transport;
  readonly timing: Timing;
  readonly pacer: Pacer;
  readonly clock: RunClock;
}

/**
 * @throws {QoderError} for whatever the network or the API did, and of type `deadline` when there was no time to ask
 * @throws {RangeError} when the URL is not one this monitor may request; nothing is sent then
 */
export type Requester = (url: URL, options: RequestOptions) => Promise<ApiAnswer>;

interface Failure {
  readonly error: QoderError;
  readonly retryAfter: string | null;
  readonly date: string | null;
}

type Attempt = { readonly answer: ApiAnswer } | Failure;

export function createRequester(deps: RequesterDeps): Requester {
  const { token, timing } = deps;

  /** One try, or two: a rejected token that was rotated meanwhile is no reason to wait. */
  const attempt = async (url: URL, options: RequestOptions, lastError: QoderError | null) => {
    const used = await token.current(options.deadlineMs);
    const outcome = await send(deps, url, options, used, lastError);
    if ('answer' in outcome || outcome.error.status !== 401) return outcome;
    const other = await token.replace(used, options.deadlineMs);
    return other === null ? outcome : send(deps, url, options, other, outcome.error);
  };

  return async (url, options) => {
    let lastError: QoderError | null = null;
    for (let retryCount = 0; ; retryCount++) {
      const outcome = await attempt(url, options, lastError);
      if ('answer' in outcome) return outcome.answer;
      const { error, retryAfter, date } = outcome;
      if (options.isRetried === false) throw withRetryAfter(error, retryAfterMs(retryAfter, date));
      heed(deps.pacer, outcome, retryCount);
      const delayMs = retryDelayMs({ retryCount, status: error.status, retryAfter, date }, timing.random());
      if (delayMs === null) throw retryCount === 0 ? error : withNote(error, `tried ${retryCount + 1} times`);
      if (timing.nowMs() + delayMs >= options.deadlineMs) throw outOfTime(error);
      await timing.sleep(delayMs);
      lastError = error;
    }
  };
}

/** What is too much for the API is so for all requests, not only for the one that it refused. */
function heed(pacer: Pacer, { error: { status }, retryAfter, date }: Failure, retryCount: number): void {
  if (!isTooMuch(status)) return;
  // One environment that is broken says 503 to each of its tries: that is one sign.
  if (status === 429 || retryCount === 0) pacer.slowDown();
  pacer.pause(retryAfterMs(retryAfter, date));
}

/** @param lastError why this is not the first try */
async function send(
  deps: RequesterDeps,
  url: URL,
  options: RequestOptions,
  token: string,
  lastError: QoderError | null,
): Promise<Attempt> {
  const subject = `GET ${assertAllowedUrl(deps.baseUrl, url, deps.mayReadSessions)}`;
  const clean = (text: string, maxLength: number) => cleanText(text, deps.redact, maxLength);
  const hasTurn = await deps.pacer.turn(options.deadlineMs, options.isContinuing);
  const leftMs = options.deadlineMs - deps.timing.nowMs();
  if (!hasTurn || leftMs <= 0) throw lastError === null ? notAsked(subject) : outOfTime(lastError);

  const { timeoutMs = TIME_BUDGET.requestTimeoutMs } = options;
  const response = await exchange(deps, url, options, token, Math.min(timeoutMs, leftMs));
  if (response instanceof QoderError) {
    // The transport knows neither what was asked nor which of its words are the token.
    const message = `${subject} failed: ${clean(response.message, MAX_REASON_LENGTH)}`;
    return { error: withMessage(response, message), retryAfter: null, date: null };
  }
  const answer = toApiAnswer(response, subject, clean);
  return answer instanceof QoderError
    ? { error: answer, retryAfter: response.header('retry-after'), date: response.header('date') }
    : { answer };
}

async function exchange(
  { headers, transport, timing, clock }: RequesterDeps,
  url: URL,
  { onRequest, onSettled }: RequestOptions,
  token: string,
  timeoutMs: number,
): Promise<TransportResponse | QoderError> {
  onRequest?.();
  clock.sent();
  const sentMs = timing.nowMs();
  try {
    const response = await transport({
      url,
      headers: { ...headers, authorization: `Bearer ${token}` },
      timeoutMs,
    });
    clock.answered(response.status, response.header('date'), timing.nowMs() - sentMs);
    return response;
  } catch (error) {
    if (error instanceof QoderError) return error;
    throw error;
  } finally {
    onSettled?.();
  }
}

function notAsked(subject: string): QoderError {
  const facts = { status: null, type: 'deadline', requestId: null };
  return new QoderError(`${subject} was not sent: the time for reading is over`, facts);
}

function outOfTime(error: QoderError): QoderError {
  return withNote(error, 'not tried again, for the time for reading is over');
}
