import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SimulatorServer, serveSimulator } from '../../local/simulator/serve-simulator.ts';
import { createSimulator, type Simulator } from '../../local/simulator/simulator.ts';
import { type Account, type AccountOptions, OUTPUTS, SECRET_ARN, STACK, startAccount } from './an-account.ts';
import { runScript } from './run-script.ts';

const TOKEN = 'pt-commands-0123456789';

let simulator: Simulator;
let api: SimulatorServer;
let account: Account;

beforeEach(async () => {
  simulator = createSimulator({ startAt: new Date('2026-11-24T12:00:00Z'), token: TOKEN });
  api = await serveSimulator(simulator, { port: 0 });
  account = await start();
});
afterEach(async () => {
  await account.close();
  await api.close();
});

const start = (options: AccountOptions = {}) =>
  startAccount({ ...options, outputs: { BaseUrl: api.baseUrl, ...options.outputs } });

/** Another account in place of the boring one. */
async function deploy(options: AccountOptions) {
  await account.close();
  account = await start(options);
}

const token = (input: string, ...args: string[]) =>
  runScript('token', ['--stack', STACK, ...args], account.env, input);

describe('token', () => {
  it('tries what is piped in on the API of the stack, stores it trimmed and says what comes next', async () => {
    simulator.addEnvironment({ id: 'env_a', name: 'nightly' });

    const { exitCode, stdout, stderr } = await token(`  ${TOKEN}\n\n`);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(account.storedTokens()).toEqual([TOKEN]);
    expect(simulator.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      'GET /api/v1/cloud/environments',
    ]);
    expect(stdout).toContain('The token works: it sees 1 environment, 1 of them self_hosted.');
    expect(stdout).toContain(`It is stored in ${SECRET_ARN}.`);
    expect(stdout).toContain('Within 5 minutes the monitor uses it');
    expect(stdout).toContain(`npx qoder-work-queue-monitor test-alert --stack ${STACK}`);
    expect(stdout).not.toContain(TOKEN);
  });

  it('names the commands that store the tokens of the other functions, where each has its own', async () => {
    await deploy({
      outputs: { StoreTokenCommand1: 'store --secret one', StoreTokenCommand2: 'store --secret two' },
    });

    const { stdout } = await token(TOKEN, '--skip-check');

    expect(stdout).toContain('  store --secret one\n  store --secret two\n\nNext, see that alerts arrive:');
    expect(stdout).toContain('goes back to OK once the others have theirs');
    expect(stdout).not.toContain('minute or two');
  });

  it('says so when the token sees nothing that could be watched', async () => {
    const { stdout } = await token(TOKEN);

    expect(stdout).toContain('0 of them self_hosted: nothing to watch. Is it of the right account?');
  });

  it('stores unchecked with --skip-check', async () => {
    const { exitCode, stdout } = await token('pt-another', '--skip-check');

    expect(exitCode).toBe(0);
    expect(account.storedTokens()).toEqual(['pt-another']);
    expect(simulator.requests).toEqual([]);
    expect(stdout).toContain('The token was not tried.');
  });

  it('tries the token at --base-url instead', async () => {
    await deploy({ outputs: { BaseUrl: 'http://127.0.0.1:9/api' } });

    expect((await token(TOKEN, '--base-url', api.baseUrl)).exitCode).toBe(0);
    expect(simulator.requests).toHaveLength(1);
  });

  it.each([
    ['nothing', ' \n', 'it is empty'],
    ['the placeholder', 'no-token-yet', 'it is the placeholder'],
    ['a header', 'Bearer pt-secret-text', 'it begins with Bearer'],
    ['a quoted token', '"pt-secret-text"', 'it is in quotes'],
    ['JSON', '{"token":"pt-secret-text"}', 'it is JSON without serviceAccountKey'],
    [
      'JSON that is none',
      '{"serviceAccountKey": "sak-secret-text',
      'it begins with a brace, but is not JSON',
    ],
    [
      'a key with more beside it',
      '{"serviceAccountKey": "sak-secret-text", "exchangeURL": "https://secret-text.example"}',
      'it is JSON with more entries than serviceAccountKey and exchangeUrl',
    ],
    [
      'a key that could be read on the way',
      '{"serviceAccountKey": "sak-secret-text", "exchangeUrl": "http://secret-text.example/"}',
      'its exchangeUrl cannot be used: write https',
    ],
    [
      'a key without an exchange',
      '{"serviceAccountKey": "sak-secret-text"}',
      'it has no exchangeUrl, and the exchange of 127.0.0.1',
    ],
    ['two tokens', 'pt-secret-text\npt-secret-text', 'it has spaces'],
    ['what no header can carry', 'pt-secret-text-é', 'it has spaces or characters other than'],
    ['a file', 'pt-secret-text'.repeat(1000), 'it has 14000 characters'],
  ])('refuses %s before anybody is asked, and does not repeat it', async (_name, input, reason) => {
    const { exitCode, stdout, stderr } = await token(input);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`token: That cannot be a token or a key: ${reason}`);
    expect(stdout + stderr).not.toContain('secret-text');
    expect(simulator.requests).toEqual([]);
    expect(account.storedTokens()).toEqual([]);
  });

  it('stores nothing that the API rejects', async () => {
    const { exitCode, stdout, stderr } = await token('pt-mistyped-secret');

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^token: GET \S+ .*401.*the token was rejected: .*; nothing was stored\n$/);
    expect(stdout + stderr).not.toContain('pt-mistyped-secret');
    expect(account.storedTokens()).toEqual([]);
  });

  it.each([
    ['a token without the right', 403, /may not list environments: .*--skip-check; nothing was stored/],
    ['a wrong prefix', 404, /check that the base URL includes its prefix.*nothing was stored/],
  ])('stores nothing after %s', async (_name, status, sentence) => {
    simulator.addFault({ endpoint: 'list-environments', kind: 'status', status });

    const { exitCode, stderr } = await token(TOKEN);

    expect({ exitCode, stored: account.storedTokens() }).toEqual({ exitCode: 1, stored: [] });
    expect(stderr).toMatch(sentence);
  });
});

