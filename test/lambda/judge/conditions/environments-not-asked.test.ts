import { describe, expect, it } from 'vitest';
import { environmentsNotAsked } from '../../../../lambda/judge/conditions/environments-not-asked.ts';
import { ago } from '../../../support/a-work-item.ts';
import { aMonitorObserved } from '../../../support/monitor-observed.ts';

const find = (notAskedIds: readonly string[], runCount: number) =>
  environmentsNotAsked.find(
    aMonitorObserved({
      notAskedIds,
      errors: new Map(['env_a', 'env_b', 'env_c'].map((id) => [id, null])),
      streaks: { 'not-asked': { runCount, since: ago(120) } },
    }),
  );

describe('environments-not-asked', () => {
  it('is over once all are asked', () => {
    expect(find([], 3)).toBeNull();
  });

  it('is not known for two runs, and then names them', () => {
    expect(find(['env_b'], 2)).toBe('unknown');
    expect(find(['env_b', 'env_c'], 3)).toEqual({
      environmentIds: ['env_b', 'env_c'],
      found: {
        severity: 'warning',
        reason: null,
        since: ago(120),
        items: [],
        evidence: { notAskedCount: 2, environmentCount: 3 },
      },
    });
  });
});
