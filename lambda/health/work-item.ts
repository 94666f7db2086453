/** A work item as the monitor sees it. Source: the list endpoint's work item object. */

export const WORK_STATES = ['queued', 'starting', 'active', 'stopping', 'stopped'] as const;
export type WorkState = (typeof WORK_STATES)[number];

export interface WorkItem {
  readonly id: string;
  /** The session the item runs; null when the API does not say. */
  readonly sessionId: string | null;
  /** `other` stands for a state this version does not know: counted, never judged. */
  readonly state: WorkState | 'other';
  readonly createdAt: Date;
  readonly acknowledgedAt: Date | null;
  /** First successful heartbeat. */
  readonly startedAt: Date | null;
  readonly latestHeartbeatAt: Date | null;
  readonly stopRequestedAt: Date | null;
  readonly stoppedAt: Date | null;
}
