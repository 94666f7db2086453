/** The bundle with a service account key in its secret: over real sockets, on the time of the simulated fleet. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formsOf } from '../../lambda/redact.ts';
import {
  type LocalMonitor,
  startLocalMonitor,
  subjectsOf,
  valuesOf,
  writtenBy,
} from '../support/a-local-monitor.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const KEY = 'sak-integration-0123456789';

let monitor: LocalMonitor;
beforeEach(async () => {
  monitor = await startLocalMonitor({ settings: { environments: ['env_a'] } });
  monitor.simulator.addEnvironment({ id: 'env_a', name: 'nightly' });
  monitor.simulator.addWork('env_a', { count: 1 });
  monitor.simulator.serviceAccounts.setKey(KEY);
  putKey(KEY);
});
afterEach(() => monitor.close());

const putKey = (serviceAccountKey: string) =>
  monitor.standIns.putSecret(JSON.stringify({ serviceAccountKey, exchangeUrl: monitor.exchangeUrl }));

/** A run at the simulator's time: what was waited for between two runs has passed for the function too. */
async function run(afterMs = MINUTE_MS) {
  const { simulator } = monitor;
  simulator.advance(afterMs);
  simulator.forgetRequests();
  const time = { at: simulator.now().toISOString(), speed: 60 };
  const { error } = await monitor.current().invoke(monitor.event(), time);
  expect(error).toBeNull();
  const posts = simulator.requests.filter(({ method }) => method === 'POST');
  const gets = simulator.requests.filter(({ method }) => method === 'GET');
  // Whatever happens: keys go to the exchange, and nothing but keys; tokens to the API, and nothing but tokens.
  expect(posts.every(({ path }) => path === '/api/v1/serviceToken/exchange')).toBe(true);
  expect(posts.every(({ bearer }) => bearer?.startsWith('sak-'))).toBe(true);
  expect(gets.every(({ bearer }) => bearer?.startsWith('eyJ'))).toBe(true);
  return {
    exchanges: posts.map(({ status }) => status),
    gets: [...new Set(gets.map(({ status }) => status))],
    tokens: [...new Set(gets.map(({ bearer }) => bearer))],
    unread: toUnread(monitor.current().logged('run').at(-1)?.unread),
    notRenewed: monitor.current().logged('token not renewed'),
  };
}

const toUnread = (unread: unknown) =>
  (unread as { readonly status: number | null; readonly type: string }[]).map(
    ({ status, type }) => `${status} ${type}`,
  );

