/** The client with a service account key: what goes where, with the exchange and the API behind servers of their own. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { toReadError } from '../../../../lambda/read/api/qoder-error.ts';
import {
  type ApiServer,
  answer,
  EMPTY_LIST,
  type Reply,
  refuse,
  startApiServer,
} from '../../../support/qoder-server.ts';
import { createTestClient } from '../../../support/qoder-test-client.ts';

const KEY = 'sak-client-0123456789';
const PATH = '/api/v1/serviceToken/exchange';
const REJECTED = refuse(401, 'authentication_error', 'Invalid API key or token.');
const LIST = answer(200, EMPTY_LIST);

/** Gives sat-1, sat-2, ... */
function givingTokens(): Reply {
  let count = 0;
  return (response, request) => answer(200, { access_token: `sat-${++count}` })(response, request);
}

const keyAt = ({ baseUrl }: ApiServer, serviceAccountKey = KEY) =>
  JSON.stringify({ serviceAccountKey, exchangeUrl: new URL(PATH, baseUrl).href });
const asked = ({ requests }: ApiServer) =>
  requests.map(({ method, url, headers }) => `${method} ${url.split('?')[0]} ${headers.authorization}`);
const failureOf = (promise: Promise<unknown>) => promise.then(() => null, toReadError);

describe('createQoderClient() with a service account key', () => {
  it('sends the key to the exchange alone, and its token to the API alone', async () => {
    await using exchange = await startApiServer(givingTokens());
    await using api = await startApiServer(LIST);
    const { client, options } = createTestClient(api, { tokens: [keyAt(exchange)], workspaceId: 'ws_1' });

    await Promise.all([client.listWork('env_a', {}, options), client.listWork('env_b', {}, options)]);

    expect(asked(exchange)).toEqual([`POST ${PATH} Bearer ${KEY}`]);
    expect(asked(api)).toEqual([
      'GET /api/v1/cloud/environments/env_a/work Bearer sat-1',
      'GET /api/v1/cloud/environments/env_b/work Bearer sat-1',
    ]);
    expect(JSON.stringify(exchange.requests)).not.toContain('ws_1');
  });

  it('exchanges once more when the API rejects the token, and goes on in the same request', async () => {
    await using exchange = await startApiServer(givingTokens());
    await using api = await startApiServer(REJECTED, LIST);
    const { client, options, timing } = createTestClient(api, { tokens: [keyAt(exchange)] });

    await client.listWork('env_a', {}, options);

    expect(asked(exchange)).toHaveLength(2);
    expect(asked(api).map((line) => line.split(' ').at(-1))).toEqual(['sat-1', 'sat-2']);
    expect(timing.delaysMs.filter((delayMs) => delayMs >= 1_000)).toEqual([]);
  });

  it('reports the rejection of the API when the fresh token is rejected too', async () => {
    await using exchange = await startApiServer(givingTokens());
    await using api = await startApiServer(REJECTED);
    const { client, options } = createTestClient(api, { tokens: [keyAt(exchange)] });

    const errors = [
      await failureOf(client.listWork('env_a', {}, options)),
      await failureOf(client.listWork('env_b', {}, options)),
    ];

    expect(errors).toMatchObject([{ status: 401, type: 'authentication_error' }, { status: 401 }]);
    expect(asked(exchange)).toHaveLength(2);
  });

  it('asks the API nothing without a token, and says why in every request by one exchange', async () => {
    await using exchange = await startApiServer(refuse(401, 'authentication_error', `Unknown: ${KEY}`));
    await using api = await startApiServer(LIST);
    const { client, options } = createTestClient(api, { tokens: [keyAt(exchange)] });

    const errors = await Promise.all(
      ['env_a', 'env_b', 'env_c'].map((id) => failureOf(client.listWork(id, {}, options))),
    );

    const error = {
      status: null,
      type: 'key_refused',
      requestId: 'req_1',
      message: `POST ${PATH} answered 401 authentication_error: Unknown: •••`,
    };
    expect(errors).toEqual([error, error, error]);
    expect([asked(exchange).length, asked(api)]).toEqual([1, []]);
  });

  it('follows a rotated key at the rejection of the old token', async () => {
    await using exchange = await startApiServer(givingTokens());
    await using api = await startApiServer(REJECTED, LIST);
    const tokens = [keyAt(exchange), keyAt(exchange, 'sak-rotated-9876543210')];
    const { client, options } = createTestClient(api, { tokens });

    await client.listWork('env_a', {}, options);

    expect(asked(exchange)).toEqual([
      `POST ${PATH} Bearer ${KEY}`,
      `POST ${PATH} Bearer sak-rotated-9876543210`,
    ]);
    expect(asked(api).map((line) => line.split(' ').at(-1))).toEqual(['sat-1', 'sat-2']);
  });

  it('goes from a token to a key, and back, with the secret', async () => {
    await using exchange = await startApiServer(givingTokens());
    await using api = await startApiServer(LIST);
    const tokens = ['pt-one', keyAt(exchange), 'pt-two'];
    const { client, options, timing } = createTestClient(api, { tokens });

    for (let time = 0; time < 3; time++) {
      await client.listWork('env_a', {}, { ...options, deadlineMs: timing.nowMs() + 10_000 });
      timing.advance(300_000);
    }

    expect(asked(api).map((line) => line.split(' ').at(-1))).toEqual(['pt-one', 'sat-1', 'pt-two']);
  });

  it('repeats neither key nor token, wherever the servers do', async () => {
    await using exchange = await startApiServer(givingTokens());
    await using api = await startApiServer((response, request) => {
      const echo = `${request.headers.authorization} of ${KEY.toUpperCase()}`;
      refuse(400, `bad ${echo}`, Buffer.from(`for ${KEY}`).toString('base64'))(response, request);
    });
    const { client, options } = createTestClient(api, { tokens: [keyAt(exchange)] });

    const error: unknown = await client.listWork('env_a', {}, options).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ status: 400, type: 'bad Bearer ••• of •••' });
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/sat-1|0123456|c2FrLWNsaWVudC0/i);
  });
});
