import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../../lambda/model/reading.ts';
import { AT, aFailedReading, ago, aReading, FORBIDDEN } from '../../../support/a-work-item.ts';
import { diagnoseReading, EMPTY_COUNTERS, itGivesEvidence, playRuns } from '../diagnose-reading.ts';

describe('environment-unreadable', () => {
  it('is told from the third failed run on, critical from the tenth', () => {
    const { severities, counters } = playRuns(Array(11).fill(aFailedReading()), 'environment-unreadable');

    expect(severities).toEqual([null, null, ...Array(7).fill('warning'), 'critical', 'critical']);
    expect(counters).toEqual({
      ...EMPTY_COUNTERS,
      failedRunCount: 10,
      failingSince: AT,
      streaks: { unseen: { runCount: 1, since: AT } },
    });
  });

  it('counts a partial reading with an error as failed, and one whose walk goes on as none', () => {
    const before = { ...EMPTY_COUNTERS, failedRunCount: 2, failingSince: ago(120) };
    const counted = (reading: Reading) => diagnoseReading(reading, {}, before).counters.failedRunCount;

    expect(counted(aFailedReading({ completeness: 'partial' }))).toBe(3);
    expect(counted(aReading([], { completeness: 'partial' }))).toBe(0);
  });

  itGivesEvidence(
    'environment-unreadable',
    aFailedReading(),
    { ...FORBIDDEN, failedRunCount: 1 },
    { 'environment-unreadable': { warning: 1, critical: null } },
  );
});
