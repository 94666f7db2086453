import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatorServer, serveSimulator } from '../../../local/simulator/serve-simulator.ts';
import { createSimulator, type Simulator } from '../../../local/simulator/simulator.ts';
import { leaveScript, watchScript } from '../run-script.ts';

const TOKEN = 'pt-terminal-0123456789';
let server: SimulatorServer;
let simulator: Simulator;

beforeAll(async () => {
  simulator = createSimulator({ startAt: new Date('2026-11-24T12:00:00Z'), token: TOKEN });
  simulator.addEnvironment({ id: 'env_stuck', name: 'nightly' });
  simulator.addWork('env_stuck', { count: 2 });
  simulator.advance(20 * 60_000);
  server = await serveSimulator(simulator, { port: 0 });
});
afterAll(() => server.close());

const run = (args: readonly string[], env: Record<string, string> = {}, stopAfter?: RegExp) =>
  watchScript('check', args, { QODER_BASE_URL: server.baseUrl, QODER_PAT: TOKEN, ...env }, stopAfter);

describe('check, in a terminal', () => {
  it('colours what is wrong where colours are wanted, and writes none to a pipe', async () => {
    const [coloured, piped] = await Promise.all([
      run(['--environment', 'env_stuck'], { FORCE_COLOR: '1' }),
      run(['--environment', 'env_stuck']),
    ]);

    const colourStart = String.fromCharCode(27);
    expect(coloured.output).toContain(`${colourStart}[31m`);
    expect(coloured.output).toMatch(/CRITICAL.*: nightly \(env_stuck\)\n {2}Work has waited 19 min/);
    expect(piped.output).not.toContain(colourStart);
  });

  it.each([
    [
      'an unknown environment',
      ['--environment', 'env_none'],
      {},
      /Next: Check the id, and that the\s+token\s+belongs/,
    ],
    [
      'a wrong token',
      ['--environment', 'env_stuck'],
      { QODER_PAT: 'pt-wrong' },
      /Put a valid token into\s+QODER_PAT/,
    ],
  ])('says what to do about %s', async (_name, args, env, expected) => {
    const { code, output } = await run(args, env);

    expect(code).toBe(3);
    expect(output).toMatch(expected);
  });

  it('--watch goes on until Ctrl-C, and ends with the code of its last reading', async () => {
    const { code, output } = await run(['--all', '--watch'], {}, /CRITICAL/);

    expect(code).toBe(2);
    expect(output).toMatch(/^As of 2026-11-24/);
    expect(output).toContain('Work has waited 19 min');
  });

  it('--watch ends as quietly once nobody reads the pipe any more', async () => {
    const env = { QODER_BASE_URL: server.baseUrl, QODER_PAT: TOKEN };

    const left = await leaveScript('check', ['--all', '--watch', '--every', '5'], env);

    expect(left).toEqual({ exitCode: 2, stderr: '' });
  });

  it('--watch exchanges a service account key once for all its readings', async () => {
    simulator.serviceAccounts.setKey('sak-terminal-0123456789');
    const key = { serviceAccountKey: 'sak-terminal-0123456789', exchangeUrl: server.exchangeUrl };
    const env = { QODER_PAT: '', QODER_SERVICE_ACCOUNT_KEY: JSON.stringify(key) };

    const { output } = await run(['--all', '--watch', '--every', '5'], env, /As of[\s\S]*As of/);

    expect(output.match(/Work has waited/g)?.length).toBeGreaterThanOrEqual(1);
    const posts = simulator.requests.filter(({ method }) => method === 'POST');
    expect(posts.map(({ status }) => status)).toEqual([200]);
  });

  it.each([
    [['--all', '--watch', '--json'], /--watch is for people and --json for programs/],
    [['--all', '--report', '--json'], /--report is for people and --json for programs/],
    [['--all', '--report', '--watch'], /--report is one page and --watch goes on: use one of them/],
    [['--all', '--every', '10'], /--every says how often: add --watch/],
    [['--all', '--watch', '--every', '1'], /--every is "1": write seconds, at least 5/],
  ])('refuses %j in a sentence', async (args, expected) => {
    const { code, output } = await run(args);

    expect(code).toBe(3);
    expect(output).toMatch(expected);
  });
});
