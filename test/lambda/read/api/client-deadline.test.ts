import { describe, expect, it } from 'vitest';
import type { Pacer } from '../../../../lambda/read/api/pacing.ts';
import { toReadError } from '../../../../lambda/read/api/qoder-error.ts';
import { answer, EMPTY_LIST, refuse, startApiServer } from '../../../support/qoder-server.ts';
import { createTestClient } from '../../../support/qoder-test-client.ts';

const LIST = 'GET /environments/env_a/work';
const failureOf = (promise: Promise<unknown>) => promise.then(() => null, toReadError);

const aPacer = (turn: Pacer['turn']): Pacer => ({ turn, slowDown: () => undefined, pause: () => undefined });

describe('createQoderClient() and the deadline', () => {
  it.each([
    { name: 'at', leftMs: 0 },
    { name: 'after', leftMs: -1 },
  ])('sends nothing $name it', async ({ leftMs }) => {
    await using server = await startApiServer(answer(200, EMPTY_LIST));
    const { client, options, timing } = createTestClient(server);

    const error = await failureOf(
      client.listWork('env_a', {}, { ...options, deadlineMs: timing.nowMs() + leftMs }),
    );

    expect(error).toEqual({
      status: null,
      type: 'deadline',
      requestId: null,
      message: `${LIST} was not sent: the time for reading is over`,
    });
    expect(server.requests).toEqual([]);
  });

  it.each([
    { name: 'ten seconds where there is time', leftMs: 60_000, timeoutMs: 10_000 },
    { name: 'only what is left before it', leftMs: 1_500, timeoutMs: 1_500 },
  ])('gives a request $name', async ({ leftMs, timeoutMs }) => {
    await using server = await startApiServer(answer(200, EMPTY_LIST));
    const { client, options, timing, timeoutsMs } = createTestClient(server);

    await client.listWork('env_a', {}, { ...options, deadlineMs: timing.nowMs() + leftMs });

    expect(timeoutsMs).toEqual([timeoutMs]);
  });

  it.each([
    { name: 'a retry', headers: {}, leftMs: 1_000 },
    { name: 'a Retry-After', headers: { 'retry-after': '30' }, leftMs: 30_000 },
  ])('does not begin to wait for $name that does not fit', async ({ headers, leftMs }) => {
    await using server = await startApiServer(refuse(503, 'api_error', 'oops', headers));
    const { client, options, timing } = createTestClient(server);

    const error = await failureOf(
      client.listWork('env_a', {}, { ...options, deadlineMs: timing.nowMs() + leftMs }),
    );

    expect(error).toEqual({
      status: 503,
      type: 'api_error',
      requestId: 'req_1',
      message: `${LIST} answered 503 api_error: oops; not tried again, for the time for reading is over`,
    });
    expect(timing.delaysMs).toEqual([]);
  });

  it('waits for a retry that fits', async () => {
    await using server = await startApiServer(refuse(503, 'api_error', 'oops'), answer(200, EMPTY_LIST));
    const { client, options, timing } = createTestClient(server);

    await client.listWork('env_a', {}, { ...options, deadlineMs: timing.nowMs() + 3_000 });

    expect(timing.delaysMs).toEqual([1_000]);
  });

  it('keeps the last error when a retry gets no turn any more', async () => {
    await using server = await startApiServer(refuse(503, 'api_error', 'oops'));
    const turns = [true, false];
    const { client, options } = createTestClient(server, {
      pacer: aPacer(async () => turns.shift() ?? false),
    });

    expect(await failureOf(client.listWork('env_a', {}, options))).toMatchObject({
      status: 503,
      type: 'api_error',
    });
    expect(server.requests).toHaveLength(1);
  });

  it('keeps the rejection when a rotated token gets no turn any more', async () => {
    await using server = await startApiServer(refuse(401, 'authentication_error', 'no'));
    const turns = [true, false];
    const tokens = ['pt-one', 'pt-two'];
    const { client, options } = createTestClient(server, {
      tokens,
      pacer: aPacer(async () => turns.shift() ?? false),
    });

    expect(await failureOf(client.listWork('env_a', {}, options))).toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    { name: 'there is no turn before it', hasTurn: false, waitMs: 0 },
    { name: 'it passed while waiting for the turn', hasTurn: true, waitMs: 60_000 },
  ])('sends nothing when $name', async ({ hasTurn, waitMs }) => {
    await using server = await startApiServer(answer(200, EMPTY_LIST));
    const pacer = aPacer(async () => {
      timing.advance(waitMs);
      return hasTurn;
    });
    const { client, options, timing } = createTestClient(server, { pacer });

    expect(await failureOf(client.listWork('env_a', {}, options))).toMatchObject({ type: 'deadline' });
    expect(server.requests).toEqual([]);
  });
});
