/** A condition that holds, with the evidence for it. */
import type { Condition, Severity } from '../../contract/conditions.ts';
import type { WorkItem } from './work-item.ts';

export interface FindingItem {
  readonly id: string;
  readonly sessionId: string | null;
  readonly state: WorkItem['state'];
  /** How long it has been in the way the condition describes. */
  readonly ageSeconds: number;
  /** When it crossed the lowest threshold of the condition. */
  readonly crossedAt: Date;
}

/** Facts behind a finding, by name with the unit in it, such as `pendingCount`; null is "the API did not say". */
export type Evidence = Readonly<Record<string, number | string | null>>;

export interface Finding {
  readonly condition: Condition;
  readonly severity: Severity;
  /** A reason code, where the condition has several: the queue reasons of queue-stuck, the error type of environment-unreadable. */
  readonly reason: string | null;
  /** When what the condition describes began: the oldest item's creation, the longest silence's last heartbeat, … */
  readonly since: Date;
  /** The items past the lowest threshold, longest first; all of them. Empty for conditions that are not about items. */
  readonly items: readonly FindingItem[];
  readonly evidence: Evidence;
}
