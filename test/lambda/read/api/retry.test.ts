import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FailedTry, retryDelayMs } from '../../../../lambda/read/api/retry.ts';

const failed = (overrides: Partial<FailedTry>): FailedTry => ({
  retryCount: 0,
  status: 503,
  retryAfter: null,
  date: null,
  ...overrides,
});

describe('retryDelayMs()', () => {
  const DATE = 'Tue, 24 Nov 2026 10:15:00 GMT';

  it.each([
    { name: 'first retry', failure: failed({}), delayMs: 1_000 },
    { name: 'second retry', failure: failed({ retryCount: 1 }), delayMs: 2_000 },
    { name: 'third retry', failure: failed({ retryCount: 2 }), delayMs: 4_000 },
    { name: 'there is no fourth', failure: failed({ retryCount: 3 }), delayMs: null },
    { name: 'no answer', failure: failed({ status: null }), delayMs: 1_000 },
    { name: '408', failure: failed({ status: 408 }), delayMs: 1_000 },
    { name: '429', failure: failed({ status: 429 }), delayMs: 1_000 },
    { name: '500', failure: failed({ status: 500 }), delayMs: 1_000 },
    { name: '599', failure: failed({ status: 599 }), delayMs: 1_000 },
    { name: '501 stays as it is', failure: failed({ status: 501 }), delayMs: null },
    { name: '400 stays as it is', failure: failed({ status: 400 }), delayMs: null },
    { name: '401 stays as it is', failure: failed({ status: 401, retryAfter: '1' }), delayMs: null },
    { name: '404 stays as it is', failure: failed({ status: 404 }), delayMs: null },
    { name: 'a 200 that cannot be read', failure: failed({ status: 200 }), delayMs: null },
    { name: 'a redirect', failure: failed({ status: 302 }), delayMs: null },
    { name: 'longer Retry-After', failure: failed({ status: 429, retryAfter: '7' }), delayMs: 7_000 },
    { name: 'shorter Retry-After', failure: failed({ retryCount: 2, retryAfter: '3' }), delayMs: 4_000 },
    {
      name: 'Retry-After as a date, by the clock of the answer',
      failure: failed({ retryAfter: 'Tue, 24 Nov 2026 10:15:09 GMT', date: DATE }),
      delayMs: 9_000,
    },
    {
      name: 'Retry-After as a date in the past',
      failure: failed({ retryAfter: 'Tue, 24 Nov 2026 10:14:00 GMT', date: DATE }),
      delayMs: 1_000,
    },
    {
      name: 'Retry-After as a date without a clock to measure it by',
      failure: failed({ retryAfter: 'Tue, 24 Nov 2026 10:15:09 GMT' }),
      delayMs: 1_000,
    },
    { name: 'unreadable Retry-After', failure: failed({ retryAfter: '-9', date: DATE }), delayMs: 1_000 },
  ])('$name', ({ failure, delayMs }) => {
    expect(retryDelayMs(failure, 0)).toBe(delayMs);
  });

  it('adds a quarter at most, by chance', () => {
    expect(retryDelayMs(failed({ retryCount: 1 }), 0.5)).toBe(2_250);
  });

  it('stays between the delay and a quarter more, unless the server asks for longer', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const retryAfter = fc.option(fc.oneof(fc.string(), fc.nat().map(String)));

    fc.assert(
      fc.property(fc.constantFrom(0, 1, 2), random, retryAfter, (retryCount, lot, header) => {
        const delayMs = retryDelayMs(failed({ retryCount, retryAfter: header }), lot) ?? -1;
        const ownMs = 1_000 * 2 ** retryCount;
        const askedMs = /^\d+$/.test(header ?? '') ? Number(header) * 1_000 : 0;
        expect(delayMs).toBeGreaterThanOrEqual(Math.max(ownMs, askedMs));
        expect(delayMs).toBeLessThanOrEqual(Math.max(ownMs * 1.25, askedMs));
      }),
    );
  });
});
