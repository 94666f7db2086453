import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENVIRONMENT_METRICS } from '../../../contract/metrics.ts';
import type { RequestRecord } from '../../../local/simulator/api.ts';
import { type SimulatorServer, serveSimulator } from '../../../local/simulator/serve-simulator.ts';
import { createSimulator, type Simulator } from '../../../local/simulator/simulator.ts';
import { runScript } from '../run-script.ts';

const TOKEN = 'pt-check-0123456789';
const MINUTE_MS = 60_000;

let simulator: Simulator;
let server: SimulatorServer;

beforeAll(async () => {
  simulator = createSimulator({ startAt: new Date('2026-11-24T12:00:00Z'), token: TOKEN });
  simulator.addEnvironment({ id: 'env_fine', name: 'research' });
  simulator.addWorker('env_fine', { behaviour: 'works', name: 'w-1' });
  simulator.addWork('env_fine', { count: 1 });
  simulator.addEnvironment({ id: 'env_warned', name: 'slowly' });
  simulator.addEnvironment({ id: 'env_stuck', name: 'nightly' });
  simulator.addWork('env_stuck', { count: 25 });
  simulator.addEnvironment({ id: 'env_busy', name: 'busy', finishedItemCount: 150 });
  simulator.addEnvironment({ id: 'env_half', name: 'half', finishedItemCount: 150 });
  simulator.addFault({
    environmentId: 'env_half',
    endpoint: 'list-work',
    fromPage: 2,
    kind: 'status',
    status: 403,
  });
  simulator.addEnvironment({ id: 'env_container', name: 'c', type: 'cloud' });
  simulator.advance(8 * MINUTE_MS);
  simulator.addWork('env_warned', { count: 1 });
  simulator.advance(8 * MINUTE_MS);
  server = await serveSimulator(simulator, { port: 0 });
});
afterAll(() => server.close());

async function run(args: readonly string[], env: Record<string, string> = { QODER_PAT: TOKEN }) {
  const { exitCode: code, ...output } = await runScript('check', args, {
    QODER_BASE_URL: server.baseUrl,
    ...env,
  });
  return { code, ...output };
}

const report = async (...args: string[]) => {
  const { code, stdout } = await run([...args, '--json']);
  return { code, ...JSON.parse(stdout) };
};

