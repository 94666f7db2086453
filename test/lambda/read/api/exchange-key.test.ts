import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceAccountKey } from '../../../../contract/credential.ts';
import { VERSION } from '../../../../contract/version.ts';
import { exchangeKey } from '../../../../lambda/read/api/exchange-key.ts';
import { QoderError } from '../../../../lambda/read/api/qoder-error.ts';
import {
  createKeyExchangeTransport,
  type KeyExchangeTransport,
} from '../../../../lambda/read/api/transport.ts';
import { createRedact } from '../../../../lambda/redact.ts';
import { createSockets } from '../../../../lambda/sockets.ts';
import { answer, hang, type Reply, refuse, reset, startApiServer } from '../../../support/qoder-server.ts';
import { createVirtualTiming } from '../../../support/qoder-timing.ts';

const KEY = 'sak-exchange-0123456789';
const PATH = '/api/v1/serviceToken/exchange';
const SUBJECT = `POST ${PATH}`;
const GIVEN = answer(200, { access_token: 'sat-1' });
const overHttp = createKeyExchangeTransport(createSockets());

interface Setup {
  readonly isRetried?: boolean;
  readonly leftMs?: number;
  readonly transport?: KeyExchangeTransport;
  readonly keyOf?: (exchangeUrl: URL) => ServiceAccountKey;
}

/** An exchange that answers as it is told to, and what came of the key. */
async function exchangeAt(replies: readonly Reply[], setup: Setup = {}) {
  await using server = await startApiServer(...replies);
  const timing = createVirtualTiming();
  const { isRetried = true, leftMs = 20_000, transport = overHttp } = setup;
  const { keyOf = (exchangeUrl: URL) => ({ kind: 'service-account-key', key: KEY, exchangeUrl }) } = setup;
  const sentMs = timing.nowMs();
  const outcome = await exchangeKey(
    { exchange: transport, baseUrl: server.baseUrl, timing, redact: createRedact(() => [KEY]) },
    keyOf(new URL(PATH, server.baseUrl)),
    { deadlineMs: sentMs + leftMs, isRetried },
  ).catch((error: unknown) => error);
  return { outcome, timing, requests: server.requests, sentMs };
}

const failed = (type: string, message: string, requestId: string | null = null) =>
  new QoderError(message, { status: null, type, requestId });

