import { describe, expect, it } from 'vitest';
import { aFailedReading, aReading, aWorkItem } from '../../../support/a-work-item.ts';
import { diagnoseReading, playRuns } from '../diagnose-reading.ts';

const FINE = aReading([aWorkItem()]);
const MALFORMED = { ...FINE, malformedCount: 2 };
const UNREADABLE = { ...MALFORMED, unreadableCounts: { latestHeartbeatAt: 2 } };
const UNKNOWN = { ...FINE, unknownStates: { failed: 3, lost: 1 } };

describe('rows-not-understood', () => {
  it('is told after five runs in a row; a run without a reading neither counts nor resets', () => {
    const readings = [MALFORMED, MALFORMED, aFailedReading(), UNKNOWN, UNREADABLE, UNKNOWN, FINE];

    expect(playRuns(readings, 'rows-not-understood').severities).toEqual([
      ...Array(5).fill(null),
      'warning',
      null,
    ]);
  });

  it.each([
    ['malformed-row', MALFORMED, { malformedCount: 2, unknownStates: null, unreadableInstants: null }],
    [
      'unreadable-timestamp',
      UNREADABLE,
      { malformedCount: 2, unknownStates: null, unreadableInstants: 'latestHeartbeatAt (2)' },
    ],
    [
      'unknown-state',
      UNKNOWN,
      { malformedCount: 0, unknownStates: 'failed (3), lost (1)', unreadableInstants: null },
    ],
  ])('says %s, and names what it is', (reason, reading, evidence) => {
    const { counters } = playRuns(Array(4).fill(reading), 'rows-not-understood');

    expect(diagnoseReading(reading, {}, counters).findings).toMatchObject([
      { reason, evidence: { ...evidence, runCount: 5 } },
    ]);
  });
});
