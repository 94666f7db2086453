import { describe, expect, it } from 'vitest';
import { sessionsForbidden } from '../../../../lambda/judge/conditions/sessions-forbidden.ts';
import { NO_SESSIONS, type RunSessions, STEADY_PACE } from '../../../../lambda/model/session.ts';
import { ago } from '../../../support/a-work-item.ts';
import { aMonitorObserved } from '../../../support/monitor-observed.ts';

const sessions = (isForbidden: boolean | null, forbiddenRunCount: number): RunSessions => ({
  ...NO_SESSIONS,
  isForbidden,
  error: isForbidden ? { status: 403, type: 'permission_error' } : null,
  afterIds: new Map(),
  pace: { ...STEADY_PACE, forbiddenRunCount, forbiddenSince: ago(120) },
});
const find = (of: RunSessions | null) => sessionsForbidden.find(aMonitorObserved({ sessions: of }));

describe('sessions-forbidden', () => {
  it.each([
    ['sessions are not to be read', null, null],
    ['a token that reads them', sessions(false, 0), null],
    ['two runs', sessions(true, 2), null],
    ['a run that asked for none', sessions(null, 3), 'unknown'],
  ])('does not hold for %s', (_, of, expected) => {
    expect(find(of)).toEqual(expected);
  });

  it('holds for three runs in a row, and says what the API answers', () => {
    expect(find(sessions(true, 3))).toEqual({
      environmentIds: [],
      found: {
        severity: 'warning',
        reason: null,
        since: ago(120),
        items: [],
        evidence: { status: 403, runCount: 3 },
      },
    });
  });
});
