import { describe } from 'vitest';
import { ago, aReading, aWorkItem } from '../../../support/a-work-item.ts';
import { itFinds, itGivesEvidence } from '../diagnose-reading.ts';

describe('stuck-starting', () => {
  itFinds([
    {
      name: 'acked work that never starts',
      items: [aWorkItem({ state: 'starting', createdAt: ago(400), acknowledgedAt: ago(300) })],
      expected: [['stuck-starting', 'warning', null, 1]],
    },
  ]);

  itGivesEvidence(
    'stuck-starting',
    aReading([aWorkItem({ state: 'starting', createdAt: ago(400), acknowledgedAt: ago(300) })]),
    {
      count: 1,
      longestSeconds: 300,
      normalFromSeconds: null,
      normalToSeconds: null,
      warningSeconds: 300,
      criticalSeconds: 900,
    },
  );
});
