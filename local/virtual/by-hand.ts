/** A worker that does what the test says and when: acks, beats and stops single items through the API. */
import { API_PREFIX } from '../simulator/route.ts';
import type { Simulator } from '../simulator/simulator.ts';

export interface Hand {
  readonly ack: (itemId: string) => void;
  readonly beat: (itemId: string) => void;
  /** Graceful: asked for the first time, confirmed the second. */
  readonly stop: (itemId: string) => void;
  readonly forceStop: (itemId: string) => void;
}

export function byHand(simulator: Simulator, environmentId: string): Hand {
  const post = (itemId: string, action: string, body = '') => {
    const outcome = simulator.handle({
      method: 'POST',
      path: `${API_PREFIX}/environments/${environmentId}/work/${itemId}/${action}`,
      headers: { authorization: `Bearer ${simulator.token}` },
      body,
    });
    if (typeof outcome !== 'string' && outcome.status === 200) return;
    throw new Error(`${action} of ${itemId} failed: ${typeof outcome === 'string' ? outcome : outcome.body}`);
  };
  return {
    ack: (itemId) => post(itemId, 'ack'),
    beat: (itemId) => post(itemId, 'heartbeat'),
    stop: (itemId) => post(itemId, 'stop'),
    forceStop: (itemId) => post(itemId, 'stop', '{"force": true}'),
  };
}
