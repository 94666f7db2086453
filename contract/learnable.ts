/** Which levels are learned from the environment itself, unless the settings write them. */
import type { EnvironmentCondition, Severity } from './conditions.ts';

/** What is not learned, or not yet, has its default. */
export const LEARNED_LEVELS = {
  'queue-stuck': ['warning', 'critical'],
  'stale-heartbeat': ['warning'],
  'stuck-starting': ['warning', 'critical'],
  'long-running': ['warning'],
  'session-hung': ['warning', 'critical'],
} as const satisfies Partial<Record<EnvironmentCondition, readonly Severity[]>>;

export type LearnedCondition = keyof typeof LEARNED_LEVELS;
export const LEARNED_CONDITIONS = Object.keys(LEARNED_LEVELS) as readonly LearnedCondition[];

/** Those learned from how long things take. */
export type NormCondition = Exclude<LearnedCondition, 'stale-heartbeat'>;

/** No learned warning is lower. */
export const LOWEST_LEARNED_SECONDS = 120;
