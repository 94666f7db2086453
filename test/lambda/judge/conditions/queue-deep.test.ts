import { describe, expect, it } from 'vitest';
import { aFailedReading, ago, aReading, aWorkItem, level } from '../../../support/a-work-item.ts';
import { diagnoseReading, EMPTY_COUNTERS, playRuns } from '../diagnose-reading.ts';

describe('queue-deep', () => {
  it('is told after five complete runs in a row; an incomplete one neither counts nor resets', () => {
    const deep = aReading([aWorkItem(), aWorkItem()]);
    const readings = [deep, deep, deep, aFailedReading(), deep, deep, aReading([aWorkItem()])];

    const { severities } = playRuns(readings, 'queue-deep', { 'queue-deep': level(2, 3) });

    expect(severities).toEqual([null, null, null, null, null, 'warning', null]);
  });

  it('is critical in the fifth run at that level, since the oldest item waits, without naming items', () => {
    const counters = { ...EMPTY_COUNTERS, deepRunCounts: { warning: 4, critical: 4 } };
    const items = [aWorkItem({ createdAt: ago(50) }), aWorkItem({ createdAt: ago(70) }), aWorkItem()];

    const { findings } = diagnoseReading(aReading(items), { 'queue-deep': level(2, 3) }, counters);

    expect(findings).toContainEqual({
      condition: 'queue-deep',
      severity: 'critical',
      reason: null,
      since: ago(70),
      items: [],
      evidence: { depthCount: 3, runCount: 5 },
    });
  });
});
