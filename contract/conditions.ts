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

/** Conditions of an environment, in the order in which they are told. */
export const ENVIRONMENT_CONDITIONS = [
  'environment-unreadable',
  'queue-stuck',
  'stale-heartbeat',
  'stuck-starting',
  'stuck-stopping',
  'work-bounced',
  'long-running',
  'queue-deep',
] as const;
export type EnvironmentCondition = (typeof ENVIRONMENT_CONDITIONS)[number];

/** Conditions of the whole monitor. */
export const MONITOR_CONDITIONS = ['api-unreachable'] as const;
export type MonitorCondition = (typeof MONITOR_CONDITIONS)[number];

export type Condition = EnvironmentCondition | MonitorCondition;

/** What an alert says has happened to its incident. */
export const CHANGES = ['opened', 'grew', 'worsened', 'reminded', 'resolved', 'withdrawn'] as const;
export type Change = (typeof CHANGES)[number];

/** `null` is `off`. The unit is the condition's: see THRESHOLD_UNITS. */
export interface Threshold {
  readonly warning: number | null;
  readonly critical: number | null;
}

export type ConfigurableCondition = EnvironmentCondition;
export type Thresholds = { readonly [Name in ConfigurableCondition]: Threshold };

export const THRESHOLD_UNITS = {
  'environment-unreadable': 'runs in a row',
  'queue-stuck': 'seconds',
  'stale-heartbeat': 'seconds',
  'stuck-starting': 'seconds',
  'stuck-stopping': 'seconds',
  'work-bounced': 'items in 15 minutes',
  'long-running': 'seconds',
  'queue-deep': 'items',
} as const satisfies Record<ConfigurableCondition, string>;

/** Reached means at least: an item of exactly 300 s is past a warning of 300. */
export const DEFAULT_THRESHOLDS: Thresholds = {
  'environment-unreadable': { warning: 3, critical: 10 },
  'queue-stuck': { warning: 300, critical: 900 },
  // No default warning: a silence means something only where the beat is known (configured or learned).
  'stale-heartbeat': { warning: null, critical: 600 },
  'stuck-starting': { warning: 300, critical: 900 },
  'stuck-stopping': { warning: 300, critical: 1800 },
  'work-bounced': { warning: 3, critical: null },
  'long-running': { warning: null, critical: null },
  'queue-deep': { warning: null, critical: null },
};
