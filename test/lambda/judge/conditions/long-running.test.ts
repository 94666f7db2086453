import { describe } from 'vitest';
import { ago, anActiveItem, aReading, level } from '../../../support/a-work-item.ts';
import { itFinds, itGivesEvidence } from '../diagnose-reading.ts';

describe('long-running', () => {
  itFinds([
    {
      name: 'a session that runs for hours is told only where configured',
      items: [anActiveItem(10, { startedAt: ago(7200) })],
      thresholds: { 'long-running': level(3600, 7200) },
      expected: [['long-running', 'critical', null, 1]],
    },
  ]);

  itGivesEvidence(
    'long-running',
    aReading([anActiveItem(10, { startedAt: ago(7200) })]),
    {
      count: 1,
      longestSeconds: 7200,
      normalFromSeconds: null,
      normalToSeconds: null,
      warningSeconds: 3600,
      criticalSeconds: 7200,
    },
    { 'long-running': level(3600, 7200) },
  );
});
