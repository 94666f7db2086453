/** Alerts whose whole text is kept in golden/, to be read as prose. */
import {
  CHANGES,
  type Change,
  CONDITION_ENTRIES,
  CONDITIONS,
  type Condition,
  type EnvironmentCondition,
  isMonitorCondition,
} from '../../../contract/conditions.ts';
import { DEFINITIONS, ENVIRONMENT_DEFINITIONS } from '../../../lambda/judge/conditions/definitions.ts';
import type { Alert } from '../../../lambda/model/incident.ts';
import { anAlert, someBouncedItems, someItems } from './an-alert.ts';

const QUEUE_EVIDENCE = ENVIRONMENT_DEFINITIONS['queue-stuck'].example;

const WRITTEN_OUT: Readonly<Record<string, Alert>> = {
  'queue-stuck-opened-no-workers': anAlert({
    items: someItems(20, 1620),
    itemCount: 34,
    evidence: QUEUE_EVIDENCE,
  }),
  'queue-stuck-opened-overtaken': anAlert({
    severity: 'warning',
    reason: 'overtaken',
    evidence: {
      ...QUEUE_EVIDENCE,
      depthCount: 1,
      acknowledgedLast300sCount: 6,
      activeCount: 3,
      freshHeartbeatCount: 3,
    },
  }),
  'queue-stuck-worsened': anAlert({
    change: 'worsened',
    reason: 'deliveries-unacknowledged',
    items: someItems(2, 1620),
    evidence: { ...QUEUE_EVIDENCE, depthCount: 2, pendingCount: 2, workersPollingCount: 1, activeCount: 0 },
  }),
  'queue-stuck-grew': anAlert({
    change: 'grew',
    severity: 'warning',
    reason: 'busy',
    items: someItems(12, 1620),
    newItemCount: 8,
    evidence: {
      ...QUEUE_EVIDENCE,
      depthCount: 12,
      workersPollingCount: null,
      pendingCount: null,
      activeCount: 4,
      freshHeartbeatCount: 4,
    },
  }),
  'queue-stuck-resolved': anAlert({
    change: 'resolved',
    ending: 'recovered',
    items: [],
    itemCount: 3,
    openedAt: new Date('2026-11-24T16:53:00Z'),
    evidence: { ...QUEUE_EVIDENCE, depthCount: 3 },
  }),
  'stale-heartbeat-opened': anAlert({
    condition: 'stale-heartbeat',
    reason: null,
    since: new Date('2026-11-24T17:03:00Z'),
    items: someItems(2, 720, 'active'),
    evidence: {
      activeCount: 5,
      silentCount: 2,
      longestSilenceSeconds: 720,
      warningSeconds: 360,
      criticalSeconds: 600,
    },
  }),
  'stale-heartbeat-reminded': anAlert({
    condition: 'stale-heartbeat',
    change: 'reminded',
    reason: null,
    since: new Date('2026-11-24T09:03:00Z'),
    openedAt: new Date('2026-11-24T09:13:00Z'),
    items: someItems(1, 29_520, 'active'),
    evidence: {
      activeCount: 1,
      silentCount: 1,
      longestSilenceSeconds: 29_520,
      warningSeconds: null,
      criticalSeconds: 600,
    },
  }),
  'stuck-starting-opened': anAlert({
    condition: 'stuck-starting',
    severity: 'warning',
    reason: null,
    since: new Date('2026-11-24T17:09:00Z'),
    items: someItems(1, 360, 'starting'),
    evidence: { count: 1, longestSeconds: 360 },
  }),
  'stuck-stopping-opened': anAlert({
    condition: 'stuck-stopping',
    severity: 'warning',
    reason: null,
    since: new Date('2026-11-24T17:08:20Z'),
    items: someItems(1, 400, 'stopping'),
    evidence: ENVIRONMENT_DEFINITIONS['stuck-stopping'].example,
  }),
  'stuck-stopping-resolved': anAlert({
    condition: 'stuck-stopping',
    change: 'resolved',
    severity: 'warning',
    reason: null,
    ending: 'stopped',
    items: [],
    itemCount: 1,
    evidence: { count: 1, longestSeconds: 400 },
  }),
  'work-bounced-opened': anAlert({
    condition: 'work-bounced',
    severity: 'warning',
    reason: null,
    environmentName: null,
    since: new Date('2026-11-24T16:59:52Z'),
    items: someBouncedItems(5, 660),
    evidence: { bouncedCount: 7, acknowledgedCount: 24, inARowCount: 1, usualPercent: 0.7 },
  }),
  'long-running-opened': anAlert({
    condition: 'long-running',
    severity: 'warning',
    reason: null,
    since: new Date('2026-11-23T13:15:00Z'),
    items: someItems(2, 100_800, 'active'),
    evidence: { count: 2, longestSeconds: 100_800 },
    threshold: { warning: 86_400, critical: null },
  }),
  'session-hung-opened': anAlert({
    condition: 'session-hung',
    severity: 'warning',
    reason: 'tool-unanswered',
    since: new Date('2026-11-24T17:01:00Z'),
    items: someItems(1, 840, 'active'),
    evidence: ENVIRONMENT_DEFINITIONS['session-hung'].example,
  }),
  'session-hung-worsened': anAlert({
    condition: 'session-hung',
    change: 'worsened',
    reason: 'no-progress',
    since: new Date('2026-11-24T16:44:00Z'),
    items: someItems(3, 1860, 'active'),
    evidence: {
      ...ENVIRONMENT_DEFINITIONS['session-hung'].example,
      count: 3,
      longestSeconds: 1860,
      silentSeconds: 420,
      silentCount: 1,
      sessionCauses: 'no-progress 3',
      causeSeconds: 1860,
      toolName: null,
    },
  }),
  'queue-deep-opened': anAlert({
    condition: 'queue-deep',
    severity: 'warning',
    reason: null,
    items: [],
    evidence: { depthCount: 120, runCount: 5 },
    threshold: { warning: 100, critical: null },
  }),
  'environment-unreadable-opened': anAlert({
    condition: 'environment-unreadable',
    severity: 'warning',
    reason: 'permission_error',
    since: new Date('2026-11-24T17:12:00Z'),
    items: [],
    itemCount: 0,
    evidence: {
      status: 403,
      type: 'permission_error',
      message: 'Not authorized for this operation.\nCRITICAL: forged line',
      requestId: 'req_8c1f',
      failedRunCount: 3,
    },
  }),
  'environment-unreadable-withdrawn': anAlert({
    condition: 'environment-unreadable',
    change: 'withdrawn',
    severity: 'warning',
    reason: 'timeout',
    ending: 'not-configured',
    items: [],
    itemCount: 0,
    evidence: {
      status: null,
      type: 'timeout',
      message: 'No answer within 10 s',
      requestId: null,
      failedRunCount: 7,
    },
  }),
  'api-unreachable-opened-401': anAlert({
    condition: 'api-unreachable',
    reason: '401',
    environmentName: null,
    environmentIds: ['env_a1', 'env_b2', 'env_c3', 'env_d4'],
    since: new Date('2026-11-24T17:12:00Z'),
    items: [],
    itemCount: 0,
    evidence: {
      status: 401,
      type: 'authentication_error',
      message: 'Invalid API key or token.',
      requestId: 'req_9d2a',
      environmentCount: 4,
      failedCount: 4,
    },
  }),
  'api-unreachable-changed': anAlert({
    condition: 'api-unreachable',
    change: 'changed',
    environmentName: null,
    environmentIds: ['env_a1', 'env_b2'],
    reason: '401 of shards 0, 2',
    previousReason: '401 of all shards',
    items: [],
    evidence: {
      ...DEFINITIONS['api-unreachable'].example,
      environmentCount: 9,
      failedCount: 6,
      shards: '0, 2',
    },
  }),
  'api-unreachable-resolved': anAlert({
    condition: 'api-unreachable',
    change: 'resolved',
    reason: '5xx',
    ending: 'recovered',
    environmentName: null,
    environmentIds: ['env_a1', 'env_b2', 'env_c3'],
    items: [],
    itemCount: 0,
    evidence: {
      status: 503,
      type: 'unexpected_response',
      message: 'Bad gateway',
      environmentCount: 5,
      failedCount: 3,
    },
  }),
};

