/** Builders with boring defaults: a test overrides only what it is about. */
import { DEFAULT_THRESHOLDS, type Threshold, type Thresholds } from '../../contract/conditions.ts';
import { LEARNED_CONDITIONS } from '../../contract/learnable.ts';
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { Reading } from '../../lambda/model/reading.ts';
import type { WorkItem } from '../../lambda/model/work-item.ts';

/** The instant of the run in tests. */
export const AT = new Date('2026-11-24T12:00:00.000Z');

/** So many seconds before AT. */
export const ago = (seconds: number): Date => new Date(AT.getTime() - seconds * 1000);

let created = 0;

/** A queued item, created a minute ago. */
export function aWorkItem(overrides: Partial<WorkItem> = {}): WorkItem {
  created++;
  const id = `work_${String(created).padStart(8, '0')}`;
  return {
    id,
    sessionId: `sess_${id.slice(5)}`,
    state: 'queued',
    createdAt: ago(60),
    acknowledgedAt: null,
    startedAt: null,
    latestHeartbeatAt: null,
    stopRequestedAt: null,
    stoppedAt: null,
    ...overrides,
  };
}

/** An active item whose last heartbeat was so many seconds ago. */
export function anActiveItem(silentSeconds: number, overrides: Partial<WorkItem> = {}): WorkItem {
  const startedAt = ago(silentSeconds + 30);
  return aWorkItem({
    state: 'active',
    createdAt: ago(silentSeconds + 60),
    acknowledgedAt: ago(silentSeconds + 40),
    startedAt,
    latestHeartbeatAt: ago(silentSeconds),
    ...overrides,
  });
}

/** A complete reading of these items, without work stats. */
export function aReading(items: readonly WorkItem[], overrides: Partial<Reading> = {}): Reading {
  const stateCounts = { queued: 0, starting: 0, active: 0, stopping: 0, stopped: 0, other: 0 };
  for (const { state } of items) stateCounts[state]++;
  return {
    completeness: 'complete',
    error: null,
    items,
    itemsReadCount: items.length,
    stateCounts,
    malformedCount: 0,
    unreadableCounts: {},
    unknownStates: {},
    healthcheckCount: 0,
    mismatchCount: 0,
    driftCount: 0,
    stats: null,
    statsError: null,
    requestCount: 1,
    ...overrides,
  };
}

export const FORBIDDEN = {
  status: 403,
  type: 'permission_error',
  message: 'Not authorized for this operation',
  requestId: 'req_1',
};

export const aFailedReading = (overrides: Partial<Reading> = {}): Reading =>
  aReading([], { completeness: 'failed', error: FORBIDDEN, ...overrides });

/** The default rules with some thresholds replaced. */
export function someRules(thresholds: Partial<Thresholds> = {}): EnvironmentRules {
  return {
    thresholds: { ...DEFAULT_THRESHOLDS, ...thresholds },
    learnable: new Set(LEARNED_CONDITIONS),
    mute: [],
    pickupSeconds: null,
  };
}

export const level = (warning: number | null, critical: number | null): Threshold => ({ warning, critical });
