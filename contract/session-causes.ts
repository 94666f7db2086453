/**
 * What a session that does not end is doing, as its own events tell it. Reason codes are public: filter policies
 * and programs rely on them. What none of them fits is unknown, and is not named.
 */

/**
 * - `tool-unanswered`: its worker was given a tool call and has not returned the result.
 * - `waiting-for-a-person`: somebody has to allow a tool call.
 * - `model-running`: a request to the model was begun and has not ended.
 * - `slot-leaked`: it is over, and its work item still holds a worker.
 * - `rescheduling`: the service is about to run it elsewhere.
 * - `session-gone`: the API does not know it any more.
 * - `no-progress`: it is said to run, and nothing happens in it.
 */
export const SESSION_CAUSES = [
  'tool-unanswered',
  'waiting-for-a-person',
  'model-running',
  'slot-leaked',
  'rescheduling',
  'session-gone',
  'no-progress',
] as const;
export type SessionCause = (typeof SESSION_CAUSES)[number];

export const isSessionCause = (text: string | null): text is SessionCause =>
  SESSION_CAUSES.some((cause) => cause === text);
