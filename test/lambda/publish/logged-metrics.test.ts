import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLoggedMetrics } from '../../../lambda/publish/logged-metrics.ts';

describe('toLoggedMetrics()', () => {
  it('has numbers as they are, zero included, and what was not measured not at all', () => {
    expect(toLoggedMetrics({ QueueDepth: 0, OldestQueuedAge: 12.5, QueueWait: [] })).toEqual({
      QueueDepth: 0,
      OldestQueuedAge: 12.5,
    });
  });

  it.each([
    { name: 'one value', values: [7], summary: { count: 1, p50: 7, p90: 7, p99: 7 } },
    { name: 'two values', values: [9, 1], summary: { count: 2, p50: 1, p90: 9, p99: 9 } },
    {
      name: 'a hundred values',
      values: Array.from({ length: 100 }, (_, index) => 100 - index),
      summary: { count: 100, p50: 50, p90: 90, p99: 99 },
    },
  ])('sums up $name of a distribution', ({ values, summary }) => {
    expect(toLoggedMetrics({ QueueWait: values })).toEqual({ QueueWait: summary });
  });

  it('tells percentiles that were measured, in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
        const { RunTime } = toLoggedMetrics({ RunTime: values });
        const { p50, p90, p99 } = RunTime as { p50: number; p90: number; p99: number };

        expect([values.includes(p50), values.includes(p90), values.includes(p99)]).toEqual([
          true,
          true,
          true,
        ]);
        expect(p50 <= p90 && p90 <= p99).toBe(true);
      }),
    );
  });
});
