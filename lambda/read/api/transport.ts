/** One HTTP request: the only place that touches the network, and the only one that limits a request's time. */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Sockets } from '../../sockets.ts';
import { type FailureType, QoderError } from './qoder-error.ts';

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

/** The only request with a body, and of another type: whoever holds a Transport cannot send it. */
export interface KeyExchangeRequest extends TransportRequest {
  readonly bodyText: string;
}

/** Sends a POST, in all else as a Transport does. */
export type KeyExchangeTransport = (request: KeyExchangeRequest) => Promise<TransportResponse>;

type Agents = Omit<Sockets, 'dropIdle'>;

export const createHttpTransport =
  (agents: Agents): Transport =>
  (request) =>
    send('GET', request, agents);

export const createKeyExchangeTransport =
  (agents: Agents): KeyExchangeTransport =>
  ({ bodyText, ...request }) =>
    send('POST', request, agents, bodyText);

/** One timer and no signal for each request: what a signal takes with it costs as much as the request itself. */
async function send(
  method: 'GET' | 'POST',
  { url, headers, timeoutMs }: TransportRequest,
  { httpAgent, httpsAgent }: Agents,
  bodyText?: string,
): Promise<TransportResponse> {
  // Whole milliseconds only; rounded down, for a deadline is behind them.
  const limitMs = Math.max(1, Math.floor(timeoutMs));
  const request =
    url.protocol === 'https:'
      ? requestHttps(url, { method, headers, agent: httpsAgent })
      : requestHttp(url, { method, headers, agent: httpAgent });
  const timer = setTimeout(() => {
    // Ends its connection too, whatever has come of the answer.
    request.destroy(new QoderError(`no whole answer within ${limitMs} ms`, failure('timeout')));
  }, limitMs);
  try {
    return await readAnswer(request, bodyText);
  } catch (error) {
    request.destroy();
    if (error instanceof QoderError) throw error;
    // Without the cause: it keeps what the server sent, and that may echo the token.
    throw new QoderError(reasonOf(error), failure('network_error'));
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects with whatever the request is destroyed with, or the connection fails by. */
function readAnswer(request: ClientRequest, bodyText: string | undefined): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    request.on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = [];
      let byteCount = 0;
      response
        .on('error', reject)
        .on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          byteCount += chunk.length;
          if (byteCount > MAX_BODY_BYTES) reject(tooLong(response));
        })
        .on('end', () => resolve(toResponse(response, Buffer.concat(chunks, byteCount).toString('utf8'))));
    });
    request.end(bodyText);
  });
}

const toResponse = (response: IncomingMessage, bodyText: string): TransportResponse => ({
  status: response.statusCode ?? 0,
  header: (name) => headerOf(response, name),
  bodyText,
});

const failure = (type: FailureType) => ({ status: null, type, requestId: null });

function tooLong(response: IncomingMessage): QoderError {
  const status = response.statusCode ?? null;
  const message = `answered with more than ${MAX_BODY_BYTES} bytes`;
  return new QoderError(message, {
    status,
    type: 'unexpected_response',
    requestId: null,
    isTooLong: true,
  });
}

function headerOf({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name];
  return Array.isArray(value) ? (value[0] ?? null) : (value ?? null);
}

/** The code says what happened where the message is empty, as where several addresses were tried. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return [code, error.message].filter((text) => text !== '').join(': ');
}
