import { describe, expect, it } from 'vitest';
import { clockUnclear } from '../../../../lambda/judge/conditions/clock-unclear.ts';
import { AT } from '../../../support/a-work-item.ts';
import { aMonitorObserved } from '../../../support/monitor-observed.ts';

const find = (deviatingRunCount: number) =>
  clockUnclear.find(
    aMonitorObserved({
      instant: {
        ...aMonitorObserved().instant,
        skew: { ms: 0, rival: null, deviatingRunCount },
        deviationMs: -3_600_000,
      },
    }),
  );

describe('clock-unclear', () => {
  it('is told after five runs in a row', () => {
    expect(find(4)).toBeNull();
    expect(find(5)).toEqual({
      environmentIds: [],
      found: {
        severity: 'warning',
        reason: null,
        since: AT,
        items: [],
        evidence: { deviationSeconds: 3_600, runCount: 5 },
      },
    });
  });
});
