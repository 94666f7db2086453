import { describe } from 'vitest';
import { anActiveItem, aReading, level } from '../../../support/a-work-item.ts';
import { itFinds, itGivesEvidence } from '../diagnose-reading.ts';

describe('stale-heartbeat', () => {
  itFinds([
    {
      name: 'a silence below 600 s means nothing while the beat is unknown',
      items: [anActiveItem(599)],
      expected: [],
    },
    {
      name: 'a silence of 600 s is critical',
      items: [anActiveItem(600)],
      expected: [['stale-heartbeat', 'critical', null, 1]],
    },
    {
      name: 'a silence past the warning of a known beat',
      items: [anActiveItem(120), anActiveItem(119)],
      thresholds: { 'stale-heartbeat': level(120, 600) },
      expected: [['stale-heartbeat', 'warning', null, 1]],
    },
  ]);

  itGivesEvidence('stale-heartbeat', aReading([anActiveItem(700), anActiveItem(5)]), {
    activeCount: 2,
    silentCount: 1,
    longestSilenceSeconds: 700,
    warningSeconds: null,
    criticalSeconds: 600,
  });
});
