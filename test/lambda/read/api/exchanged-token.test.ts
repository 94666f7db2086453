import { describe, expect, it } from 'vitest';
import type { ExchangeLimits } from '../../../../lambda/read/api/exchange-key.ts';
import { createExchangedToken, RENEW_BEFORE_END_MS } from '../../../../lambda/read/api/exchanged-token.ts';
import { QoderError } from '../../../../lambda/read/api/qoder-error.ts';
import type { ValidToken } from '../../../../lambda/read/api/token-source.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const FAR_MS = 1_000 * HOUR_MS;
const DOWN = new QoderError('The exchange is down', {
  status: null,
  type: 'exchange_failed',
  requestId: null,
});

/** An exchange that gives sat-1, sat-2, ... of this life, or fails, on a clock that stands still. */
function aKey({ lifetimeMs = 2 * HOUR_MS, former = null as ValidToken | null } = {}) {
  const world = { nowMs: 0, isDown: false, asked: [] as ExchangeLimits[] };
  const exchange = async (limits: ExchangeLimits) => {
    world.asked.push(limits);
    await Promise.resolve();
    if (world.isDown) throw DOWN;
    return { token: `sat-${world.asked.length}`, lifetimeMs, endsAtMs: world.nowMs + lifetimeMs };
  };
  const source = createExchangedToken({ exchange, nowMs: () => world.nowMs, former });
  return { world, ...source, now: () => source.current(FAR_MS) };
}

describe('current()', () => {
  it('exchanges once for all who ask at the same time', async () => {
    const { world, now } = aKey();

    expect(await Promise.all([now(), now(), now()])).toEqual(['sat-1', 'sat-1', 'sat-1']);
    expect(world.asked).toHaveLength(1);
  });

  it.each([
    { name: 'an hour before the end', lifetimeMs: 2 * HOUR_MS, renewedMs: 2 * HOUR_MS - RENEW_BEFORE_END_MS },
    { name: 'half-way, where it lives shorter', lifetimeMs: 10 * 60 * SECOND_MS, renewedMs: 300 * SECOND_MS },
  ])('renews $name', async ({ lifetimeMs, renewedMs }) => {
    const { world, now } = aKey({ lifetimeMs });
    await now();

    world.nowMs = renewedMs - 1;
    const kept = await now();
    world.nowMs = renewedMs;

    expect([kept, await now(), await now()]).toEqual(['sat-1', 'sat-2', 'sat-2']);
    expect(world.asked).toHaveLength(2);
  });

  it('waits for a renewal shortly and without retries, and for the first token as long as a run may', async () => {
    const { world, now } = aKey();
    await now();
    world.nowMs = HOUR_MS;
    await now();

    expect(world.asked).toEqual([
      { deadlineMs: 20 * SECOND_MS, isRetried: true },
      { deadlineMs: HOUR_MS + 3 * SECOND_MS, isRetried: false },
    ]);
  });

  it('never waits beyond the deadline of whoever asks', async () => {
    const { world, current } = aKey();

    await current(5 * SECOND_MS);

    expect(world.asked).toEqual([{ deadlineMs: 5 * SECOND_MS, isRetried: true }]);
  });

  it('goes on with the old token until its very end, and tries again in each run', async () => {
    const { world, now, trouble } = aKey();
    await now();
    world.isDown = true;

    const tokens = [];
    for (world.nowMs = HOUR_MS; world.nowMs < HOUR_MS + 5 * 60 * SECOND_MS; world.nowMs += 60 * SECOND_MS) {
      tokens.push(await now(), await now());
    }
    expect([new Set(tokens), world.asked.length, trouble()]).toEqual([new Set(['sat-1']), 6, DOWN]);

    world.nowMs = 2 * HOUR_MS - 1;
    expect(await now()).toBe('sat-1');
    world.nowMs = 2 * HOUR_MS;
    await expect(now()).rejects.toBe(DOWN);
  });

  it('recovers with the exchange, and has no trouble then', async () => {
    const { world, now, trouble } = aKey();
    world.isDown = true;
    await expect(now()).rejects.toBe(DOWN);

    world.isDown = false;
    world.nowMs = 60 * SECOND_MS;

    expect([await now(), trouble()]).toEqual(['sat-2', null]);
  });

  it('shares a failure within a run: a thousand environments are one exchange', async () => {
    const { world, now } = aKey();
    world.isDown = true;

    await Promise.allSettled([now(), now()]);
    world.nowMs = 29_999;
    await expect(now()).rejects.toBe(DOWN);
    expect(world.asked).toHaveLength(1);

    world.nowMs = 30_000;
    await expect(now()).rejects.toBe(DOWN);
    expect(world.asked).toHaveLength(2);
  });

  it('serves with the token of before while a new key cannot be exchanged, and not a moment longer', async () => {
    const { world, now, trouble } = aKey({ former: { token: 'old', endsAtMs: HOUR_MS } });
    world.isDown = true;

    expect([await now(), trouble()]).toEqual(['old', DOWN]);
    world.isDown = false;
    world.nowMs = 60 * SECOND_MS;
    expect([await now(), trouble()]).toEqual(['sat-2', null]);
  });

  it('lets an error of our own through', async () => {
    const fault = new RangeError('Refused');
    const { current } = createExchangedToken({
      exchange: async () => {
        throw fault;
      },
      nowMs: () => 0,
      former: { token: 'old', endsAtMs: HOUR_MS },
    });

    await expect(current(FAR_MS)).rejects.toBe(fault);
  });
});

describe('replace()', () => {
  it('exchanges once for all whose token was rejected', async () => {
    const { world, now, replace } = aKey();
    await now();

    const replacing = [replace('sat-1', FAR_MS), replace('sat-1', FAR_MS)];

    expect(await Promise.all(replacing)).toEqual(['sat-2', 'sat-2']);
    expect([await replace('sat-1', FAR_MS), await now(), world.asked.length]).toEqual(['sat-2', 'sat-2', 2]);
  });

  it('has none when the fresh one is rejected too, and exchanges no more for ten minutes', async () => {
    const { world, now, replace } = aKey();
    await now();
    await replace('sat-1', FAR_MS);

    const replacements = [];
    for (const minute of [0, 1, 9.9]) {
      world.nowMs = minute * 60 * SECOND_MS;
      replacements.push(await replace('sat-2', FAR_MS));
    }
    world.nowMs = 600 * SECOND_MS;
    replacements.push(await replace('sat-2', FAR_MS));

    expect([replacements, world.asked.length]).toEqual([[null, null, null, 'sat-3'], 3]);
  });

  it('fails as the exchange does, once in a run, and tries again in the next', async () => {
    const { world, now, replace } = aKey();
    await now();
    world.isDown = true;

    await expect(replace('sat-1', FAR_MS)).rejects.toBe(DOWN);
    await expect(replace('sat-1', FAR_MS)).rejects.toBe(DOWN);
    expect(world.asked).toHaveLength(2);

    world.isDown = false;
    world.nowMs = 60 * SECOND_MS;
    // The clock says that it still lives; the API decides.
    expect([await now(), await replace('sat-1', FAR_MS)]).toEqual(['sat-1', 'sat-3']);
  });

  it('exchanges with all patience although a renewal has just failed', async () => {
    const { world, now, replace } = aKey();
    await now();
    world.nowMs = HOUR_MS;
    world.isDown = true;
    await now();
    world.isDown = false;

    expect(await replace('sat-1', FAR_MS)).toBe('sat-3');
    expect(world.asked.at(-1)?.isRetried).toBe(true);
  });
});
