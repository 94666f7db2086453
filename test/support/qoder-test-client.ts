/** A client against a server of the test's own, on virtual time, with everything it does kept. */

import { createApiToken } from '../../lambda/read/api/api-token.ts';
import { createQoderClient } from '../../lambda/read/api/client.ts';
import type { Pacer } from '../../lambda/read/api/pacing.ts';
import {
  createHttpTransport,
  createKeyExchangeTransport,
  type Transport,
} from '../../lambda/read/api/transport.ts';
import { createRunClock } from '../../lambda/read/clock.ts';
import { createRedact } from '../../lambda/redact.ts';
import { createSockets } from '../../lambda/sockets.ts';
import type { ApiServer } from './qoder-server.ts';
import { createVirtualTiming } from './qoder-timing.ts';

export interface TestClientSetup {
  /** What each reading of the secret finds; the last one also for all that follow. */
  readonly tokens?: readonly string[];
  readonly workspaceId?: string;
  readonly mayReadSessions?: boolean;
  readonly pacer?: Pacer;
  readonly transport?: Transport;
  /** Ends the first request sooner than the client would, for a server that hangs. */
  readonly firstRequestMs?: number;
}

export function createTestClient({ baseUrl }: Pick<ApiServer, 'baseUrl'>, setup: TestClientSetup = {}) {
  const {
    tokens = ['pt-one'],
    firstRequestMs,
    workspaceId,
    mayReadSessions,
    pacer,
    transport = createHttpTransport(createSockets()),
  } = setup;
  const timing = createVirtualTiming();
  const clock = createRunClock(() => new Date(0));
  let readCount = 0;
  const timeoutsMs: number[] = [];
  let requestCount = 0;

  const readSecret = async () => {
    readCount++;
    const token = tokens[Math.min(readCount, tokens.length) - 1];
    if (token === undefined) throw new Error('The secret cannot be read');
    return token;
  };
  const exchange = createKeyExchangeTransport(createSockets());
  const token = createApiToken({ readSecret, timing, remedy: 'store one', baseUrl, exchange });
  const observed: Transport = (request) => {
    timeoutsMs.push(request.timeoutMs);
    const isHurried = timeoutsMs.length === 1 && firstRequestMs !== undefined;
    return transport(isHurried ? { ...request, timeoutMs: firstRequestMs } : request);
  };
  const redact = createRedact(token.seen);
  const deps = { baseUrl, token, redact, workspaceId, mayReadSessions, transport: observed, timing, clock };
  return {
    client: createQoderClient(pacer === undefined ? deps : { ...deps, pacer }),
    options: { deadlineMs: timing.nowMs() + 60_000, onRequest: () => void requestCount++ },
    timing,
    clock,
    readCount: () => readCount,
    timeoutsMs,
    requestCount: () => requestCount,
  };
}
