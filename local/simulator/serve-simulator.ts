/** Puts a simulator behind a real socket on the loopback interface. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback, readBody } from '../loopback-server.ts';
import type { SimulatedResponse } from './handle-request.ts';
import { API_PREFIX } from './route.ts';
import { EXCHANGE_PATH } from './service-accounts.ts';
import type { Simulator } from './simulator.ts';

export interface SimulatorServer {
  /** With the prefix, as clients want it. */
  readonly baseUrl: string;
  /** Where service account keys are exchanged. */
  readonly exchangeUrl: string;
  /** Ends at once, whatever requests hang. */
  readonly close: () => Promise<void>;
}

/** @param options.port 0 for any free one */
export async function serveSimulator(
  simulator: Pick<Simulator, 'handle'>,
  { port }: { readonly port: number },
): Promise<SimulatorServer> {
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => answerRequest(simulator, request, body.toString('utf8'), response, timers),
      // The client went away before it had sent its request: nobody is left to answer.
      () => response.destroy(),
    );
  });
  const loopback = await listenOnLoopback(server, port);
  return {
    baseUrl: `${loopback.url}${API_PREFIX}`,
    exchangeUrl: `${loopback.url}${EXCHANGE_PATH}`,
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      return loopback.close();
    },
  };
}

function answerRequest(
  simulator: Pick<Simulator, 'handle'>,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
  timers: Set<NodeJS.Timeout>,
): void {
  const outcome = simulator.handle({
    method: request.method ?? '',
    path: request.url ?? '',
    headers: toSingleHeaders(request),
    body,
  });
  if (outcome === 'hang') return;
  if (outcome === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (outcome.latencyMs === 0) {
    sendResponse(response, outcome);
    return;
  }
  const timer = setTimeout(() => {
    timers.delete(timer);
    sendResponse(response, outcome);
  }, outcome.latencyMs);
  timers.add(timer);
}

function sendResponse(response: ServerResponse, { status, headers, body }: SimulatedResponse): void {
  response.writeHead(status, headers);
  response.end(body);
}

function toSingleHeaders(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
