/** What a run observed of the whole monitor, with boring defaults. */
import type { MonitorObserved } from '../../lambda/judge/conditions/condition-definition.ts';
import { UNKNOWN_SKEW } from '../../lambda/model/instant.ts';
import { AT } from './a-work-item.ts';

export function aMonitorObserved(overrides: Partial<MonitorObserved> = {}): MonitorObserved {
  return {
    errors: new Map([['env_a', null]]),
    counters: { failedRunCount: 0, failingSince: null },
    streaks: {},
    waiting: new Map(),
    discovery: null,
    instant: { at: AT, previousAt: null, skew: UNKNOWN_SKEW, deviationMs: 0, isUnconfirmed: false },
    unreadable: [],
    sessions: null,
    at: AT,
    ...overrides,
  };
}