describe('check --json', () => {
  it('tells a healthy environment with every essential metric', async () => {
    const { code, environments, observedAt } = await report('--environment', 'env_fine');

    expect(code).toBe(0);
    expect(observedAt).toMatch(/^2026-11-24T12:15:5\d\.\d{3}Z$/);
    expect(environments).toHaveLength(1);
    expect(environments[0]).toMatchObject({
      environmentId: 'env_fine',
      name: 'research',
      complete: true,
      requests: 2,
      itemsRead: 1,
      verdict: 'ok',
      reason: null,
      findings: [],
      error: null,
    });
    const essential = Object.entries(ENVIRONMENT_METRICS).filter(([, { essential: is }]) => is);
    expect(Object.keys(environments[0].metrics).sort()).toEqual(essential.map(([name]) => name).sort());
    expect(environments[0].metrics.QueueWait).toEqual([]);
  });

  it('tells a stuck queue with its reason, 20 of its items and how many there are', async () => {
    const { code, environments } = await report('--environment', 'env_stuck');

    const [environment] = environments;
    expect(code).toBe(2);
    expect(environment).toMatchObject({ verdict: 'no-workers', reason: 'no-workers', complete: true });
    expect(environment.metrics).toMatchObject({ QueueDepth: 25, QueueVerdict: 4 });
    expect(environment.findings).toHaveLength(1);
    const [finding] = environment.findings;
    expect(Object.keys(finding)).toEqual(['condition', 'severity', 'reason', 'since', 'items', 'itemCount']);
    expect(finding).toMatchObject({
      condition: 'queue-stuck',
      severity: 'critical',
      reason: 'no-workers',
      since: '2026-11-24T12:00:00.000Z',
      itemCount: 25,
    });
    expect(finding.items).toHaveLength(20);
    expect(finding.items[0]).toEqual({
      id: expect.stringMatching(/^work_/),
      sessionId: expect.stringMatching(/^sess_/),
      state: 'queued',
      ageSeconds: expect.closeTo(957, -1),
    });
  });

  it('tells what is normal here, by the finished items of the list', async () => {
    const { environments } = await report('--environment', 'env_busy', '--environment', 'env_stuck');

    const norm = { fromSeconds: expect.any(Number), toSeconds: expect.any(Number), itemCount: 150 };
    expect(environments[0].norms).toEqual({ pickup: norm, startup: norm, run: norm });
    expect(environments[1].norms).toEqual({});
  });

  it('tells what it could not read whole, with no metric and no verdict', async () => {
    const { code, environments } = await report('--environment', 'env_half');

    expect(code).toBe(3);
    expect(environments[0]).toMatchObject({
      complete: false,
      itemsRead: 100,
      verdict: 'unknown',
      reason: null,
      metrics: {},
      findings: [],
      error: {
        status: 403,
        type: 'permission_error',
        message: expect.any(String),
        requestId: expect.any(String),
      },
    });
  });

  it.each([
    ['env_missing', 404, 'not_found_error'],
    ['env_container', 400, 'invalid_request_error'],
  ])('tells the error of %s', async (id, status, type) => {
    const { code, environments } = await report('--environment', id);

    expect([code, environments[0].error.status, environments[0].error.type]).toEqual([3, status, type]);
  });

  it('reads every self_hosted environment with --all', async () => {
    const { environments } = await report('--all');

    expect(environments.map(({ environmentId }: { environmentId: string }) => environmentId).sort()).toEqual([
      'env_busy',
      'env_fine',
      'env_half',
      'env_stuck',
      'env_warned',
    ]);
  });

  it.each([
    [['env_fine', 'env_warned'], 1],
    [['env_warned', 'env_half'], 3],
    [['env_half', 'env_stuck', 'env_warned'], 2],
  ])('ends for %j with the worst, in the order critical, unknown, warning', async (ids, expected) => {
    const { code } = await report(...ids.flatMap((id) => ['--environment', id]));

    expect(code).toBe(expected);
  });

  it('says with status null that nothing answers, within its time', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;

    const { code, environments } = await report(
      '--environment',
      'env_fine',
      '--base-url',
      `http://127.0.0.1:${port}/api/v1/cloud`,
      '--timeout',
      '1',
    );
    silent.closeAllConnections();
    silent.close();

    expect(code).toBe(3);
    expect(environments[0].error).toMatchObject({ status: null, type: 'timeout' });
  });

  it('tells a rejected token without showing it', async () => {
    const { code, stdout } = await run(['--environment', 'env_fine', '--json'], {
      QODER_PAT: 'pt-wrong-secret',
    });

    expect(code).toBe(3);
    expect(JSON.parse(stdout).environments[0].error).toMatchObject({
      status: 401,
      type: 'authentication_error',
    });
    expect(stdout).not.toContain('pt-wrong-secret');
  });
});

describe('check of what cannot be told', () => {
  it('does not take rows that cannot be read for an empty queue', async () => {
    const endFault = simulator.addFault({
      environmentId: 'env_stuck',
      endpoint: 'list-work',
      kind: 'rewrite',
      rewrite: (body) => body.replaceAll(/"created_at":"[^"]*"/g, '"created_at":"soon"'),
    });

    const { code, environments } = await report('--environment', 'env_stuck');
    endFault();

    expect(code).toBe(3);
    expect(environments[0]).toMatchObject({
      complete: false,
      verdict: 'unknown',
      metrics: {},
      error: { status: 200, type: 'unexpected_response' },
    });
  });

  it('does not call it well that the token sees no environment', async () => {
    const endFault = simulator.addFault({
      endpoint: 'list-environments',
      kind: 'rewrite',
      rewrite: () => JSON.stringify({ data: [], has_more: false, next_page: null }),
    });

    const program = await report('--all');
    const person = await run(['--all']);
    endFault();

    expect([program.code, program.environments, person.code]).toEqual([3, [], 3]);
    expect(person.stdout).toContain('The token sees no self_hosted environment');
    expect(person.stdout).not.toMatch(/\d ok/);
  });
});

const KEY = 'sak-check-0123456789';

