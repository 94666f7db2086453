/**
 * Every limit of time of a run, in milliseconds from its start unless it says otherwise. Each stage ends before
 * the next must, the run before its function, the function before its lease.
 */
export const TIME_BUDGET = {
  /** Alerts that an earlier run left: a topic that hangs must not keep a run from reading. */
  notifyLeftoverUntilMs: 5_000,
  /** Lists that are known. What they leave no time for waits for the next run. */
  readKnownUntilMs: 40_000,
  /** First walks of lists begin when all that is known was read, and then at the latest: else a new one never was. */
  readWalksFromMs: 30_000,
  /** First walks of lists. */
  readWalksUntilMs: 45_000,
  /** Sessions, after all lists. */
  readSessionsUntilMs: 47_000,
  /** Of sessions, from the first request: what is published must not wait for them. */
  readSessionsMs: 10_000,
  /** Of one request about a session: one that hangs must leave time for others. */
  sessionRequestMs: 3_000,
  /** Of one request for work stats, while nobody gets them. */
  statsRequestMs: 3_000,
  /** Metrics of the environments. */
  publishUntilMs: 50_000,
  /** Alerts of this run. */
  notifyUntilMs: 52_000,
  /** The monitor's own metrics. */
  publishOwnUntilMs: 56_000,
  /** A run that took longer raises an alarm. */
  durationAlarmMs: 55_000,
  /** Lambda ends the function. */
  functionTimeoutMs: 60_000,
  /** Longer than a run can take; the lease of a killed run ends by itself before the next run but one. */
  leaseMs: 75_000,
  /** Of the alerts of this run, from their first one. */
  notifyMs: 10_000,
  /** Of one request to the API: a list of 100 rows that takes longer is as good as no answer. */
  requestTimeoutMs: 10_000,
  /** Of exchanging a service account key, retries included, where there is no valid token to go on with. */
  exchangeMs: 20_000,
  /** Where there is one: the run must not wait long for another. */
  renewalMs: 3_000,
  /** A page is not begun so shortly before the deadline: one that hangs is a fault, one that is cut off is none. */
  lastPageMs: 2_000,
  /** Of one try of a call to AWS, of which each has awsTriesCount: one that hangs must leave time for the rest. */
  awsRequestTimeoutMs: 5_000,
  awsConnectionTimeoutMs: 2_000,
  awsTriesCount: 3,
  /** Between two runs. */
  runEveryMs: 60_000,
} as const;
