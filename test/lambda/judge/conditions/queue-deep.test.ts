import { describe, expect, it } from 'vitest';
import { aFailedReading, aReading, aWorkItem, level } from '../../../support/a-work-item.ts';
import { playRuns } from '../diagnose-reading.ts';

describe('queue-deep', () => {
  it('is told after five complete runs in a row; an incomplete one neither counts nor resets', () => {
    const deep = aReading([aWorkItem(), aWorkItem()]);
    const readings = [deep, deep, deep, aFailedReading(), deep, deep, aReading([aWorkItem()])];

    const { severities } = playRuns(readings, 'queue-deep', { 'queue-deep': level(2, 3) });

    expect(severities).toEqual([null, null, null, null, null, 'warning', null]);
  });
});
