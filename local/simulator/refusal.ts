/** How the API says no. Source: conventions/errors; the types of work endpoints: work/ack, work/heartbeat. */

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  // The general page says conflict_error; the work endpoints, the only ones here that conflict, say otherwise.
  409: 'invalid_request_error',
  412: 'precondition_failed_error',
  429: 'rate_limit_error',
};

/** A request that is refused, by HTTP status. Thrown by transitions and endpoints, for workers and clients alike. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The documented error envelope. */
export function toErrorBody(status: number, message: string, requestId: string): string {
  const type = ERROR_TYPES[status] ?? 'api_error';
  return JSON.stringify({ type: 'error', request_id: requestId, error: { type, message } });
}