describe('check with a service account key', () => {
  const runWith = (serviceAccountKey: string) =>
    run(['--environment', 'env_fine'], {
      QODER_SERVICE_ACCOUNT_KEY: JSON.stringify({ serviceAccountKey, exchangeUrl: server.exchangeUrl }),
    });

  it('reads with the token that it is exchanged for, once', async () => {
    simulator.serviceAccounts.setKey(KEY);

    const { code, stdout } = await runWith(KEY);

    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('research') });
    expect(simulator.requests.filter(({ bearer }) => bearer === KEY)).toHaveLength(1);
  });

  it('says that it was refused, and what to do', async () => {
    const { code, stdout, stderr } = await runWith(`${KEY}-mistyped`);

    expect(code).toBe(3);
    expect(stdout).toMatch(/answered 401\s.*Put a key that is valid into\s+QODER_SERVICE_ACCOUNT_KEY/s);
    expect(stdout + stderr).not.toContain('mistyped');
  });
});

describe('check, called wrongly', () => {
  it.each<[string, string[], Record<string, string>, RegExp]>([
    ['no environment', [], { QODER_PAT: TOKEN }, /add --environment env_x, or --all/],
    ['both', ['--all', '--environment', 'env_a'], { QODER_PAT: TOKEN }, /exclude each other/],
    [
      'no token',
      ['--all'],
      {},
      /QODER_PAT is not set.* a service account key into QODER_SERVICE_ACCOUNT_KEY/,
    ],
    [
      'a quoted token',
      ['--all'],
      { QODER_PAT: '"pt with spaces"' },
      /QODER_PAT cannot be used: it is in quotes/,
    ],
    [
      'a key in place of a token',
      ['--all'],
      {
        QODER_PAT:
          '{"serviceAccountKey": "k", "exchangeUrl": "http://localhost/api/v1/serviceToken/exchange"}',
      },
      /QODER_PAT holds a service account key: put it into QODER_SERVICE_ACCOUNT_KEY/,
    ],
    [
      'both a token and a key',
      ['--all'],
      { QODER_PAT: TOKEN, QODER_SERVICE_ACCOUNT_KEY: 'k' },
      /are both set: unset one/,
    ],
    [
      'a key whose exchange is not known',
      ['--all'],
      { QODER_SERVICE_ACCOUNT_KEY: 'k' },
      /QODER_SERVICE_ACCOUNT_KEY cannot be used: it has no exchangeUrl/,
    ],
    [
      'a strange token',
      ['--all'],
      { QODER_PAT: 'pt with spaces' },
      /QODER_PAT cannot be used: it has spaces/,
    ],
    ['a path as an id', ['--environment', 'env_x/work/poll?'], { QODER_PAT: TOKEN }, /"env_x\/work\/poll\?"/],
    ['an unknown option', ['--al'], { QODER_PAT: TOKEN }, /Unknown option '--al'/],
    ['a time that is none', ['--all', '--timeout', 'soon'], { QODER_PAT: TOKEN }, /--timeout is "soon"/],
    ['plain http', ['--all', '--base-url', 'http://example.com/api'], { QODER_PAT: TOKEN }, /write https/],
  ])('with %s says so in a sentence, and as {error} with --json', async (_name, args, env, expected) => {
    const person = await run(args, env);
    const program = await run([...args, '--json'], env);

    expect([person.code, program.code]).toEqual([3, 3]);
    expect(person.stderr).toMatch(expected);
    expect(person.stderr).not.toMatch(/\n\s+at /);
    expect(Object.keys(JSON.parse(program.stdout))).toEqual(['error']);
    expect(JSON.parse(program.stdout).error.message).toMatch(expected);
    expect(person.stderr + program.stdout).not.toContain('pt with spaces');
  });

  it('asks nothing that is not one of the four GETs, with the exchange of a key beside them', () => {
    const bearsKey = ({ bearer }: RequestRecord) => bearer?.startsWith(KEY) ?? false;
    const toLine = ({ method, path }: RequestRecord) => `${method} ${path.split('?')[0]}`;
    const exchanges = simulator.requests.filter(bearsKey).map(toLine);
    const paths = simulator.requests.filter((request) => !bearsKey(request)).map(toLine);
    const allowed = /^GET \/api\/v1\/cloud\/environments(\/env_[a-z]+(\/work(\/stats)?)?)?$/;

    expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
    expect(new Set(exchanges)).toEqual(new Set(['POST /api/v1/serviceToken/exchange']));
  });
});

