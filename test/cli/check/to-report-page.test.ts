import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CheckResult, checkEnvironments } from '../../../cli/check/check-environments.ts';
import { toReportPage } from '../../../cli/check/to-report-page.ts';
import { toToken } from '../../../lambda/wiring.ts';
import { createSimulator } from '../../../local/simulator/simulator.ts';
import { createSimulatorTransport } from '../../../local/simulator/simulator-transport.ts';
import { createVirtualTimings } from '../../../local/virtual/virtual-timing.ts';

const MINUTE_MS = 60_000;
const [BLOCKS, DIGITS] = ['▁▂▃▄▅▆▇█', '0123456789'];

/** A morning: a team that works, one whose worker died, one that never had any, a list cut short, and one refused. */
function playMorning() {
  const simulator = createSimulator({ startAt: new Date('2026-11-24T05:00:00Z') });
  simulator.addEnvironment({
    id: 'env_works',
    name: 'web-research',
    arrivals: { kind: 'every', seconds: 90 },
  });
  simulator.addWorker('env_works', { behaviour: 'works' });
  simulator.addEnvironment({
    id: 'env_died',
    name: 'nightly-reports',
    arrivals: { kind: 'every', seconds: 900 },
  });
  const diesId = simulator.addWorker('env_died', { behaviour: 'slow' });
  simulator.addEnvironment({ id: 'env_new', name: '夜間 mobile\u202e\u0007' });
  simulator.addEnvironment({ id: 'env_empty', name: 'empty' });
  simulator.addEnvironment({ id: 'env_half', name: 'half', arrivals: { kind: 'every', seconds: 60 } });
  simulator.addWorker('env_half', { behaviour: 'works' });
  simulator.addEnvironment({ id: 'env_refused', name: 'refused' });
  const refused = { endpoint: 'list-work', kind: 'status', status: 403 } as const;
  simulator.addFault({ ...refused, environmentId: 'env_half', fromPage: 3 });
  simulator.addFault({ ...refused, environmentId: 'env_refused' });
  simulator.schedule(390 * MINUTE_MS, () => simulator.killWorker(diesId));
  simulator.schedule(400 * MINUTE_MS, () => simulator.addWork('env_new', { count: 3 }));
  simulator.advance(437 * MINUTE_MS);
  return simulator;
}

const BASE_URL = new URL('https://api.qoder.com/api/v1/cloud');

async function check(environments: 'all' | readonly string[], hasSessions = false): Promise<CheckResult> {
  const simulator = playMorning();
  const timing = createVirtualTimings(simulator, true).create();
  const args = {
    environments,
    baseUrl: BASE_URL,
    credential: { kind: 'token' as const, token: simulator.token },
    workspaceId: undefined,
    timeoutSeconds: 60,
    hasSessions,
    isJson: false,
    isReport: true,
    watchEverySeconds: null,
  };
  const transport = createSimulatorTransport(simulator, timing.sleep);
  const token = toToken({
    baseUrl: BASE_URL,
    readSecret: async () => simulator.token,
    exchange: () => Promise.reject(new Error('a token is exchanged for nothing')),
    timing,
  });
  return await checkEnvironments(args, { transport, token, timing, localNow: simulator.now });
}

const GOLDEN = { blocks: BLOCKS, ascii: DIGITS };

describe('toReportPage()', () => {
  it.each(Object.entries(GOLDEN))('reads as golden/report-%s.txt', async (name, heights) => {
    const page = toReportPage(await check('all'), heights);

    await expect(`${page}\n`).toMatchFileSnapshot(`golden/report-${name}.txt`);
  });

  it('golden/ holds nothing else: delete what is left over', () => {
    const files = Object.keys(GOLDEN).map((name) => `report-${name}.txt`);

    expect(readdirSync(join(import.meta.dirname, 'golden')).toSorted()).toEqual(files.toSorted());
  });

  it('says the same again, whatever the order in which environments answer', async () => {
    const [first, second] = [await check('all'), await check('all')];

    expect(toReportPage(second, DIGITS)).toBe(toReportPage(first, DIGITS));
  });

  it('fits into 80 columns of ASCII and blocks, whatever names and errors of the API hold', async () => {
    const { environments, ...result } = await check(['env_died', 'env_half']);
    const words = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(words, words, (name, message) => {
        const hostile = environments.map((each) => ({
          ...each,
          name,
          reading: {
            ...each.reading,
            error: each.reading.error && { ...each.reading.error, message },
          },
        }));
        const page = toReportPage({ ...result, environments: hostile }, BLOCKS);

        expect(page.split('\n').filter((line) => line.length > 80)).toEqual([]);
        expect(page).toMatch(/^[\n\x20-\x7e▁-█]*$/);
      }),
    );
  });

  it('says why nothing is shown', async () => {
    const result = await check([]);
    const error = { status: 403, type: 'permission_error', message: 'no', requestId: null };

    expect(toReportPage(result, DIGITS).split('\n').slice(1)).toEqual([
      '',
      'The token sees no self_hosted environment: check its account',
      'and scopes, and the workspace id.',
    ]);
    expect(toReportPage({ ...result, error }, DIGITS)).toContain(
      'The environments could not be listed: no\n  ',
    );
  });

  it('has the notes of sessions', async () => {
    const result = await check(['env_died'], true);
    const error = { status: 403, type: 'permission_error' };
    const sessions = result.sessions && { ...result.sessions, failedCount: 3, error };

    expect(result.sessions).not.toBeNull();
    expect(toReportPage({ ...result, sessions }, DIGITS)).toContain(
      '\n\nNOTE: 3 sessions could not be read: 403 permission_error\n',
    );
  });
});
