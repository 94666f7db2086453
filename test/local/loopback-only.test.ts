import { type AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemTiming } from '../../lambda/timing.ts';
import { openLocalRun } from '../../local/monitor/open-local-run.ts';
import { createPace } from '../../local/monitor/pace.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('npm start', () => {
  it('listens to this machine alone: what it holds is an alert of yours, too', async () => {
    const listen = vi.spyOn(Server.prototype, 'listen');
    const local = await openLocalRun({
      real: null,
      hasSessions: false,
      pace: createPace(0.01, systemTiming),
      page: { port: 0 },
    });
    const servers = new Set(listen.mock.contexts as Server[]);
    const addresses = [...servers].map((server) => (server.address() as AddressInfo).address);
    await local.close();

    // The API, five services of AWS, and the page.
    expect(addresses.length).toBeGreaterThanOrEqual(7);
    expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']));
  });
});
