/** One HTTP request: the only place that touches the network, and the only one that limits a request's time. */
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Sockets } from '../../sockets.ts';
import { QoderError } from './qoder-error.ts';

/** A page of 100 rows is about 40 KB. Source: one edition of the API limits bodies to 4 MB, the other to 32. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

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

export function createHttpTransport({ httpAgent, httpsAgent }: Omit<Sockets, 'dropIdle'>): Transport {
  return async ({ url, headers, timeoutMs }) => {
    // Whole milliseconds only; rounded down, for a deadline is behind them.
    const limitMs = Math.max(1, Math.floor(timeoutMs));
    const signal = AbortSignal.timeout(limitMs);
    const agent = url.protocol === 'https:' ? httpsAgent : httpAgent;
    try {
      const response = await open(url, { headers, agent, signal });
      return {
        status: response.statusCode ?? 0,
        header: (name) => headerOf(response, name),
        bodyText: await readBody(response),
      };
    } catch (error) {
      if (error instanceof QoderError) throw error;
      const type = signal.aborted ? 'timeout' : 'network_error';
      const reason = signal.aborted ? `no whole answer within ${limitMs} ms` : reasonOf(error);
      // Without the cause: it keeps what the server sent, and that may echo the token.
      throw new QoderError(reason, { status: null, type, requestId: null });
    }
  };
}

type RequestOptions = Parameters<typeof requestHttp>[1];

function open(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(url, options).on('response', resolve).on('error', reject).end();
  });
}

function headerOf({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name];
  return Array.isArray(value) ? (value[0] ?? null) : (value ?? null);
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  // Leaving the loop early destroys the answer, and so frees the connection.
  for await (const chunk of response) {
    byteCount += chunk.length;
    if (byteCount > MAX_BODY_BYTES) {
      const message = `answered with more than ${MAX_BODY_BYTES} bytes`;
      const status = response.statusCode ?? null;
      throw new QoderError(message, { status, type: 'unexpected_response', requestId: null });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, byteCount).toString('utf8');
}

/** The code says what happened where the message is empty, as where several addresses were tried. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return [code, error.message].filter((text) => text !== '').join(': ');
}
