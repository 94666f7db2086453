import { expect, it } from 'vitest';
import { tryToken } from '../../../cli/token/try-token.ts';
import { QoderError } from '../../../lambda/read/api/qoder-error.ts';
import type { KeyExchangeTransport, Transport } from '../../../lambda/read/api/transport.ts';
import { createVirtualTiming } from '../../support/qoder-timing.ts';

it('tryToken() offers --skip-check when the API cannot be reached, after having tried for 20 s at most', async () => {
  const timing = createVirtualTiming();
  const startedAtMs = timing.nowMs();
  const transport: Transport & KeyExchangeTransport = async () => {
    throw new QoderError('ECONNREFUSED', { status: null, type: 'network_error', requestId: null });
  };

  const tried = tryToken(
    { kind: 'token', token: 'pt-unreachable' },
    { baseUrl: new URL('http://127.0.0.1:9/api') },
    { transport, exchange: transport, timing },
  );

  await expect(tried).rejects.toThrow(/--skip-check; nothing was stored$/);
  expect(timing.nowMs() - startedAtMs).toBeLessThanOrEqual(20_000);
  expect(timing.delaysMs.length).toBeGreaterThan(0);
});