describe('token, given a service account key', () => {
  const KEY = 'sak-commands-0123456789';
  const keyJson = (key: string) =>
    JSON.stringify({ exchangeUrl: api.exchangeUrl, serviceAccountKey: key }, null, 2);
  const bearers = () => simulator.requests.map(({ method, bearer }) => [method, bearer === KEY]);
  beforeEach(() => simulator.serviceAccounts.setKey(KEY));

  it('exchanges it, tries the token of that, and stores the key', async () => {
    simulator.addEnvironment({ id: 'env_a', name: 'nightly' });

    const { exitCode, stdout, stderr } = await token(`${keyJson(KEY)}\n`);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(bearers()).toEqual([
      ['POST', true],
      ['GET', false],
    ]);
    expect(stdout).toContain('The service account key works: it sees 1 environment, 1 of them self_hosted.');
    expect(stdout).not.toContain(KEY);
    expect(account.storedTokens().map((text) => JSON.parse(text))).toEqual([
      { serviceAccountKey: KEY, exchangeUrl: api.exchangeUrl },
    ]);
  });

  it('stores it so that a version which knows no keys would not send it as a token', async () => {
    await token(JSON.stringify(JSON.parse(keyJson(KEY))), '--skip-check');

    expect(account.storedTokens()).toHaveLength(1);
    expect(account.storedTokens()[0]).not.toMatch(/^[\x21-\x7e]+$/);
    expect(simulator.requests).toEqual([]);
  });

  it('stores nothing that the exchange refuses', async () => {
    const { exitCode, stdout, stderr } = await token(keyJson('sak-mistyped-secret'));

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^token: POST \/api\/v1\/serviceToken\/exchange answered 401 .*; the service account key was refused: .*; nothing was stored\n$/,
    );
    expect(stdout + stderr).not.toContain('sak-mistyped-secret');
    expect(account.storedTokens()).toEqual([]);
  });

  it('stores no key that the monitor could not use, although it works at --base-url', async () => {
    await deploy({ outputs: { BaseUrl: 'https://api.qoder.com/api/v1/cloud' } });

    const { exitCode, stdout, stderr } = await token(keyJson(KEY), '--base-url', api.baseUrl);

    expect([exitCode, simulator.requests, account.storedTokens()]).toEqual([1, [], []]);
    expect(stderr).toContain('its exchangeUrl cannot be used: write https://openapi.qoder.sh');
    expect(stdout + stderr).not.toContain(KEY);
  });

  it('stores the exchange that was written, although it is the default of --base-url', async () => {
    const exchangeUrl = 'https://openapi.qoder.sh/api/v1/serviceToken/exchange';
    const text = JSON.stringify({ serviceAccountKey: KEY, exchangeUrl });

    await token(text, '--base-url', 'https://api.qoder.com/api/v1/cloud', '--skip-check');

    expect(account.storedTokens().map((stored) => JSON.parse(stored))).toEqual([JSON.parse(text)]);
  });

  it('offers --skip-check while the exchange is down', async () => {
    simulator.addFault({ endpoint: 'exchange-key', kind: 'status', status: 404 });

    const { stderr } = await token(keyJson(KEY));

    expect(stderr).toMatch(/answered 404 .*check exchangeUrl .*--skip-check; nothing was stored\n$/);
  });
});