describe('check, for a person', () => {
  it('shows a table and what is wrong in sentences', async () => {
    const { code, stdout } = await run(['--environment', 'env_stuck', '--environment', 'env_fine']);

    expect(code).toBe(2);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^As of 2026-11-24 12:1\d UTC$/),
      '1 critical, 1 ok',
      '',
      expect.stringMatching(/^STATUS +ENVIRONMENT +VERDICT +QUEUED +OLDEST$/),
      expect.stringMatching(/^CRITICAL +nightly +no-workers +25 +15 min$/),
      expect.stringMatching(/^ok +research +ok +0 +-$/),
      '',
      'CRITICAL: nightly (env_stuck)',
      '  Work has waited 15 min and no worker is there.',
      '  Why: Nobody polls, and no active item sends heartbeats.',
      '  Next: Start a worker for this environment.',
      '',
      'Judged by the default levels: what the deployed monitor has',
      'learned is in its messages.',
      '',
    ]);
  });

  it('shows the worst first, in 60 columns, whatever is wrong', async () => {
    const ids = ['env_fine', 'env_warned', 'env_half', 'env_stuck', 'env_busy'];
    const { stdout } = await run(ids.flatMap((id) => ['--environment', id]));

    const lines = stdout.split('\n');
    expect(lines[1]).toBe('1 critical, 1 unknown, 1 warning, 2 ok');
    expect(lines.slice(4, 9).map((line) => line.split(' ')[0])).toEqual([
      'CRITICAL',
      'UNKNOWN',
      'WARNING',
      'ok',
      'ok',
    ]);
    expect(stdout).toMatch(/^UNKNOWN: half \(env_half\)\n {2}Could not be read whole after 100 items: /m);
    expect(lines.filter((line) => line.startsWith('  Next: '))).toHaveLength(3);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });

  it('shows what is normal, where the list tells', async () => {
    const { stdout } = await run(['--environment', 'env_busy']);

    expect(stdout).toMatch(
      /^Normal in busy, by its list:\n {2}picked up in .+ \(150 items\)\n {2}started in .+ \(150 items\)\n {2}run .+ \(150 items\)$/m,
    );
  });

  it('shows its usage', async () => {
    const { code, stdout } = await run(['--help'], {});

    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('npx qoder-work-queue-monitor check --environment env_x'),
    ]);
  });
});

describe('check --report', () => {
  const ids = ['env_fine', 'env_half', 'env_stuck'];
  const page = (env: Record<string, string>) =>
    run([...ids.flatMap((id) => ['--environment', id]), '--report'], { QODER_PAT: TOKEN, ...env });

  it('writes one page: the counts, what is wrong, then each environment with the hours before', async () => {
    const { code, stdout } = await page({});

    expect(code).toBe(2);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^As of 2026-11-24 12:1\d UTC: 1 critical, 1 unknown, 1 ok$/);
    expect(lines.slice(2, 7)).toEqual([
      'CRITICAL: nightly (env_stuck)',
      '  Work has waited 15 min and no worker is there.',
      '  Since: 2026-11-24 12:00 UTC, for 15 min',
      '  Why: Nobody polls, and no active item sends heartbeats.',
      '  Next: Start a worker for this environment.',
    ]);
    expect(lines.filter((line) => /^\w+ \(env_\w+\): /.test(line))).toEqual([
      'nightly (env_stuck): critical',
      'half (env_half): unknown',
      'research (env_fine): ok',
    ]);
    const ofStuck = lines.indexOf('nightly (env_stuck): critical');
    expect(lines.slice(ofStuck + 2, ofStuck + 6)).toEqual([
      '  no-workers      25  15 min         0       0        -         0',
      '  Depth, the most at once                            full height: 25 items',
      `  ${'?'.repeat(68)}████`,
      '  Pick-up                                            nothing was picked up',
    ]);
    expect(stdout).toMatch(/^ {2}Not known after .* UTC: the list was not read further$/m);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('holds neither colours nor other than ASCII where the locale has none, and never the token', async () => {
    const { stdout } = await page({ LC_ALL: 'C', FORCE_COLOR: '1' });

    expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
    expect(stdout).toContain(`  ${'?'.repeat(68)}9999\n`);
    expect(stdout).not.toContain(TOKEN);
  });
});
