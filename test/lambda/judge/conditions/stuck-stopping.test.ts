import { describe } from 'vitest';
import { ago, aReading, aWorkItem } from '../../../support/a-work-item.ts';
import { itFinds, itGivesEvidence } from '../diagnose-reading.ts';

describe('stuck-stopping', () => {
  itFinds([
    {
      name: 'a stop that nobody confirms',
      items: [
        aWorkItem({
          state: 'stopping',
          createdAt: ago(4000),
          startedAt: ago(3000),
          stopRequestedAt: ago(1800),
        }),
      ],
      expected: [['stuck-stopping', 'critical', null, 1]],
    },
  ]);

  itGivesEvidence(
    'stuck-stopping',
    aReading([
      aWorkItem({ state: 'stopping', createdAt: ago(4000), startedAt: ago(3000), stopRequestedAt: ago(301) }),
    ]),
    { count: 1, longestSeconds: 301, silentCount: 1 },
  );

  itGivesEvidence(
    'stuck-stopping',
    aReading([
      aWorkItem({
        state: 'stopping',
        createdAt: ago(4000),
        startedAt: ago(3000),
        latestHeartbeatAt: ago(20),
        stopRequestedAt: ago(400),
      }),
    ]),
    { count: 1, longestSeconds: 400, silentCount: 0 },
  );
});
