import { describe, expect, it } from 'vitest';
import { stateUnreadable } from '../../../../lambda/judge/conditions/state-unreadable.ts';
import type { Unreadable } from '../../../../lambda/model/row.ts';
import { AT } from '../../../support/a-work-item.ts';
import { aMonitorObserved } from '../../../support/monitor-observed.ts';

const row = (environmentId: string | null, why: Unreadable) => ({ environmentId, why });

describe('state-unreadable', () => {
  it('is over once all rows can be read', () => {
    expect(stateUnreadable.find(aMonitorObserved())).toBeNull();
  });

  it.each([
    ['corrupt', [row('env_a', 'corrupt'), row('env_a', 'corrupt'), row(null, 'corrupt')], ['env_a'], [0, 3]],
    ['newer-version', [row('env_a', 'corrupt'), row('env_b', 'newer-version')], ['env_a', 'env_b'], [1, 1]],
  ] as const)('says %s', (reason, unreadable, environmentIds, [newerCount, corruptCount]) => {
    expect(stateUnreadable.find(aMonitorObserved({ unreadable }))).toEqual({
      environmentIds,
      found: { severity: 'warning', reason, since: AT, items: [], evidence: { newerCount, corruptCount } },
    });
  });
});
