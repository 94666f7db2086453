/** Sends one request until it is answered, refused for good, or out of time. Every rule of politeness is here. */

import { TIME_BUDGET } from '../../../contract/time-budget.ts';
import { cleanText, type Redact } from '../../redact.ts';
import type { Timing } from '../../timing.ts';
import type { RunClock } from '../clock.ts';
import { type ApiAnswer, toApiAnswer } from './answer.ts';
import type { ApiToken } from './api-token.ts';
import type { Pacer } from './pacing.ts';
import { MAX_REASON_LENGTH, QoderError, withMessage, withRetryAfter } from './qoder-error.ts';
import { isTooMuch, retryAfterMs } from './retry.ts';
import type { Transport, TransportResponse } from './transport.ts';
import { type Attempt, type Failure, noTimeFor, toFailure, tryAgain } from './try-again.ts';
import { assertAllowedUrl } from './urls.ts';

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
  /** Told of each failure. Who gives up is not tried again, and what was too much for it slows down no others. @default nobody does */
  readonly onFailure?: (error: QoderError) => 'try again' | 'give up';
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

/** Of a run: after more of them an outage would have to refuse too much before it is believed. */
const ANSWERED_COUNT = 100;

export function createRequester(deps: RequesterDeps): Requester {
  const { token, timing } = deps;
  /** What has answered 503 in this run. */
  const unavailable = new Set<string>();
  let answeredCount = 0;

  /** One try, or two: a rejected token that was rotated meanwhile is no reason to wait. */
  const attempt = async (url: URL, options: RequestOptions, lastError: QoderError | null) => {
    const used = await token.current(options.deadlineMs);
    const outcome = await send(deps, url, options, used, lastError);
    if ('answer' in outcome || outcome.error.status !== 401) return outcome;
    const other = await token.replace(used, options.deadlineMs);
    return other === null ? outcome : send(deps, url, options, other, outcome.error);
  };

  return async (url, options) => {
    const { deadlineMs } = options;
    const asked = url.pathname.replace(/\/work.*$/, '');
    const onFailure = (failure: Failure, retryCount: number) => {
      const { error, status, retryAfter, date } = failure;
      if (options.onFailure?.(error) === 'give up')
        throw withRetryAfter(error, retryAfterMs(retryAfter, date));
      if (status === 503) unavailable.add(asked);
      const isOfAll = status !== 503 || (unavailable.size > 1 && unavailable.size > answeredCount);
      heed(deps.pacer, failure, retryCount, isOfAll);
    };
    const answer = await tryAgain((lastError) => attempt(url, options, lastError), {
      timing,
      deadlineMs,
      onFailure,
    });
    answeredCount = Math.min(answeredCount + 1, ANSWERED_COUNT);
    return answer;
  };
}

/**
 * What is too much for the API is so for all requests, not only for the one that it refused.
 *
 * @param isOfAll environments that are broken may say for ever that they are unavailable, and for how long: while others
 * answer, they need not wait for that
 */
function heed(
  pacer: Pacer,
  { status, retryAfter, date }: Failure,
  retryCount: number,
  isOfAll: boolean,
): void {
  if (!isTooMuch(status)) return;
  // One environment that is broken says 503 to each of its tries: that is one sign.
  if (status === 429 || retryCount === 0) pacer.slowDown();
  if (isOfAll) pacer.pause(retryAfterMs(retryAfter, date));
}

/** @param lastError why this is not the first try */
async function send(
  deps: RequesterDeps,
  url: URL,
  options: RequestOptions,
  token: string,
  lastError: QoderError | null,
): Promise<Attempt<ApiAnswer>> {
  const subject = `GET ${assertAllowedUrl(deps.baseUrl, url, deps.mayReadSessions)}`;
  const clean = (text: string, maxLength: number) => cleanText(text, deps.redact, maxLength);
  const hasTurn = await deps.pacer.turn(options.deadlineMs, options.isContinuing);
  const leftMs = options.deadlineMs - deps.timing.nowMs();
  if (!hasTurn || leftMs <= 0) throw noTimeFor(subject, lastError);

  const { timeoutMs = TIME_BUDGET.requestTimeoutMs } = options;
  const response = await exchange(deps, url, options, token, Math.min(timeoutMs, leftMs));
  if (response instanceof QoderError) {
    // The transport knows neither what was asked nor which of its words are the token.
    const message = `${subject} failed: ${clean(response.message, MAX_REASON_LENGTH)}`;
    return toFailure(withMessage(response, message), response.status, null);
  }
  const answer = toApiAnswer(response, subject, clean);
  return answer instanceof QoderError ? toFailure(answer, answer.status, response) : { answer };
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
