/** Why an exchange gave no token, in the exchange's own words: it may answer as OAuth does, or as a gateway. */
import * as v from 'valibot';
import { toDefaultExchangeUrl } from '../../../contract/exchange-url.ts';
import { parseJson } from '../../../contract/parse-json.ts';
import { type FailureType, MAX_REASON_LENGTH, type QoderError } from './qoder-error.ts';
import { optionalText } from './wire-values.ts';

/** What OAuth answers to a key that is none, is revoked, or may not. */
const REFUSED_STATUSES: readonly (number | null)[] = [400, 401, 403];
/** Source: RFC 6749, 5.2: these are about what was asked. Another key would be answered so, too. */
const ABOUT_THE_REQUEST: readonly (string | null)[] = [
  'invalid_request',
  'invalid_scope',
  'unsupported_grant_type',
];
const MAX_CODE_LENGTH = 100;

/** An answer that is no token. */
export interface FailedAnswer {
  /** What was asked. */
  readonly subject: string;
  /** As an answer of the API would be read. */
  readonly error: QoderError;
  readonly bodyText: string;
}

export interface ExchangeFailure {
  readonly message: string;
  readonly type: FailureType;
}

/**
 * @param baseUrl of the API that takes the token
 * @param clean makes text from outside fit to be shown
 */
export function sayWhy(
  { subject, error, bodyText }: FailedAnswer,
  baseUrl: URL,
  clean: (text: string, maxLength: number) => string,
): ExchangeFailure {
  const { message, status } = error;
  // The address is the only one that a key of there may be sent to.
  if (error.type === 'unexpected_redirect' && toDefaultExchangeUrl(baseUrl) !== null) {
    const remedy = 'look for a newer version of this monitor, or store a personal access token';
    const redirect = `${subject} answered ${status}, a redirect, which is not followed: ${remedy}`;
    return { message: redirect, type: 'exchange_failed' };
  }
  const type = REFUSED_STATUSES.includes(status) ? 'key_refused' : 'exchange_failed';
  const isUnexplained = error.type === 'unexpected_response' && status !== null && status >= 400;
  const refusal = isUnexplained ? parseRefusal(bodyText) : null;
  if (refusal === null) return { message, type };
  const code = refusal.code === null ? '' : ` ${clean(refusal.code, MAX_CODE_LENGTH)}`;
  const reason = clean(refusal.message ?? 'no message', MAX_REASON_LENGTH);
  return {
    message: `${subject} answered ${status}${code}: ${reason}`,
    type: ABOUT_THE_REQUEST.includes(refusal.code) ? 'exchange_failed' : type,
  };
}

/** Source: the same section of the RFC; `message` is what gateways write. */
const refusalSchema = v.object({
  error: optionalText,
  error_description: optionalText,
  message: optionalText,
});

/** @returns null where it says nothing */
function parseRefusal(bodyText: string) {
  const parsed = v.safeParse(refusalSchema, parseJson(bodyText));
  if (!parsed.success) return null;
  const { error, error_description, message } = parsed.output;
  const refusal = { code: error || null, message: error_description || message || null };
  return refusal.code === null && refusal.message === null ? null : refusal;
}
