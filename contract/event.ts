/** The event of a run. It carries only the time it was scheduled for: an event can change nothing else. */
export const EVENT_SCHEMA_VERSION = 1;

export interface RunEvent {
  readonly schemaVersion: typeof EVENT_SCHEMA_VERSION;
  /** RFC 3339, seconds, `Z`. */
  readonly scheduledTime: string;
}

/** EventBridge Scheduler replaces the placeholder by the scheduled time, such as `2026-11-24T10:15:00Z`. */
export const SCHEDULER_INPUT: RunEvent = {
  schemaVersion: EVENT_SCHEMA_VERSION,
  scheduledTime: '<aws.scheduler.scheduled-time>',
};
