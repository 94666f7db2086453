/** Incidents of most environments that began in the same run for the same reason, and are told as one. */
import type { Condition, Severity } from '../../contract/conditions.ts';

export interface AlertGroup {
  /** In place of an incident's: `<monitor>.<condition>.<instant of opening>`. */
  readonly id: string;
  readonly condition: Condition;
  readonly reason: string | null;
  /** The highest it had. */
  readonly severity: Severity;
  readonly openedAt: Date;
  /** Of the incident that has lasted longest. */
  readonly since: Date;
  readonly lastToldAt: Date;
  readonly messageCount: number;
  /** Environments whose incident is open, and told by the group alone. */
  readonly activeIds: readonly string[];
  /** Those whose incident has ended, which nobody knows yet. */
  readonly endedIds: readonly string[];
  /** When the first of them ended. */
  readonly endedSince: Date | null;
}
