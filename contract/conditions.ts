/**
 * What the monitor can say about an environment: verdicts, conditions, severities, reasons, and the default
 * thresholds. Condition names and reason codes are public: filter policies and programs rely on them.
 */
import { OF_ENVIRONMENTS, OF_MONITOR } from './condition-catalogue.ts';

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
  /** Only sessions tell of it: where they are not read, it is neither found nor over. */
  readonly isOfSessions?: true;
}

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
const WITHDRAWN_ENDINGS = ['not-configured', 'archived', 'not-found', 'not-listed'] as const;
export const ENDINGS = [...RESOLVED_ENDINGS, ...WITHDRAWN_ENDINGS] as const;
export type ResolvedEnding = (typeof RESOLVED_ENDINGS)[number];
export type WithdrawnEnding = (typeof WITHDRAWN_ENDINGS)[number];
export type Ending = (typeof ENDINGS)[number];
