import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { QoderError, toReadError } from '../../../../lambda/read/api/qoder-error.ts';
import {
  createHttpTransport,
  createKeyExchangeTransport,
  MAX_BODY_BYTES,
} from '../../../../lambda/read/api/transport.ts';
import { createSockets } from '../../../../lambda/sockets.ts';
import { answer, hang, type Reply, reset, startApiServer } from '../../../support/qoder-server.ts';

const sockets = createSockets();
const transport = createHttpTransport(sockets);
const send = (url: URL, timeoutMs = 10_000) =>
  transport({ url, headers: { authorization: 'Bearer pt-secret' }, timeoutMs });

const failureOf = (url: URL, timeoutMs?: number) =>
  send(url, timeoutMs).then(
    () => null,
    (error: unknown) => error,
  );

const networkError = (message: string) =>
  new QoderError(message, { status: null, type: 'network_error', requestId: null });
const timeout = new QoderError('no whole answer within 50 ms', {
  status: null,
  type: 'timeout',
  requestId: null,
});

describe('createHttpTransport()', () => {
  it('returns status, headers and body', async () => {
    await using server = await startApiServer(answer(418, 'tëa', { 'x-request-id': 'req_1' }));

    const response = await send(server.baseUrl);

    expect({ ...response, header: [response.header('x-request-id'), response.header('nothing')] }).toEqual({
      status: 418,
      bodyText: 'tëa',
      header: ['req_1', null],
    });
    expect(server.requests).toMatchObject([
      { method: 'GET', url: '/api/v1/cloud', headers: { authorization: 'Bearer pt-secret' } },
    ]);
  });

  it('puts characters together that arrive in two pieces', async () => {
    // 600,000 bytes arrive in pieces whose sizes are no multiples of three.
    const text = '€'.repeat(200_000);
    await using server = await startApiServer(answer(200, text));

    expect((await send(server.baseUrl)).bodyText === text).toBe(true);
  });

  it('follows no redirect, so that the token reaches nobody else', async () => {
    await using other = await startApiServer(answer(200, 'caught'));
    await using server = await startApiServer(answer(307, '', { location: other.baseUrl.href }));

    const { status } = await send(server.baseUrl);

    expect({ status, requestsToOther: other.requests }).toEqual({ status: 307, requestsToOther: [] });
  });

  const headersOnly: Reply = (response) => void response.writeHead(200).flushHeaders();
  it.each([
    { name: 'no answer', reply: hang },
    { name: 'a body that does not come', reply: headersOnly },
  ])('gives up on $name', async ({ reply }) => {
    await using server = await startApiServer(reply);

    expect(await failureOf(server.baseUrl, 50.9)).toEqual(timeout);
  });

  const breaksOff: Reply = (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
  };
  it.each([
    { name: 'a connection that breaks', reply: reset },
    { name: 'a body that breaks off', reply: breaksOff },
  ])('tells $name', async ({ reply }) => {
    await using server = await startApiServer(reply);

    const error = toReadError(await failureOf(server.baseUrl));

    expect(error).toEqual({
      status: null,
      type: 'network_error',
      requestId: null,
      // Which of the two depends on how far the operating system has got.
      message: expect.stringMatching(/^ECONNRESET: (read ECONNRESET|socket hang up|aborted)$/),
    });
  });

  it('tells a server that is not there', async () => {
    const server = await startApiServer(hang);
    await server[Symbol.asyncDispose]();

    expect(await failureOf(server.baseUrl)).toEqual(
      networkError(`ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:${server.baseUrl.port}`),
    );
  });

  it('repeats nothing of an answer that is not HTTP, for it may echo the token', async () => {
    await using server = await startApiServer((response, request) => {
      response.socket?.end(`HTTP/1.1 200 OK\r\n${request.headers.authorization}\r\n\r\n`);
    });

    const error = await failureOf(server.baseUrl);

    expect(error).toMatchObject({ type: 'network_error' });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('pt-secret');
  });

  it.each([
    { name: 'accepts a body at the limit', byteCount: MAX_BODY_BYTES, expected: MAX_BODY_BYTES },
    {
      name: 'cuts off a longer one',
      byteCount: MAX_BODY_BYTES + 1,
      expected: 'answered with more than 4194304 bytes',
    },
  ])('$name', async ({ byteCount, expected }) => {
    await using server = await startApiServer((response) => response.end(Buffer.alloc(byteCount, 'x')));

    const outcome = await send(server.baseUrl).then(
      ({ bodyText }) => bodyText.length,
      (error: unknown) => (error instanceof QoderError && error.status === 200 ? error.message : error),
    );

    expect(outcome).toBe(expected);
  });

  it('keeps a connection between requests, and none that was idle before a run', async () => {
    const ports: (number | undefined)[] = [];
    await using server = await startApiServer((response) => {
      ports.push(response.socket?.remotePort);
      response.end('{}');
    });

    await send(server.baseUrl);
    await send(server.baseUrl);
    sockets.dropIdle();
    await send(server.baseUrl);

    expect([ports[1] === ports[0], ports[2] === ports[0]]).toEqual([true, false]);
  });
});

describe('createKeyExchangeTransport()', () => {
  it('sends a POST with its body, and follows no redirect', async () => {
    let bodyText = '';
    await using other = await startApiServer(answer(200, 'caught'));
    await using server = await startApiServer((response, request) => {
      request.on('data', (chunk) => (bodyText += chunk));
      request.on('end', () => answer(307, 'ansẅer', { location: other.baseUrl.href })(response, request));
    });

    const response = await createKeyExchangeTransport(sockets)({
      url: server.baseUrl,
      headers: { authorization: 'Bearer sak-secret' },
      bodyText: '{"ä":1}',
      timeoutMs: 10_000,
    });

    expect([response.status, response.bodyText, bodyText]).toEqual([307, 'ansẅer', '{"ä":1}']);
    expect(server.requests).toMatchObject([
      { method: 'POST', headers: { authorization: 'Bearer sak-secret' } },
    ]);
    expect(other.requests).toEqual([]);
  });
});