describe('token finds what it is to store into', () => {
  const OTHERS = {
    Platform: {
      VpcId: 'vpc-1',
      AppTokenSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:App-AbCdEf',
    },
  };
  const run = (...args: string[]) => runScript('token', args, account.env, TOKEN);
  const inOthersStack = (name: string, monitor: string) =>
    Object.fromEntries(
      Object.entries({ ...OUTPUTS, BaseUrl: api.baseUrl, MonitorName: monitor }).map(([key, value]) => [
        `${name}${key}`,
        value,
      ]),
    );

  it('without being told, where there is one monitor among other stacks', async () => {
    await deploy({ otherStacks: OTHERS });

    const { exitCode, stderr } = await run();

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(account.storedTokens()).toEqual([TOKEN]);
  });

  it('by the name of the monitor, where somebody else’s stack has one', async () => {
    await deploy({ otherStacks: { ...OTHERS, Queues: inOthersStack('Night', 'night') } });

    const unnamed = await run();
    const named = await run('--monitor', 'night');
    const mistyped = await run('--monitor', 'nigth');

    expect(unnamed.exitCode).toBe(1);
    expect(unnamed.stderr).toBe(
      `token: There are 2 monitors, name one of them:\n  --stack ${STACK} --monitor default\n  --stack Queues --monitor night\n`,
    );
    expect(named.exitCode).toBe(0);
    expect(named.stdout).toContain('npx qoder-work-queue-monitor test-alert --stack Queues');
    expect(mistyped.stderr).toBe(
      'token: There is no monitor nigth in this account and region: did you mean night?\n',
    );
  });

  it('by the stack, which may be somebody else’s', async () => {
    await deploy({ otherStacks: { ...OTHERS, Queues: inOthersStack('', 'night') } });

    expect((await run('--stack', 'Queues')).exitCode).toBe(0);
    expect((await run('--stack', 'Platform')).stderr).toMatch(
      /^token: There is no monitor in the stack Platform that outputs describe: .*call addOutputs\(\) of the construct/,
    );
  });

  it('by the ARN of the secret, in its region, and asks nothing of CloudFormation', async () => {
    await deploy({ denied: ['DescribeStacks'] });
    const { AWS_REGION: _, ...env } = account.env;
    const args = ['--secret', SECRET_ARN, '--base-url', api.baseUrl];

    const { exitCode, stdout, stderr } = await runScript('token', args, env, TOKEN);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(account.storedTokens()).toEqual([TOKEN]);
    expect(stdout).toContain('npx qoder-work-queue-monitor test-alert --region eu-west-1\n');
  });

  it('with the credentials and in the region of --profile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qoder-monitor-profile-'));
    writeFileSync(
      join(folder, 'config'),
      '[profile ops]\nregion = eu-west-1\naws_access_key_id = AKIAOPS\naws_secret_access_key = test\n',
    );
    const { AWS_ENDPOINT_URL = '' } = account.env;
    const env = { AWS_ENDPOINT_URL, AWS_CONFIG_FILE: join(folder, 'config') };

    const known = await runScript('token', ['--profile', 'ops'], env, TOKEN);
    const unknown = await runScript('token', ['--profile', 'opps', '--region', 'eu-west-1'], env, TOKEN);
    rmSync(folder, { recursive: true });

    expect({ exitCode: known.exitCode, stderr: known.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(known.stdout).toContain(
      `npx qoder-work-queue-monitor test-alert --stack ${STACK} --profile ops\n`,
    );
    expect(account.accessKeys()).toEqual(new Set(['AKIAOPS']));
    expect(unknown.exitCode).toBe(1);
    expect(unknown.stderr).toMatch(
      /^token: .*; log in to AWS .*, or name a profile that is, with --profile or AWS_PROFILE\n$/,
    );
  });
});

