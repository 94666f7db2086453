import { describe, expect, it } from 'vitest';
import { serveSimulator } from '../../../local/simulator/serve-simulator.ts';
import { createSimulator } from '../../../local/simulator/simulator.ts';
import { runScript, type ScriptResult, watchScript } from '../run-script.ts';

const TOKEN = 'pt-start-0123456789';

const start = (args: readonly string[], stopAfter?: RegExp) => watchScript('start', args, {}, stopAfter);

describe('start', () => {
  it('--once tells a stuck queue, a lost heartbeat and a healthy environment apart, with the alerts', async () => {
    const { code, output } = await start(['--once']);

    expect(code).toBe(0);
    expect(output).toMatch(/^Simulated: a fleet/);
    expect(output).toContain('QODER_PAT=... npx qoder-work-queue-monitor start --environment env_x');
    expect(output).toMatch(/^web-research +ok /m);
    expect(output).toMatch(/^nightly-reports +no-workers /m);
    expect(output).toMatch(/^code-review +ok .* 1$/m);
    expect(output).toContain(
      'CRITICAL: nightly-reports (env_demo_no_workers): work has waited 24 min and no worker is there',
    );
    expect(output).toMatch(
      /CRITICAL: code-review \(env_demo_crashed\): 1 active item stopped sending heartbeats/,
    );
  });

  it('shows the alerts resolved after the workers have returned', { timeout: 180_000 }, async () => {
    const { code, output } = await start(['--runs', '28', '--every', '0.01']);

    expect(code).toBe(0);
    for (const name of ['nightly-reports', 'code-review', 'data-import', 'image-build']) {
      expect(output).toMatch(new RegExp(`RESOLVED: ${name} `));
    }
  });

  it('prints a mail whose command runs as it is written, with the token that is printed', async () => {
    let checked: ScriptResult | null = null;
    const check = async (output: string) => {
      const [, token = ''] = /export QODER_PAT=(\S+)/.exec(output) ?? [];
      const [, args = ''] = /npx qoder-work-queue-monitor check (.+)/.exec(output) ?? [];
      checked = await runScript('check', args.split(' '), { QODER_PAT: token });
    };

    await watchScript('start', ['--every', '60', '--no-page'], {}, /Message: /, check);

    expect(checked).toMatchObject({ exitCode: 2, stderr: '' });
    expect(checked).toMatchObject({ stdout: expect.stringContaining('no worker is there') });
  });

  it('reads a real environment with a service account key', async () => {
    const simulator = createSimulator({ startAt: new Date() });
    simulator.addEnvironment({ id: 'env_real', name: 'nightly' });
    simulator.serviceAccounts.setKey('sak-start-0123456789');
    const server = await serveSimulator(simulator, { port: 0 });
    const key = { serviceAccountKey: 'sak-start-0123456789', exchangeUrl: server.exchangeUrl };
    const args = ['--once', '--environment', 'env_real', '--base-url', server.baseUrl];

    const { exitCode, stdout, stderr } = await runScript('start', args, {
      QODER_SERVICE_ACCOUNT_KEY: JSON.stringify(key),
    });
    await server.close();

    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^nightly +ok /m),
    });
    expect(stdout + stderr).not.toContain('sak-start');
    expect(new Set(simulator.requests.map(({ method, status }) => `${method} ${status}`))).toEqual(
      new Set(['POST 200', 'GET 200']),
    );
  });

  it('--all reads every self_hosted environment of the token, and no other', async () => {
    const simulator = createSimulator({ startAt: new Date(), token: TOKEN });
    simulator.addEnvironment({ id: 'env_one', name: 'research' });
    simulator.addEnvironment({ id: 'env_two', name: 'nightly' });
    simulator.addEnvironment({ id: 'env_cloud', name: 'containers', type: 'cloud' });
    const server = await serveSimulator(simulator, { port: 0 });

    const { exitCode, stdout, stderr } = await runScript(
      'start',
      ['--all', '--once', '--base-url', server.baseUrl],
      { QODER_PAT: TOKEN },
    );
    await server.close();

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^research +ok /m);
    expect(stdout).toMatch(/^nightly +ok /m);
    expect(stdout).not.toContain('containers');
    expect(stdout).not.toContain(TOKEN);
  });

  it('ends clean on Ctrl-C', async () => {
    const { code, output } = await start(['--every', '60'], /No new alert|Alerts:/);

    expect(code).toBe(0);
    expect(output.trimEnd()).toMatch(/Stopped\.$/);
  });

  it.each([
    [['--runs', '0'], /--runs is "0": write a whole number above 0/],
    [['--environment', 'env_x'], /QODER_PAT is not set.* QODER_SERVICE_ACCOUNT_KEY/s],
    [['--all'], /QODER_PAT is not set/],
    [['--all', '--environment', 'env_x'], /--all and --environment exclude each other: use one of them/],
    [['--environment', 'x'], /write an environment id/],
    [['--twice'], /Unknown option '--twice'/],
  ])('called with %j says what is wrong', async (args, expected) => {
    const { code, output } = await start(args);

    expect(code).toBe(1);
    expect(output).toMatch(expected);
    expect(output).not.toMatch(/\n\s+at /);
  });
});
