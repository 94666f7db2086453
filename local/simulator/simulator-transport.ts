/** The client's transport against a simulator in the same process: no sockets, so days of runs take seconds. */
import { QoderError } from '../../lambda/read/api/qoder-error.ts';
import type { Transport } from '../../lambda/read/api/transport.ts';
import type { Timing } from '../../lambda/timing.ts';
import type { Simulator } from './simulator.ts';

/**
 * A hang lasts until the request's time is over, and latency counts towards it.
 * @param sleep passes the time of both; tests give one that only counts
 */
export function createSimulatorTransport(
  simulator: Pick<Simulator, 'handle'>,
  sleep: Timing['sleep'],
): Transport {
  return async ({ url, headers, timeoutMs }) => {
    const outcome = simulator.handle({
      method: 'GET',
      path: url.pathname + url.search,
      headers: Object.fromEntries(new Headers({ ...headers })),
    });
    if (outcome === 'reset') throw new QoderError('ECONNRESET', toInfo('network_error'));
    if (outcome === 'hang' || outcome.latencyMs >= timeoutMs) {
      await sleep(timeoutMs);
      throw new QoderError(`no whole answer within ${timeoutMs} ms`, toInfo('timeout'));
    }
    if (outcome.latencyMs > 0) await sleep(outcome.latencyMs);
    const { status, body: bodyText } = outcome;
    return { status, header: (name) => outcome.headers[name.toLowerCase()] ?? null, bodyText };
  };
}

function toInfo(type: 'network_error' | 'timeout') {
  return { status: null, type, requestId: null };
}