/** A message of a group has no evidence and no items: what is true of all of its environments. */
function ofGroup(condition: EnvironmentCondition, overrides: Partial<Alert> = {}): Alert {
  return anAlert({
    environmentIds: Array.from({ length: 12 }, (_, index) => `env_group_${index + 1}`),
    environmentName: null,
    reason: null,
    items: [],
    ...overrides,
    condition,
    evidence: {},
  });
}

const OF_GROUPS: Readonly<Record<string, Alert>> = {
  'group-queue-stuck-opened': ofGroup('queue-stuck', { reason: 'no-workers', itemCount: 96 }),
  'group-queue-stuck-changed': ofGroup('queue-stuck', {
    change: 'changed',
    severity: 'warning',
    highestSeverity: 'critical',
    reason: 'slow',
    previousReason: 'no-workers',
    itemCount: 96,
  }),
  'group-queue-stuck-resolved': ofGroup('queue-stuck', {
    change: 'resolved',
    reason: 'slow',
    ending: 'recovered',
    itemCount: 96,
  }),
  'group-queue-stuck-resolved-mixed': ofGroup('queue-stuck', {
    change: 'resolved',
    reason: 'no-workers',
    itemCount: 96,
  }),
  'group-stale-heartbeat-opened': ofGroup('stale-heartbeat', { itemCount: 31 }),
  'group-stale-heartbeat-reminded': ofGroup('stale-heartbeat', {
    change: 'reminded',
    openedAt: new Date('2026-11-24T13:15:00Z'),
    since: new Date('2026-11-24T13:03:00Z'),
    itemCount: 31,
  }),
  'group-stuck-stopping-grew': ofGroup('stuck-stopping', { change: 'grew', itemCount: 31, newItemCount: 9 }),
  'group-work-bounced-opened': ofGroup('work-bounced', { itemCount: 60 }),
  'group-environment-unreadable-opened': ofGroup('environment-unreadable', {
    reason: 'not_found_error',
    severity: 'warning',
  }),
  'group-environment-unreadable-withdrawn': ofGroup('environment-unreadable', {
    change: 'withdrawn',
    reason: 'not_found_error',
    severity: 'warning',
    ending: 'not-found',
  }),
};

