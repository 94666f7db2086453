import { describe, expect, it } from 'vitest';
import { aFailedReading, aReading, aWorkItem } from '../../../support/a-work-item.ts';
import { diagnoseReading, playRuns } from '../diagnose-reading.ts';

const PART = { ...aReading([aWorkItem()]), completeness: 'partial' as const };
const CUT_OFF = { ...PART, error: { status: 503, type: 'api_error', message: 'No', requestId: null } };

describe('reading-incomplete', () => {
  it('is told after five runs in a row that did not reach the end', () => {
    const { severities } = playRuns([PART, PART, PART, PART, PART, aReading([])], 'reading-incomplete');

    expect(severities).toEqual([null, null, null, null, 'warning', null]);
  });

  it('is not about what the API failed to answer: that is told as such', () => {
    const { severities } = playRuns(Array(6).fill(CUT_OFF), 'reading-incomplete');

    expect(severities).toEqual(Array(6).fill(null));
    expect(playRuns(Array(6).fill(aFailedReading()), 'reading-incomplete').severities).toEqual(
      Array(6).fill(null),
    );
  });

  it('gives its evidence', () => {
    const { counters } = playRuns(Array(4).fill(PART), 'reading-incomplete');

    expect(diagnoseReading(PART, {}, counters).findings).toMatchObject([
      { reason: 'too-long', evidence: { runCount: 5, itemsReadCount: PART.itemsReadCount, requestCount: 1 } },
    ]);
  });
});
