/** A real HTTP server on loopback that answers as a test tells it to, and keeps what it was asked. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Reply = (response: ServerResponse, request: IncomingMessage) => void;

export interface ApiServer extends AsyncDisposable {
  readonly baseUrl: URL;
  readonly requests: readonly { method: string; url: string; headers: IncomingHttpHeaders }[];
}

/** @param replies one a request; the last one also for all that follow */
export async function startApiServer(...replies: readonly Reply[]): Promise<ApiServer> {
  const requests: { method: string; url: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    const reply = replies[Math.min(requests.length, replies.length - 1)];
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    reply?.(response, request);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: new URL(`http://127.0.0.1:${port}/api/v1/cloud`),
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (response) => response.writeHead(status, headers).end(text);
}

export function refuse(
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): Reply {
  return answer(status, { type: 'error', request_id: 'req_1', error: { type, message } }, headers);
}

export const hang: Reply = () => {};

export const reset: Reply = (response) => void response.socket?.resetAndDestroy();

export const EMPTY_LIST = { data: [], first_id: null, last_id: null, has_more: false, next_page: null };
