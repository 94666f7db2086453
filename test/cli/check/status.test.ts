import { describe, expect, it } from 'vitest';
import { countStatuses, STATUSES, type Status, worstFirst } from '../../../cli/check/status.ts';

describe('countStatuses()', () => {
  it.each<[readonly Status[], string]>([
    [[], ''],
    [['ok', 'ok'], '2 ok'],
    [['ok', 'critical', 'ok', 'warning'], '1 critical, 1 warning, 2 ok'],
    [['unknown', 'critical'], '1 critical, 1 unknown'],
  ])('counts %j the worst first', (statuses, text) => {
    expect(countStatuses(statuses)).toBe(text);
  });
});

describe('worstFirst()', () => {
  it('keeps the order of equals', () => {
    const all = (['ok', 'warning', 'critical', 'unknown', 'ok', 'critical'] as const).map(
      (status, number) => ({
        status,
        number,
      }),
    );

    expect(worstFirst(all).map(({ number }) => number)).toEqual([2, 5, 3, 1, 0, 4]);
    expect(new Set(worstFirst(all).map(({ status }) => status))).toEqual(new Set(STATUSES));
  });
});
