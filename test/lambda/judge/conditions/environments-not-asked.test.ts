import { describe, expect, it } from 'vitest';
import { environmentsNotAsked } from '../../../../lambda/judge/conditions/environments-not-asked.ts';
import { ago } from '../../../support/a-work-item.ts';
import { aMonitorObserved } from '../../../support/monitor-observed.ts';

const down = { status: 503, type: 'api_error', message: 'No', requestId: null };

const find = (waitingSeconds: Readonly<Record<string, number>>, error: typeof down | null = null) =>
  environmentsNotAsked.find(
    aMonitorObserved({
      waiting: new Map(Object.entries(waitingSeconds).map(([id, seconds]) => [id, ago(seconds)])),
      errors: new Map(['env_a', 'env_b', 'env_c'].map((id) => [id, error])),
    }),
  );

describe('environments-not-asked', () => {
  it('is nothing while nobody waits for five minutes', () => {
    expect(find({})).toBeNull();
    expect(find({ env_d: 299 })).toBeNull();
  });

  it('names those that wait for five minutes, and since when', () => {
    expect(find({ env_d: 300, env_e: 120, env_f: 360 })).toEqual({
      environmentIds: ['env_d', 'env_f'],
      found: {
        severity: 'warning',
        reason: null,
        since: ago(360),
        items: [],
        evidence: { notAskedCount: 2, environmentCount: 6, oldestSeconds: 360 },
      },
    });
  });

  it('cannot tell while the API answers nobody', () => {
    expect(find({ env_d: 300 }, down)).toBe('unknown');
  });
});
