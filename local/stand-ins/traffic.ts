/** What all stand-ins share: a record of the calls, and orders to fail. */

const SERVICES = ['cloudwatch', 'dynamodb', 'sns', 'events', 'secretsmanager'] as const;
export type Service = (typeof SERVICES)[number];

/** `hang` never answers: the caller's timeout or deadline must end it. */
export type FailureKind = 'throttle' | 500 | 'hang';

export interface Call {
  readonly service: Service;
  /** Such as `PutMetricData`. */
  readonly action: string;
  readonly atMs: number;
}

export interface Traffic {
  /**
   * Fails the next requests to a service, or all until told otherwise. Counts requests, not calls: the SDK
   * repeats a throttled or failed one twice. A count of 0 ends an earlier order.
   */
  readonly failNext: (service: Service, count: number | 'always', how: FailureKind) => void;
  /** In the order of arrival, failed ones included. */
  readonly calls: () => readonly Call[];
  /** Lets go of the calls so far: who runs for days keeps only what it still looks at. */
  readonly forgetCalls: () => void;
  /** Records a request. @returns how to fail it, or null to serve it */
  readonly admit: (service: Service, action: string) => FailureKind | null;
}

/**
 * @param nowMs monotonic clock for `atMs`
 * @param onCall told of each request before it is served: the place to fail, or end, what happens next
 */
export function createTraffic(nowMs: () => number, onCall: (call: Call) => void = () => undefined): Traffic {
  const calls: Call[] = [];
  const orders = new Map<Service, { readonly leftCount: number; readonly how: FailureKind }>();
  return {
    failNext: (service, count, how) => {
      orders.set(service, { leftCount: count === 'always' ? Number.POSITIVE_INFINITY : count, how });
    },
    calls: () => [...calls],
    forgetCalls: () => {
      calls.length = 0;
    },
    admit: (service, action) => {
      const call = { service, action, atMs: nowMs() };
      calls.push(call);
      onCall(call);
      const order = orders.get(service);
      if (order === undefined || order.leftCount <= 0) return null;
      orders.set(service, { ...order, leftCount: order.leftCount - 1 });
      return order.how;
    },
  };
}