describe('exchangeKey()', () => {
  it('asks as documented, with the key as the login', async () => {
    let bodyText = '';
    const { requests, outcome, sentMs } = await exchangeAt([
      (response, request) => {
        request.on('data', (chunk) => (bodyText += chunk)).on('end', () => GIVEN(response, request));
      },
    ]);

    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: PATH,
        headers: {
          authorization: `Bearer ${KEY}`,
          accept: 'application/json',
          'content-type': 'application/json',
          'user-agent': `qoder-work-queue-monitor/${VERSION}`,
        },
      },
    ]);
    expect(JSON.parse(bodyText)).toEqual({
      grant_type: 'client_credentials',
      audience: 'qoder',
      scope: 'qca.access',
      ttl_seconds: 7_200,
    });
    expect(outcome).toEqual({ token: 'sat-1', lifetimeMs: 7_200_000, endsAtMs: sentMs + 7_200_000 });
  });

  const jwt = (claims: unknown) =>
    ['head', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'sign'].join('.');
  it.each<[string, object, number]>([
    ['what was asked for, where nothing says otherwise', { access_token: 'sat' }, 7_200],
    ['less, as expires_in says', { access_token: 'sat', expires_in: 600 }, 600],
    ['no longer than was asked for', { access_token: 'sat', expires_in: 86_400 }, 7_200],
    ['less, as the token itself says', { access_token: jwt({ iat: 5_000, exp: 5_900 }) }, 900],
    ['the shorter of both', { access_token: jwt({ iat: 0, exp: 900 }), expires_in: 300 }, 300],
    ['whatever the clock of the server', { access_token: jwt({ iat: 9e12, exp: 9e12 + 900 }) }, 900],
    ['what was asked for, without iat', { access_token: jwt({ exp: 900 }) }, 7_200],
    ['what was asked for, by a token of other claims', { access_token: jwt(['exp']) }, 7_200],
    ['what was asked for, by an end before its beginning', { access_token: jwt({ iat: 9, exp: 1 }) }, 7_200],
    ['what was asked for, by an expires_in that is none', { access_token: 'sat', expires_in: '600' }, 7_200],
    ['a minute at least, or each request would exchange', { access_token: 'sat', expires_in: 1 }, 60],
  ])('takes for its life %s', async (_name, body, seconds) => {
    const { outcome, sentMs } = await exchangeAt([answer(200, body)]);

    expect(outcome).toMatchObject({ lifetimeMs: seconds * 1_000, endsAtMs: sentMs + seconds * 1_000 });
  });

  it.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [403, 'permission_error'],
  ])('says of a %d that the key was refused, and does not insist', async (status, type) => {
    const { outcome, requests } = await exchangeAt([refuse(status, type, `No account for ${KEY}`)]);

    expect(outcome).toEqual(
      failed('key_refused', `${SUBJECT} answered ${status} ${type}: No account for •••`, 'req_1'),
    );
    expect(requests).toHaveLength(1);
  });

  it.each<[string, Reply, string]>([
    ['a wrong address', answer(404, '<html>'), `${SUBJECT} answered 404 without saying why`],
    [
      'a redirect, which could carry the key away',
      answer(307, '', { location: 'https://evil.example/' }),
      `${SUBJECT} answered 307, a redirect, which is not followed: write the final address as the exchangeUrl`,
    ],
    [
      'no JSON',
      answer(200, '<html>'),
      `${SUBJECT} answered 200, but the body is not JSON: check the exchangeUrl`,
    ],
    [
      'no token',
      answer(200, { token: 'sat' }),
      `${SUBJECT} answered 200, but the body is not as documented at access_token: expected "access_token", got nothing`,
    ],
    [
      'a token that cannot be sent',
      answer(200, { access_token: 'sat\r\nx-evil: 1' }),
      `${SUBJECT} answered 200, but the body has an access_token that cannot be sent`,
    ],
    [
      'a token that no server takes',
      answer(200, { access_token: 'x'.repeat(8_193) }),
      `${SUBJECT} answered 200, but the body has an access_token that cannot be sent`,
    ],
    [
      'the key in place of a token: it must not go to the API',
      answer(200, { access_token: `x${KEY}` }),
      `${SUBJECT} answered 200, but the body has the key itself in its access_token`,
    ],
  ])('fails after %s', async (_name, reply, message) => {
    const { outcome, requests } = await exchangeAt([reply]);

    expect(outcome).toEqual(failed('exchange_failed', message));
    expect(requests).toHaveLength(1);
  });

  it.each<[string, Reply, number[]]>([
    ['429', refuse(429, 'rate_limit_error', 'slow'), [1_000]],
    ['429 that says when', refuse(429, 'rate_limit_error', 'slow', { 'retry-after': '7' }), [7_000]],
    ['503', answer(503, ''), [1_000]],
    ['a connection that breaks', reset, [1_000]],
  ])('tries again after %s', async (_name, reply, delaysMs) => {
    const { outcome, timing } = await exchangeAt([reply, GIVEN]);

    expect([outcome, timing.delaysMs]).toMatchObject([{ token: 'sat-1' }, delaysMs]);
  });

  it('gives up after three retries', async () => {
    const { outcome, timing } = await exchangeAt([refuse(503, 'api_error', 'oops')]);

    expect(outcome).toMatchObject({
      type: 'exchange_failed',
      message: `${SUBJECT} answered 503 api_error: oops; tried 4 times`,
    });
    expect(timing.delaysMs).toEqual([1_000, 2_000, 4_000]);
  });

  it.each([
    { name: 'where that is not wanted', setup: { isRetried: false }, message: 'oops' },
    { name: 'beyond the deadline', setup: { leftMs: 1_000 }, message: 'oops; not tried again, for the time' },
  ])('does not try again $name', async ({ setup, message }) => {
    const { outcome, requests, timing } = await exchangeAt([refuse(503, 'api_error', 'oops')], setup);

    expect(outcome).toMatchObject({ message: expect.stringContaining(message) });
    expect([requests.length, timing.delaysMs]).toEqual([1, []]);
  });

  it('sends nothing when the time is over', async () => {
    const { outcome, requests } = await exchangeAt([GIVEN], { leftMs: 0 });

    expect(outcome).toEqual(failed('deadline', `${SUBJECT} was not sent: the time for reading is over`));
    expect(requests).toEqual([]);
  });

  it('ends a hanging exchange with the time that is left', async () => {
    const startedAtMs = performance.now();
    const { outcome } = await exchangeAt([hang], { leftMs: 80, isRetried: false });

    expect(outcome).toEqual(failed('exchange_failed', `${SUBJECT} failed: no whole answer within 80 ms`));
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  });

  it.each([
    { name: '10 s of a longer time', leftMs: 20_000, timeoutMs: 10_000 },
    { name: 'what is left of a shorter one', leftMs: 3_000, timeoutMs: 3_000 },
  ])('gives a try $name', async ({ leftMs, timeoutMs }) => {
    const timeoutsMs: number[] = [];
    const transport: KeyExchangeTransport = (request) => {
      timeoutsMs.push(request.timeoutMs);
      return overHttp(request);
    };
    await exchangeAt([GIVEN], { leftMs, transport });

    expect(timeoutsMs).toEqual([timeoutMs]);
  });

  it('repeats the key in no error, even if the transport does', async () => {
    const transport: KeyExchangeTransport = async ({ headers }) => {
      throw new QoderError(`cannot send ${headers.authorization}`, {
        status: null,
        type: 'network_error',
        requestId: null,
      });
    };
    const { outcome } = await exchangeAt([GIVEN], { transport, isRetried: false });

    expect(outcome).toEqual(failed('exchange_failed', `${SUBJECT} failed: cannot send Bearer •••`));
    expect(inspect(outcome, { depth: null, showHidden: true })).not.toContain(KEY);
  });

  it('sends the key to no address but an exchange, however it came into being', async () => {
    const sent: string[] = [];
    const transport: KeyExchangeTransport = async ({ url }) => {
      sent.push(url.href);
      return { status: 200, header: () => null, bodyText: '{"access_token":"sat"}' };
    };
    const path = fc.oneof(
      fc.constantFrom(
        PATH,
        `${PATH}/`,
        `${PATH}?a`,
        '/api/v1/cloud/environments',
        '//evil.example',
        '/\\evil',
      ),
      fc.webPath(),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('https://x.example', 'http://x.example', 'http://localhost'),
        path,
        async (origin, end) => {
          fc.pre(URL.canParse(origin + end));
          sent.length = 0;
          const { outcome } = await exchangeAt([GIVEN], {
            transport,
            keyOf: () => ({ kind: 'service-account-key', key: KEY, exchangeUrl: new URL(origin + end) }),
          });
          if (sent.length === 0) expect(outcome).toBeInstanceOf(RangeError);
          else
            expect(sent[0]).toMatch(
              /^(https:\/\/[^/?#@]+|http:\/\/localhost[^/?#@]*)\/api\/v1\/serviceToken\/exchange$/,
            );
        },
      ),
      { numRuns: 100 },
    );
  });
});
