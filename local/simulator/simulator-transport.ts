/** The client's transport against a simulator in the same process: no sockets, so days of runs take seconds. */
import { QoderError } from '../../lambda/read/api/qoder-error.ts';
import type {
  KeyExchangeTransport,
  Transport,
  TransportRequest,
  TransportResponse,
} from '../../lambda/read/api/transport.ts';
import type { Timing } from '../../lambda/timing.ts';
import type { Simulator } from './simulator.ts';

/** @param sleep passes the time of hangs and latency; tests give one that only counts */
export const createSimulatorTransport =
  (simulator: Handles, sleep: Timing['sleep']): Transport =>
  (request) =>
    send('GET', request, simulator, sleep);

export const createSimulatorExchange =
  (simulator: Handles, sleep: Timing['sleep']): KeyExchangeTransport =>
  ({ bodyText, ...request }) =>
    send('POST', request, simulator, sleep, bodyText);

type Handles = Pick<Simulator, 'handle'>;

/** A hang lasts until the request's time is over, and latency counts towards it. */
async function send(
  method: 'GET' | 'POST',
  { url, headers, timeoutMs }: TransportRequest,
  simulator: Handles,
  sleep: Timing['sleep'],
  body = '',
): Promise<TransportResponse> {
  const outcome = simulator.handle({
    method,
    path: url.pathname + url.search,
    headers: Object.fromEntries(new Headers({ ...headers })),
    body,
  });
  if (outcome === 'reset') throw new QoderError('ECONNRESET', toInfo('network_error'));
  if (outcome === 'hang' || outcome.latencyMs >= timeoutMs) {
    await sleep(timeoutMs);
    throw new QoderError(`no whole answer within ${timeoutMs} ms`, toInfo('timeout'));
  }
  if (outcome.latencyMs > 0) await sleep(outcome.latencyMs);
  const { status, body: bodyText } = outcome;
  return { status, header: (name) => outcome.headers[name.toLowerCase()] ?? null, bodyText };
}

function toInfo(type: 'network_error' | 'timeout') {
  return { status: null, type, requestId: null };
}