/** Conditions that are about none. */
const WITHOUT_ENVIRONMENTS: readonly Condition[] = ['nothing-watched', 'clock-unclear'];

/** One alert of each condition, as it opened: one that is written out, or made of the condition's example. */
const OPENED: readonly Alert[] = CONDITIONS.map(
  (condition) =>
    Object.values(WRITTEN_OUT).find((alert) => alert.condition === condition && alert.change === 'opened') ??
    exampleOf(condition),
);

function exampleOf(condition: Condition): Alert {
  const isAboutItems = !isMonitorCondition(condition) && CONDITION_ENTRIES[condition].unit === 'seconds';
  const subject = isMonitorCondition(condition)
    ? {
        environmentName: null,
        environmentIds: WITHOUT_ENVIRONMENTS.includes(condition) ? [] : ['env_a1', 'env_b2'],
      }
    : {};
  return anAlert({
    condition,
    severity: CONDITION_ENTRIES[condition].levels.warning === null ? 'critical' : 'warning',
    reason: null,
    items: isAboutItems ? someItems(1, 1620, 'active') : [],
    evidence: DEFINITIONS[condition].example,
    ...subject,
  });
}

/** Workers are back. */
const DRAINING = {
  severity: 'warning',
  highestSeverity: 'critical',
  reason: 'slow',
  previousReason: 'no-workers',
  evidence: {
    ...DEFINITIONS['queue-stuck'].example,
    acknowledgedLast300sCount: 9,
    activeCount: 3,
    freshHeartbeatCount: 3,
    secondsLeft: 720,
  },
} as const;

/** The same alert with another change. */
function withChange(alert: Alert, change: Change): Alert {
  const later = new Date(alert.openedAt.getTime() + 4 * 3_600_000);
  switch (change) {
    case 'opened':
      return alert;
    case 'changed':
      return { ...alert, ...DRAINING, change };
    case 'grew':
      return { ...alert, change, itemCount: alert.itemCount + 2, newItemCount: 2 };
    case 'worsened':
      return { ...alert, change, severity: 'critical' };
    case 'reminded':
      return { ...alert, change, at: later, newItemCount: 0 };
    case 'resolved':
      return { ...alert, change, at: later, items: [], ending: 'recovered' };
    case 'withdrawn':
      return { ...alert, change, at: later, items: [], ending: 'not-configured' };
  }
}

/** Only items can become more, and not those that are a trace; what is wrong with the monitor is always watched, and has fixed levels. */
function canHave({ condition, items }: Alert, change: Change): boolean {
  const { growsBy = 'items' } = DEFINITIONS[condition];
  if (change === 'changed') return condition === 'queue-stuck';
  if (change === 'grew') return growsBy !== 'nothing' && items.length > 0;
  const { warning, critical } = CONDITION_ENTRIES[condition].levels;
  if (change === 'worsened') return !isMonitorCondition(condition) || (warning !== null && critical !== null);
  return !isMonitorCondition(condition) || change !== 'withdrawn';
}

const PAIRS = OPENED.flatMap((alert) =>
  CHANGES.filter((change) => canHave(alert, change)).map(
    (change) => [`${alert.condition}-${change}`, withChange(alert, change)] as const,
  ),
);

/** Every condition with every change it can have; those written out show a case of their own. */
export const GOLDEN_ALERTS: Readonly<Record<string, Alert>> = {
  ...Object.fromEntries(PAIRS),
  ...WRITTEN_OUT,
  ...OF_GROUPS,
};
