import { describe, expect, it } from 'vitest';
import { toReadError } from '../../../../lambda/read/api/qoder-error.ts';
import { answer, EMPTY_LIST, hang, refuse, reset, startApiServer } from '../../../support/qoder-server.ts';
import { createTestClient } from '../../../support/qoder-test-client.ts';

const DATE = 'Tue, 24 Nov 2026 10:15:10 GMT';
const LIST = 'GET /environments/env_a/work';
const failureOf = (promise: Promise<unknown>) => promise.then(() => null, toReadError);

describe('createQoderClient() and failures', () => {
  it.each([
    {
      name: '429 with Retry-After',
      reply: refuse(429, 'rate_limit_error', 'slow down', { 'retry-after': '3' }),
      delaysMs: [3_000],
    },
    {
      name: '503 with Retry-After as a date',
      reply: answer(503, '', { date: DATE, 'retry-after': 'Tue, 24 Nov 2026 10:15:19 GMT' }),
      delaysMs: [9_000],
    },
    { name: '500', reply: refuse(500, 'api_error', 'oops'), delaysMs: [1_000] },
    { name: '503 of a gateway', reply: answer(503, '<html>'), delaysMs: [1_000] },
    { name: '408', reply: answer(408, ''), delaysMs: [1_000] },
    { name: 'a connection reset', reply: reset, delaysMs: [1_000] },
    { name: 'no answer in time', reply: hang, delaysMs: [1_000], setup: { firstRequestMs: 50 } },
  ])('tries again after $name', async ({ reply, delaysMs, setup }) => {
    await using server = await startApiServer(reply, answer(200, EMPTY_LIST));
    const { client, options, timing, requestCount } = createTestClient(server, setup);

    const { rowCount } = await client.listWork('env_a', {}, options);

    expect({ rowCount, delaysMs: timing.delaysMs, requestCount: requestCount() }).toEqual({
      rowCount: 0,
      delaysMs,
      requestCount: 2,
    });
  });

  it.each([
    ['429', refuse(429, 'rate_limit_error', 'slow down', { 'retry-after': '3' }), 3_000],
    ['429 that asks for an hour', refuse(429, 'rate_limit_error', 'no', { 'retry-after': '3600' }), 60_000],
    ['500, which says nothing of the others', refuse(500, 'api_error', 'no', { 'retry-after': '3' }), 0],
  ])('holds back all requests after %s', async (_, reply, pauseMs) => {
    await using server = await startApiServer(reply, answer(200, EMPTY_LIST));
    const { client, options, timing } = createTestClient(server);
    const refusedMs = timing.nowMs();
    await client.listWork('env_a', {}, { ...options, deadlineMs: refusedMs + 900 }).catch(() => undefined);
    timing.advance(20);

    await client.listWork('env_b', {}, { ...options, deadlineMs: refusedMs + 600_000 });

    expect(timing.nowMs() - refusedMs).toBe(Math.max(pauseMs, 20));
  });

  const unavailable = answer(503, '', { date: DATE, 'retry-after': 'Tue, 24 Nov 2026 10:15:19 GMT' });
  const works = answer(200, EMPTY_LIST);
  it.each([
    ['nobody else, while only one environment is', [unavailable, unavailable], ['env_a', 'env_a'], []],
    ['all, where two are', [unavailable, unavailable], ['env_a', 'env_b'], [9_000]],
    [
      'nobody else, while no more are than were answered',
      [works, unavailable, works, unavailable],
      ['env_a', 'env_b', 'env_c', 'env_d'],
      [],
    ],
    [
      'all, where more are than were answered',
      [works, works, unavailable],
      ['env_a', 'env_b', 'env_c', 'env_d', 'env_e'],
      [9_000],
    ],
  ])('holds back, after a Retry-After of who is unavailable, %s', async (_, replies, ids, expected) => {
    await using server = await startApiServer(...replies);
    const pausesMs: number[] = [];
    const pacer = {
      turn: async () => true,
      slowDown: () => undefined,
      pause: (pauseMs: number) => void pausesMs.push(pauseMs),
    };
    const { client, options, timing } = createTestClient(server, { pacer });
    const soon = { ...options, deadlineMs: timing.nowMs() + 900 };
    for (const id of ids) await client.listWork(id, {}, soon).catch(() => undefined);

    expect(pausesMs).toEqual(expected);
  });

  it.each([
    ['each 429', refuse(429, 'rate_limit_error', 'slow down'), 4],
    ['the first 503 of a request: one that is broken is not too much', answer(503, ''), 1],
    ['no other failure', refuse(500, 'api_error', 'oops'), 0],
  ])('slows down at %s', async (_, reply, expected) => {
    await using server = await startApiServer(reply);
    let slowedCount = 0;
    const pacer = { turn: async () => true, slowDown: () => void slowedCount++, pause: () => undefined };
    const { client, options } = createTestClient(server, { pacer });
    await client.listWork('env_a', {}, options).catch(() => undefined);

    expect({ slowedCount, requestCount: server.requests.length }).toEqual({
      slowedCount: expected,
      requestCount: 4,
    });
  });

  it('gives up after three retries, and says what the last answer was', async () => {
    await using server = await startApiServer(refuse(500, 'api_error', 'oops'));
    const { client, options, timing, requestCount } = createTestClient(server);

    expect(await failureOf(client.listWork('env_a', {}, options))).toEqual({
      status: 500,
      type: 'api_error',
      requestId: 'req_1',
      message: `${LIST} answered 500 api_error: oops; tried 4 times`,
    });
    expect({ delaysMs: timing.delaysMs, requestCount: requestCount() }).toEqual({
      delaysMs: [1_000, 2_000, 4_000],
      requestCount: 4,
    });
  });

  it.each([
    {
      name: 'a refusal',
      reply: refuse(403, 'permission_error', 'no'),
      error: {
        status: 403,
        type: 'permission_error',
        requestId: 'req_1',
        message: `${LIST} answered 403 permission_error: no`,
      },
    },
    {
      name: 'bad JSON',
      reply: answer(200, '{'),
      error: {
        status: 200,
        type: 'unexpected_response',
        requestId: null,
        message: `${LIST} answered 200, but the body is not JSON: check the base URL`,
      },
    },
    {
      name: 'null',
      reply: answer(200, 'null'),
      error: {
        status: 200,
        type: 'unexpected_response',
        requestId: null,
        message: `${LIST} answered 200, but the body is not as documented: expected Object, got null`,
      },
    },
    {
      name: 'a wrong shape',
      reply: answer(200, { data: {} }),
      error: {
        status: 200,
        type: 'unexpected_response',
        requestId: null,
        message: `${LIST} answered 200, but the body is not as documented at data: expected Array, got an object`,
      },
    },
  ])('does not try again after $name', async ({ reply, error }) => {
    await using server = await startApiServer(reply, answer(200, EMPTY_LIST));
    const { client, options, requestCount } = createTestClient(server);

    expect(await failureOf(client.listWork('env_a', {}, options))).toEqual(error);
    expect(requestCount()).toBe(1);
  });
});
