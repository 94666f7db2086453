/** One HTTP request: the only place that touches the network, and the only one that limits a request's time. */
import { QoderError } from './qoder-error.ts';

/** Source: the API's overview: bodies are at most 32 MB. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

export interface TransportRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** For headers and body together. */
  readonly timeoutMs: number;
}

export interface TransportResponse {
  readonly status: number;
  /** By lower-case name; null when missing. */
  readonly header: (name: string) => string | null;
  readonly bodyText: string;
}

/**
 * Sends a GET and reads the whole answer. Redirects are answers like others: following one could carry the token away.
 *
 * @throws {QoderError} of status null and type `network_error` or `timeout`; `unexpected_response` when the body is too long
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

export const fetchTransport: Transport = async ({ url, headers, timeoutMs }) => {
  // Whole milliseconds only; rounded down, for a deadline is behind them.
  const limitMs = Math.max(1, Math.floor(timeoutMs));
  const signal = AbortSignal.timeout(limitMs);
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    const bodyText = await readBody(response);
    return { status: response.status, header: (name) => response.headers.get(name), bodyText };
  } catch (error) {
    if (error instanceof QoderError) throw error;
    const type = signal.aborted ? 'timeout' : 'network_error';
    const reason = signal.aborted ? `no whole answer within ${limitMs} ms` : reasonOf(error);
    // Without the cause: undici keeps what the server sent in it, and that may echo the token.
    throw new QoderError(reason, { status: null, type, requestId: null });
  }
};

async function readBody({ body, status }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let [text, byteCount] = ['', 0];
  // Leaving the loop early cancels the body, and so frees the connection.
  for await (const chunk of body ?? []) {
    byteCount += chunk.byteLength;
    if (byteCount > MAX_BODY_BYTES) {
      const message = `answered with more than ${MAX_BODY_BYTES} bytes`;
      throw new QoderError(message, { status, type: 'unexpected_response', requestId: null });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** fetch itself only says "fetch failed"; what happened is in its cause. */
function reasonOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  const innermost = cause instanceof Error ? cause : error;
  if (!(innermost instanceof Error)) return String(innermost);
  const code = 'code' in innermost ? String(innermost.code) : '';
  // Where several addresses were tried, the message is empty.
  return [code, innermost.message].filter((text) => text !== '').join(': ');
}