describe('the bundle with a service account key', () => {
  it('exchanges it once for many runs, and sends it nowhere else', async () => {
    const first = await run();
    const second = await run();
    const third = await run(30 * MINUTE_MS);

    expect(first).toMatchObject({ exchanges: [200], gets: [200], unread: [] });
    expect(second).toMatchObject({ exchanges: [], gets: [200], tokens: first.tokens });
    expect(third).toMatchObject({ exchanges: [], gets: [200], tokens: first.tokens });
    expect(valuesOf(monitor, 'EnvironmentsFailed')).toEqual([0, 0, 0]);
  });

  it('renews the token before its end, so that no request is refused', async () => {
    const gets: unknown[] = [];
    const tokens = new Set<string | null>();
    for (let half = 0; half < 12; half++) {
      const ran = await run(HOUR_MS / 2);
      gets.push(...ran.gets);
      for (const token of ran.tokens) tokens.add(token);
    }

    expect(new Set(gets)).toEqual(new Set([200]));
    // Lives of two hours, renewed after one: six hours have five or six.
    expect(tokens.size).toBeGreaterThanOrEqual(5);
    expect(tokens.size).toBeLessThanOrEqual(6);
  });

  it('exchanges anew, in the same run, when the token ends earlier than it said', async () => {
    await run();
    monitor.simulator.serviceAccounts.revokeTokens();

    const { exchanges, gets, unread, tokens } = await run();

    expect({ exchanges, gets, unread }).toEqual({ exchanges: [200], gets: [401, 200], unread: [] });
    expect(tokens).toHaveLength(2);
  });

  it('reports a rejection as ever when the fresh token is rejected too, and does not exchange every minute', async () => {
    await run();
    monitor.simulator.addFault({ endpoint: 'list-work', kind: 'status', status: 401 });

    const exchanges: unknown[] = [];
    let last = await run();
    exchanges.push(...last.exchanges);
    for (let minute = 0; minute < 8; minute++) {
      last = await run();
      exchanges.push(...last.exchanges);
    }

    expect(last.unread).toEqual(['401 authentication_error']);
    expect(exchanges).toEqual([200]);
  });

  it('goes on with the old token while the exchange fails, says so in the log, and is whole after it', async () => {
    const { tokens } = await run();
    const endFault = monitor.simulator.addFault({ endpoint: 'exchange-key', kind: 'status', status: 503 });

    const during = await run(90 * MINUTE_MS);
    endFault();
    const after = await run();

    expect(during).toMatchObject({ exchanges: [503], gets: [200], tokens, unread: [] });
    expect(during.notRenewed).toEqual([
      expect.objectContaining({
        error: expect.stringContaining('POST /api/v1/serviceToken/exchange answered 503'),
      }),
    ]);
    expect(after).toMatchObject({ exchanges: [200], gets: [200], unread: [] });
    expect(after.tokens).not.toEqual(tokens);
    expect(subjectsOf(monitor)).toEqual([]);
  });

  it('waits for a renewal that hangs no longer than it may, and reads with the old token', async () => {
    const { tokens } = await run();
    monitor.simulator.addFault({ endpoint: 'exchange-key', kind: 'hang' });

    const startedAtMs = performance.now();
    const during = await run(90 * MINUTE_MS);

    expect(during).toMatchObject({ exchanges: ['hang'], gets: [200], tokens, unread: [] });
    expect(performance.now() - startedAtMs).toBeLessThan(10_000);
  });

  it('cannot read once the old token is over, says why, and reads again with the exchange', async () => {
    await run();
    const endFault = monitor.simulator.addFault({ endpoint: 'exchange-key', kind: 'status', status: 503 });

    const during = [await run(3 * HOUR_MS), await run(), await run()];
    endFault();
    const after = await run();

    expect(during[0]).toMatchObject({
      // As everywhere: after 1, 2 and 4 seconds.
      exchanges: [503, 503, 503, 503],
      gets: [],
      unread: ['null exchange_failed'],
    });
    expect(subjectsOf(monitor)[0]).toContain('the service account key cannot be exchanged');
    expect(after).toMatchObject({ exchanges: [200], gets: [200], unread: [] });
  });

  it('tells that the key was refused, with what to do', async () => {
    monitor.simulator.serviceAccounts.setKey('sak-another-0123456789');

    const ran = [await run(), await run(), await run()];

    expect(ran[0]).toMatchObject({ exchanges: [401], gets: [], unread: ['null key_refused'] });
    expect(subjectsOf(monitor)[0]).toContain('the service account key was refused');
    const [alert] = monitor.standIns.alerts();
    expect(alert?.email).toContain('Make a new key, and store it.');
    expect(alert?.email).toContain('qoder-work-queue-monitor token --secret');
  });

  it.each([
    { name: '429 with Retry-After', status: 429, headers: { 'retry-after': '2' } },
    { name: '502', status: 502, headers: {} },
  ])('is patient with $name of the exchange', async ({ status, headers }) => {
    monitor.simulator.addFault({ endpoint: 'exchange-key', kind: 'status', status, headers, times: 1 });

    expect(await run()).toMatchObject({ exchanges: [status, 200], gets: [200], unread: [] });
  });

  it('uses a rotated key at the latest after five minutes, without a refused request', async () => {
    await run();
    const rotated = 'sak-rotated-9876543210';
    putKey(rotated);
    monitor.simulator.serviceAccounts.setKey(rotated);

    const ran = [];
    for (let minute = 0; minute < 6; minute++) ran.push(await run());

    expect(ran.flatMap(({ exchanges }) => exchanges)).toEqual([200]);
    expect(new Set(ran.flatMap(({ gets }) => gets))).toEqual(new Set([200]));
  });

  it('uses a rotated key at once when the token of the old one is rejected', async () => {
    await run();
    const rotated = 'sak-rotated-9876543210';
    putKey(rotated);
    monitor.simulator.serviceAccounts.setKey(rotated);
    monitor.simulator.serviceAccounts.revokeTokens();

    expect(await run()).toMatchObject({ exchanges: [200], gets: [401, 200], unread: [] });
  });

  it('goes on with the token of the old key when a mistyped one is stored', async () => {
    const { tokens } = await run();
    putKey('sak-mistyped-0000000000');

    const ran = [];
    for (let minute = 0; minute < 6; minute++) ran.push(await run());

    expect(ran.at(-1)).toMatchObject({ exchanges: [401], gets: [200], tokens, unread: [] });
    expect(ran.at(-1)?.notRenewed.at(-1)).toMatchObject({ error: expect.stringContaining('answered 401') });
  });

  it('leaves key and tokens in no log, row, metric or message, though both servers echo them', async () => {
    const echo = (body: string) =>
      JSON.stringify({ error: { type: `for ${KEY}`, message: `No: ${KEY} ${body}` } });
    await run();
    const { tokens } = await run();
    monitor.simulator.addFault({ endpoint: 'exchange-key', kind: 'status', status: 403 });
    monitor.simulator.addFault({ endpoint: 'exchange-key', kind: 'rewrite', rewrite: echo });
    monitor.simulator.addFault({ endpoint: 'list-work', kind: 'status', status: 403 });
    monitor.simulator.addFault({
      endpoint: 'list-work',
      kind: 'rewrite',
      rewrite: () => echo(`${tokens[0]?.toUpperCase()} ${tokens[0]?.slice(40, 70)}`),
    });
    for (let run_ = 0; run_ < 4; run_++) await run(40 * MINUTE_MS);

    const written = await writtenBy(monitor);
    expect(written).toContain('•••');
    for (const secret of [KEY, ...tokens]) {
      for (const form of formsOf(secret ?? '').map((each) => each.toLowerCase())) {
        expect(written.toLowerCase()).not.toContain(form.slice(0, 20));
        expect(written.toLowerCase()).not.toContain(form.slice(-20));
      }
    }
  });
});

describe('the bundle with a secret that is neither token nor key', () => {
  const plain = 'pt-integration-0123456789';

  it.each([
    ['a quoted token', `"${plain}"`, 'it is in quotes: store the token without them'],
    ['key and value of the console', `{"token":"${plain}"}`, 'it is JSON without serviceAccountKey'],
    ['bytes that are no text', Buffer.from(`\ufeff${plain}`, 'utf16le'), 'it is binary and not UTF-8 text'],
    ['a header', `Bearer ${plain}`, 'it begins with Bearer'],
  ])('%s asks nobody anything, and has a sentence of its own', async (_name, secret, sentence) => {
    monitor.standIns.putSecret(secret);

    const error = await monitor.run();

    expect(error).toContain(`The secret holds no token that can be used: ${sentence}`);
    expect(monitor.simulator.requests).toEqual([]);
    expect(`${monitor.current().output()}${error}`).not.toContain('integration-0123');
  });

  it('bytes of a text are as good as the text', async () => {
    monitor.standIns.putSecret(Buffer.from(`${plain}\n`));

    expect(await monitor.run()).toBeNull();
    expect(valuesOf(monitor, 'EnvironmentsFailed')).toEqual([0]);
  });
});
