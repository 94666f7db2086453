import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { QoderError, toReadError } from '../../../../lambda/read/api/qoder-error.ts';
import type { Transport } from '../../../../lambda/read/api/transport.ts';
import { type ApiServer, answer, EMPTY_LIST, refuse, startApiServer } from '../../../support/qoder-server.ts';
import { createTestClient } from '../../../support/qoder-test-client.ts';

const LIST = 'GET /environments/env_a/work';
const REJECTED = refuse(401, 'authentication_error', 'Invalid API key or token.');
const failureOf = (promise: Promise<unknown>) => promise.then(() => null, toReadError);
const tokensSeenBy = ({ requests }: ApiServer) => requests.map(({ headers }) => headers.authorization);

describe('createQoderClient() and the token', () => {
  it('uses a token that was rotated meanwhile, at once', async () => {
    await using server = await startApiServer(REJECTED, answer(200, EMPTY_LIST));
    const { client, options, timing, requestCount } = createTestClient(server, {
      tokens: ['pt-one', 'pt-two'],
    });

    await client.listWork('env_a', {}, options);
    await client.listWork('env_a', {}, options);

    expect(tokensSeenBy(server)).toEqual(['Bearer pt-one', 'Bearer pt-two', 'Bearer pt-two']);
    expect(requestCount()).toBe(3);
    expect(timing.delaysMs.filter((delayMs) => delayMs >= 1_000)).toEqual([]);
  });

  it.each([
    { name: 'the secret still holds it', tokens: ['pt-one'], sent: ['Bearer pt-one'] },
    {
      name: 'the new one is rejected too',
      tokens: ['pt-one', 'pt-two', 'pt-three'],
      sent: ['Bearer pt-one', 'Bearer pt-two'],
    },
  ])('reports the rejection when $name, and reads the secret again only once', async ({ tokens, sent }) => {
    await using server = await startApiServer(REJECTED);
    const { client, options, readCount } = createTestClient(server, { tokens });

    const error = await failureOf(client.listWork('env_a', {}, options));

    expect(error).toEqual({
      status: 401,
      type: 'authentication_error',
      requestId: 'req_1',
      message: `${LIST} answered 401 authentication_error: Invalid API key or token.`,
    });
    expect({ sent: tokensSeenBy(server), readCount: readCount() }).toEqual({ sent, readCount: 2 });
  });

  it('never repeats the token, wherever the API does', async () => {
    await using server = await startApiServer(
      answer(400, {
        request_id: 'for pt-one',
        error: { type: 'bad_pt-one', message: 'Bearer pt-one is\u0000 not p\u0007t-one' },
      }),
    );
    const { client, options } = createTestClient(server);

    expect(await failureOf(client.listWork('env_a', {}, options))).toEqual({
      status: 400,
      type: 'bad_•••',
      requestId: 'for •••',
      message: `${LIST} answered 400 bad_•••: Bearer ••• is not •••`,
    });
  });

  it('never repeats the token, even if the transport does', async () => {
    await using server = await startApiServer(answer(200, EMPTY_LIST));
    const facts = { status: null, type: 'network_error', requestId: null };
    const transport: Transport = async ({ headers }) => {
      throw new QoderError(`cannot send ${headers.authorization}`, facts);
    };
    const { client, options } = createTestClient(server, { transport });

    expect(await failureOf(client.listWork('env_a', {}, options))).toEqual({
      ...facts,
      message: `${LIST} failed: cannot send Bearer •••; tried 4 times`,
    });
  });

  it('carries the token to no other address', async () => {
    await using other = await startApiServer(answer(200, EMPTY_LIST));
    await using server = await startApiServer(
      answer(302, '', { location: `${other.baseUrl}/environments/env_a/work` }),
    );
    const { client, options } = createTestClient(server);

    expect(await failureOf(client.listWork('env_a', {}, options))).toEqual({
      status: 302,
      type: 'unexpected_redirect',
      requestId: null,
      message: `${LIST} answered 302, a redirect, which is not followed: write the final address as the base URL`,
    });
    expect({ toServer: server.requests.length, toOther: other.requests.length }).toEqual({
      toServer: 1,
      toOther: 0,
    });
  });

  it.each(['pt-one\nx-evil: 1', 'pt-öne'])('sends nothing with a token that is none', async (text) => {
    await using server = await startApiServer(answer(200, EMPTY_LIST));
    const { client, options } = createTestClient(server, { tokens: [text] });

    const error: unknown = await client.listWork('env_a', {}, options).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ message: expect.stringContaining('holds no token that can be used') });
    expect(inspect(error)).not.toContain(text);
    expect(server.requests).toEqual([]);
  });

  it('passes on why the token could not be read', async () => {
    await using server = await startApiServer(answer(200, EMPTY_LIST));
    const { client, options } = createTestClient(server, { tokens: [] });

    await expect(client.listWork('env_a', {}, options)).rejects.toThrow('The secret cannot be read');
  });
});
