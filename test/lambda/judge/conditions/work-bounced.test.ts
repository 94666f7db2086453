import { describe } from 'vitest';
import { ago, aReading, aWorkItem } from '../../../support/a-work-item.ts';
import { itFinds, itGivesEvidence } from '../diagnose-reading.ts';

const bounced = (acknowledgedSeconds: number) =>
  aWorkItem({
    state: 'stopped',
    createdAt: ago(2000),
    acknowledgedAt: ago(acknowledgedSeconds),
    stopRequestedAt: ago(acknowledgedSeconds - 5),
    stoppedAt: ago(acknowledgedSeconds - 10),
  });
const ranWell = () =>
  aWorkItem({
    state: 'stopped',
    createdAt: ago(2000),
    acknowledgedAt: ago(500),
    startedAt: ago(490),
    stoppedAt: ago(100),
  });

describe('work-bounced', () => {
  itFinds([
    {
      name: 'three bounced of six acked are half',
      items: [bounced(899), bounced(100), bounced(50), ranWell(), ranWell(), ranWell()],
      expected: [['work-bounced', 'warning', null, 3]],
    },
    {
      name: 'three bounced of seven acked are less than half',
      items: [bounced(899), bounced(100), bounced(50), ranWell(), ranWell(), ranWell(), ranWell()],
      expected: [],
    },
    { name: 'two bounced are below three', items: [bounced(100), bounced(50)], expected: [] },
    {
      name: 'bounced work older than 15 minutes is over',
      items: [bounced(901), bounced(100), bounced(50)],
      expected: [],
    },
  ]);

  itGivesEvidence('work-bounced', aReading([bounced(899), bounced(100), bounced(50), ranWell()]), {
    bouncedCount: 3,
    acknowledgedCount: 4,
  });
});
