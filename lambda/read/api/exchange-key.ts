/**
 * Exchanges a service account key for a token: the only request of this monitor that is no GET, and the only one that
 * bears the key. It has a transport of its own, so that the client of the API can send neither.
 */
import * as v from 'valibot';
import { canBeSent, type ServiceAccountKey } from '../../../contract/credential.ts';
import { EXCHANGE_PATH, findExchangeUrlFault } from '../../../contract/exchange-url.ts';
import { parseJson } from '../../../contract/parse-json.ts';
import { TIME_BUDGET } from '../../../contract/time-budget.ts';
import { USER_AGENT } from '../../../contract/version.ts';
import { cleanText, type Redact } from '../../redact.ts';
import type { Timing } from '../../timing.ts';
import { type ApiAnswer, parseBody, toApiAnswer, unexpectedResponse } from './answer.ts';
import { sayWhy } from './exchange-refusal.ts';
import { type FailureType, MAX_REASON_LENGTH, QoderError } from './qoder-error.ts';
import type { ValidToken } from './token-source.ts';
import type { KeyExchangeTransport, TransportResponse } from './transport.ts';
import { type Attempt, type Failure, noTimeFor, toFailure, tryAgain } from './try-again.ts';

/**
 * A warm function lives for about so long: a longer life would only outlive it.
 * Source: the API's authentication page: at most 43,200.
 */
const TOKEN_TTL_SECONDS = 7_200;
/** A shorter life is not believed: each request would exchange the key anew. */
const LEAST_TTL_SECONDS = 60;

/** Source: the same page. */
const BODY_TEXT = JSON.stringify({
  grant_type: 'client_credentials',
  audience: 'qoder',
  scope: 'qca.access',
  ttl_seconds: TOKEN_TTL_SECONDS,
});
const SUBJECT = `POST ${EXCHANGE_PATH}`;

export interface ExchangedToken extends ValidToken {
  readonly lifetimeMs: number;
}

export interface ExchangeDeps {
  readonly exchange: KeyExchangeTransport;
  /** Of the API that takes the token. */
  readonly baseUrl: URL;
  readonly timing: Timing;
  /** Knows the key. */
  readonly redact: Redact;
}

export interface ExchangeLimits {
  /** On the scale of timing.nowMs. */
  readonly deadlineMs: number;
  readonly isRetried: boolean;
}

/**
 * Tries again what may pass, as long as there is time.
 *
 * @throws {QoderError} of type `key_refused`, `exchange_failed`, or `deadline` when there was no time to ask
 * @throws {RangeError} when the URL is none that a key may be sent to; nothing is sent then
 */
export function exchangeKey(
  deps: ExchangeDeps,
  key: ServiceAccountKey,
  { deadlineMs, isRetried }: ExchangeLimits,
): Promise<ExchangedToken> {
  const { timing } = deps;
  const attempt = async (lastError: QoderError | null) => {
    const leftMs = deadlineMs - timing.nowMs();
    if (leftMs <= 0) throw noTimeFor(SUBJECT, lastError);
    return tryOnce(deps, key, leftMs);
  };
  const onFailure = ({ error }: Failure) => {
    if (!isRetried) throw error;
  };
  return tryAgain(attempt, { timing, deadlineMs, onFailure });
}

async function tryOnce(
  deps: ExchangeDeps,
  { key, exchangeUrl }: ServiceAccountKey,
  leftMs: number,
): Promise<Attempt<ExchangedToken>> {
  const sentMs = deps.timing.nowMs();
  const response = await send(deps, key, exchangeUrl, leftMs);
  if (response instanceof QoderError) return toFailure(response, null, null);
  const clean = (text: string, maxLength: number) => cleanText(text, deps.redact, maxLength);
  const answer = toApiAnswer(response, SUBJECT, clean, 'exchangeUrl');
  try {
    if (answer instanceof QoderError) throw answer;
    return { answer: toExchangedToken(answer, key, sentMs) };
  } catch (error) {
    if (!(error instanceof QoderError)) throw error;
    const { message, type } = sayWhy(
      { subject: SUBJECT, error, bodyText: response.bodyText },
      deps.baseUrl,
      clean,
    );
    // Not in the error: what is concluded from a status of the API must not follow from this one.
    return toFailure(toError(message, type, error.requestId), error.status, response);
  }
}

async function send(
  { exchange, baseUrl, redact }: ExchangeDeps,
  key: string,
  url: URL,
  leftMs: number,
): Promise<TransportResponse | QoderError> {
  // The last look at the address, as with every other request.
  const remedy = findExchangeUrlFault(url.href, baseUrl);
  if (remedy !== null) throw new RangeError(`Refused to exchange the service account key: ${remedy}`);
  try {
    return await exchange({
      url,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'user-agent': USER_AGENT,
        authorization: `Bearer ${key}`,
      },
      bodyText: BODY_TEXT,
      timeoutMs: Math.min(TIME_BUDGET.requestTimeoutMs, leftMs),
    });
  } catch (error) {
    if (!(error instanceof QoderError)) throw error;
    const reason = cleanText(error.message, redact, MAX_REASON_LENGTH);
    return toError(`${SUBJECT} failed: ${reason}`, 'exchange_failed');
  }
}

const toError = (message: string, type: FailureType, requestId: string | null = null): QoderError =>
  new QoderError(message, { status: null, type, requestId });

/** Source: the same page has access_token only; OAuth (RFC 6749, 5.1) also expires_in. */
const answerSchema = v.object({
  access_token: v.string(),
  expires_in: v.fallback(v.nullish(v.number(), null), null),
});

function toExchangedToken(answer: ApiAnswer, key: string, sentMs: number): ExchangedToken {
  const { access_token, expires_in } = parseBody(answerSchema, answer);
  const token = access_token.trim();
  if (!canBeSent(token)) throw unexpectedResponse(answer, 'has an access_token that cannot be sent');
  // A server that gives the key back would have it sent to the API.
  if (token.includes(key)) throw unexpectedResponse(answer, 'has the key itself in its access_token');
  const seconds = [TOKEN_TTL_SECONDS, expires_in, lifetimeInToken(token)].filter(
    (each) => each !== null && each > 0,
  );
  // It was issued after it was asked for, so it ends later than this.
  const lifetimeMs = Math.max(LEAST_TTL_SECONDS, Math.min(...seconds.map(Number))) * 1000;
  return { token, lifetimeMs, endsAtMs: sentMs + lifetimeMs };
}

/** Seconds from `iat` to `exp` (RFC 7519), both by one clock. Null: it does not say. */
function lifetimeInToken(token: string): number | null {
  const claims = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const { iat, exp } = (claims ?? {}) as Readonly<Record<string, unknown>>;
  return typeof iat === 'number' && typeof exp === 'number' ? exp - iat : null;
}
