/** What can go wrong between us and the API, as one error with the facts a person or a rule needs. */
import type { ReadError } from '../../model/reading.ts';

/** Most of a reason from outside that is passed on. */
export const MAX_REASON_LENGTH = 200;

/** Types of our own; all others are the API's. */
export type FailureType =
  | 'network_error'
  | 'timeout'
  | 'deadline'
  | 'unexpected_response'
  | 'unexpected_redirect'
  /** A service account key was not taken for a token. */
  | 'key_refused'
  /** Nor was it refused: no token came of it. */
  | 'exchange_failed';

/** The API could not be asked, refused, or answered what cannot be understood. Its texts never hold the token. */
export class QoderError extends Error {
  override readonly name = 'QoderError';
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** A FailureType, or the API's own, such as `permission_error`. */
  readonly type: string;
  readonly requestId: string | null;
  /** How long the server asks to wait before the next try; 0 where it does not ask, or was tried again already. */
  readonly retryAfterMs: number;
  /** The body was longer than is read: half of what was asked for may fit. */
  readonly isTooLong: boolean;

  constructor(message: string, { status, type, requestId, isTooLong = false }: Facts, retryAfterMs = 0) {
    super(message);
    this.status = status;
    this.type = type;
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs;
    this.isTooLong = isTooLong;
  }
}

type Facts = Omit<ReadError, 'message'> & { readonly isTooLong?: boolean };

/**
 * @throws whatever it is given that is not a QoderError: a fault of our own must not pass for the API's
 */
export function toReadError(error: unknown): ReadError {
  if (!(error instanceof QoderError)) throw error;
  const { status, type, message, requestId } = error;
  return { status, type, message, requestId };
}

/** The same error, saying more. */
export function withNote({ message, status, type, requestId }: QoderError, note: string): QoderError {
  return new QoderError(`${message}; ${note}`, { status, type, requestId });
}

/** The same error in other words. */
export function withMessage(error: QoderError, message: string): QoderError {
  return new QoderError(message, error);
}

/** The same error, with what the server asked for. */
export function withRetryAfter(error: QoderError, retryAfterMs: number): QoderError {
  return new QoderError(error.message, error, retryAfterMs);
}
