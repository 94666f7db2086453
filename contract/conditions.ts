/**
 * What the monitor can say about an environment: verdicts, conditions, severities, reasons, and the default
 * thresholds. Condition names and reason codes are public: filter policies and programs rely on them.
 */

/** Verdict on a queue, with the value of the metric QueueVerdict. `unknown` is never published. */
export const VERDICT_CODES = { ok: 0, slow: 1, busy: 2, stalled: 3, 'no-workers': 4 } as const;
export type KnownVerdict = keyof typeof VERDICT_CODES;
export type Verdict = KnownVerdict | 'unknown';

/** Why the oldest item waits. The first four qualify `stalled`; the others are verdicts of their own. */
export const QUEUE_REASONS = [
  'overtaken',
  'deliveries-unacknowledged',
  'workers-not-taking',
  'unknown',
  'slow',
  'busy',
  'no-workers',
] as const;
export type QueueReason = (typeof QUEUE_REASONS)[number];

export const SEVERITIES = ['warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `null` is `off`. The unit is the condition's. Reached means at least: 300 s is past a warning of 300. */
export interface Threshold {
  readonly warning: number | null;
  readonly critical: number | null;
}

interface ConditionEntry {
  /** For a badge or a bar. */
  readonly label: string;
  /** What it says, in a line; all of it is in docs/conditions.md. */
  readonly meaning: string;
  /** Of the levels. */
  readonly unit: string;
  readonly levels: Threshold;
}

const OFF = { warning: null, critical: null };

/** Conditions of an environment, in the order in which they are told. The levels are defaults. */
const OF_ENVIRONMENTS = {
  'environment-unreadable': {
    label: 'Unreadable',
    meaning: 'the environment cannot be read',
    unit: 'runs in a row',
    levels: { warning: 3, critical: 10 },
  },
  'queue-stuck': {
    label: 'Queue stuck',
    meaning: 'work waits, and why: see the verdict',
    unit: 'seconds',
    levels: { warning: 300, critical: 900 },
  },
  'stale-heartbeat': {
    label: 'Stale heartbeat',
    meaning: 'an active item sends no heartbeats',
    unit: 'seconds',
    // No default warning: a silence means something only where the beat is known (configured or learned).
    levels: { warning: null, critical: 600 },
  },
  'stuck-starting': {
    label: 'Stuck starting',
    meaning: 'an item was acked and has not started',
    unit: 'seconds',
    levels: { warning: 300, critical: 900 },
  },
  'stuck-stopping': {
    label: 'Stuck stopping',
    meaning: 'an item was asked to stop and has not',
    unit: 'seconds',
    levels: { warning: 300, critical: 1800 },
  },
  'work-bounced': {
    label: 'Work bounced',
    meaning: 'items end right after the ack and never start',
    unit: 'bounces in a row',
    // The warning also holds at a share of the last 30 acks that is well above the usual one.
    levels: { warning: 3, critical: 5 },
  },
  'long-running': {
    label: 'Long running',
    meaning: 'an item is active for too long',
    unit: 'seconds',
    levels: OFF,
  },
  'queue-deep': {
    label: 'Queue deep',
    meaning: 'many items are queued, 5 runs in a row',
    unit: 'items',
    levels: OFF,
  },
  'reading-incomplete': {
    label: 'Read in part',
    meaning: 'its list is too long to be read to its end in one run',
    unit: 'runs in a row',
    levels: { warning: 5, critical: null },
  },
  'rows-not-understood': {
    label: 'Not understood',
    meaning: 'its list has rows, timestamps or states that this version cannot read',
    unit: 'runs in a row',
    levels: { warning: 5, critical: null },
  },
} as const satisfies Record<string, ConditionEntry>;

/** Conditions of the whole monitor, in the order in which they are told. Their levels are fixed. */
const OF_MONITOR = {
  'api-unreachable': {
    label: 'API unreachable',
    meaning: 'every environment, or most of them, fail in the same way',
    unit: 'runs in a row',
    levels: { warning: null, critical: 3 },
  },
  'nothing-watched': {
    label: 'Nothing watched',
    meaning: 'all environments are to be watched, and the API lists none',
    unit: 'runs in a row',
    levels: { warning: 1, critical: 15 },
  },
  'environments-not-asked': {
    label: 'Not asked',
    meaning: 'an environment waits for too long until a run has time to read it',
    unit: 'seconds',
    levels: { warning: 300, critical: null },
  },
  'clock-unclear': {
    label: 'Clock unclear',
    meaning: 'the API’s answers tell times that nothing confirms',
    unit: 'runs in a row',
    levels: { warning: 5, critical: null },
  },
  'state-unreadable': {
    label: 'State unreadable',
    meaning: 'rows of the monitor’s own table cannot be read',
    unit: 'rows',
    levels: { warning: 1, critical: null },
  },
} as const satisfies Record<string, ConditionEntry>;

export type EnvironmentCondition = keyof typeof OF_ENVIRONMENTS;
export type MonitorCondition = keyof typeof OF_MONITOR;
export type Condition = EnvironmentCondition | MonitorCondition;

export const CONDITION_ENTRIES: Readonly<Record<Condition, ConditionEntry>> = {
  ...OF_ENVIRONMENTS,
  ...OF_MONITOR,
};

export const ENVIRONMENT_CONDITIONS = Object.keys(OF_ENVIRONMENTS) as readonly EnvironmentCondition[];
export const MONITOR_CONDITIONS = Object.keys(OF_MONITOR) as readonly MonitorCondition[];
export const CONDITIONS: readonly Condition[] = [...ENVIRONMENT_CONDITIONS, ...MONITOR_CONDITIONS];

export function isMonitorCondition(condition: Condition): condition is MonitorCondition {
  return Object.hasOwn(OF_MONITOR, condition);
}

export type ConfigurableCondition = EnvironmentCondition;
export type Thresholds = { readonly [Name in ConfigurableCondition]: Threshold };

export const DEFAULT_THRESHOLDS = Object.fromEntries(
  ENVIRONMENT_CONDITIONS.map((condition) => [condition, OF_ENVIRONMENTS[condition].levels]),
) as Thresholds;

/** What an alert says has happened to its incident. */
export const CHANGES = [
  'opened',
  'changed',
  'grew',
  'worsened',
  'reminded',
  'resolved',
  'withdrawn',
] as const;
export type Change = (typeof CHANGES)[number];

/** What became of the items an incident was about; `recovered` where it was not about items. */
export const RESOLVED_ENDINGS = ['recovered', 'stopped', 'no-longer-listed'] as const;
/** Why a subject is no longer watched. */
export const WITHDRAWN_ENDINGS = ['not-configured', 'archived', 'not-found', 'not-listed'] as const;
export const ENDINGS = [...RESOLVED_ENDINGS, ...WITHDRAWN_ENDINGS] as const;
export type ResolvedEnding = (typeof RESOLVED_ENDINGS)[number];
export type WithdrawnEnding = (typeof WITHDRAWN_ENDINGS)[number];
export type Ending = (typeof ENDINGS)[number];
