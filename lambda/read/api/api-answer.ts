/** Tells an answer from a refusal, and a refusal's facts from its words. */
import * as v from 'valibot';
import { type FailureType, QoderError } from './qoder-error.ts';
import type { TransportResponse } from './transport.ts';

/** A JSON answer of status 2xx, not yet looked into, with what an error about it has to name. */
export interface ApiAnswer {
  /** What was asked, such as `GET /environments/env_a/work`. */
  readonly subject: string;
  readonly status: number;
  readonly requestId: string | null;
  readonly body: unknown;
}

/** Longest text of the API's that is passed on. */
const MAX_MESSAGE_LENGTH = 500;
const MAX_NAME_LENGTH = 100;

const optionalText = v.fallback(v.nullish(v.string(), null), null);

/** Source: the API's error conventions. Older answers lack `request_id`; a gateway's may be no JSON at all. */
const refusalSchema = v.object({
  request_id: optionalText,
  error: v.fallback(v.object({ type: optionalText, message: optionalText }), { type: null, message: null }),
});

/**
 * @param clean makes text from outside fit to be shown
 * @returns the error, not thrown yet, for every status but 2xx and for a body that is no JSON: it may be retried
 */
export function toApiAnswer(
  response: TransportResponse,
  subject: string,
  clean: (text: string, maxLength: number) => string,
): ApiAnswer | QoderError {
  const { status } = response;
  const body = parseJson(response.bodyText);
  const refusal = v.safeParse(refusalSchema, body);
  const { request_id, error } = refusal.success ? refusal.output : { request_id: null, error: null };
  const rawRequestId = request_id || response.header('x-request-id') || response.header('request-id');
  const requestId = rawRequestId ? clean(rawRequestId, MAX_NAME_LENGTH) : null;
  const answer = { subject, status, requestId, body };

  if (status >= 300 && status < 400) {
    const detail = `answered ${status}, a redirect, which is not followed: write the final address as the base URL`;
    return toFailure(answer, 'unexpected_redirect', detail);
  }
  if (status < 200 || status > 299) {
    if (!error?.type)
      return toFailure(answer, 'unexpected_response', `answered ${status} without saying why`);
    const type = clean(error.type, MAX_NAME_LENGTH);
    const reason = clean(error.message || 'no message', MAX_MESSAGE_LENGTH);
    return new QoderError(`${subject} answered ${status} ${type}: ${reason}`, { status, type, requestId });
  }
  if (body === undefined) return unexpectedResponse(answer, 'is not JSON: check the base URL');
  return answer;
}

/** @param detail continues "the body of the answer …"; holds nothing of what was answered */
export function unexpectedResponse(answer: ApiAnswer, detail: string): QoderError {
  return toFailure(answer, 'unexpected_response', `answered ${answer.status}, but the body ${detail}`);
}

function toFailure({ subject, status, requestId }: ApiAnswer, type: FailureType, detail: string): QoderError {
  return new QoderError(`${subject} ${detail}`, { status, type, requestId });
}

/** @returns undefined, which no JSON text means, when it is none; the parser's error would quote the text */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