describe('token tells in one sentence', () => {
  it.each<[string, AccountOptions, string[], RegExp]>([
    [
      'of a missing right to read the stack',
      { denied: ['DescribeStacks'] },
      [],
      /^token: Reading the stack QoderMonitor-default failed: .*DescribeStacks; use credentials that have this right$/,
    ],
    [
      'of a missing right to store',
      { denied: ['PutSecretValue'] },
      [],
      /^token: Storing the token in arn:\S+ failed: .*PutSecretValue; use credentials that have this right$/,
    ],
    [
      'of a stack that does not exist',
      {},
      ['--stack', 'QoderMonitor-other'],
      /^token: There is no stack QoderMonitor-other .*deploy it first, or correct --stack, --region or --profile$/,
    ],
    [
      'of a secret that is gone',
      { outputs: { TokenSecretArn: 'arn:aws:secretsmanager:gone' } },
      [],
      /^token: Storing the token in arn:\S+ failed: No such secret; /,
    ],
  ])('%s', async (_name, options, args, sentence) => {
    await deploy(options);

    const { exitCode, stderr } = await token(TOKEN, ...args);

    expect(exitCode).toBe(1);
    expect(stderr.trimEnd()).toMatch(sentence);
    expect(stderr).not.toContain(TOKEN);
    expect(account.storedTokens()).toEqual([]);
  });

  it('of missing credentials', async () => {
    const { AWS_ENDPOINT_URL = '' } = account.env;
    const env = { AWS_ENDPOINT_URL, AWS_REGION: 'eu-west-1' };
    const { exitCode, stderr } = await runScript('token', ['--stack', STACK], env, TOKEN);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^token: Reading the stack .*; log in to AWS .*\n$/);
  });

  it.each([
    [['--help'], 0, /^$/],
    [['--stack', STACK, '--tokn', 'x'], 2, /^token: Unknown option '--tokn'\nRun with --help/],
    [
      ['--stack', STACK, '--base-url', 'http://example.com'],
      2,
      /^token: --base-url is "http:\/\/example.com": write https:/,
    ],
  ])('of the command line %j', async (args, expected, sentence) => {
    const { exitCode, stderr } = await runScript('token', args, account.env, TOKEN);

    expect(exitCode).toBe(expected);
    expect(stderr).toMatch(sentence);
  });
});
