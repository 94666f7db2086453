/** A work item as the monitor sees it, and which of its instants counts for what: a null timestamp falls back to the one before it. Source: the list endpoint's work item object. */

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
  /** Instants that the API told in a form that cannot be read: they are not missing, and nothing follows from them. */
  readonly unreadable?: readonly WorkInstant[];
  /** What the API calls the state of `other`. */
  readonly unknownState?: string;
  /** Its `data` is no session: the API looks whether the workers are well. */
  readonly isHealthcheck?: boolean;
  /** It has stopped, whatever else its state says. */
  readonly isContradicting?: boolean;
}

export type WorkInstant =
  | 'acknowledgedAt'
  | 'startedAt'
  | 'latestHeartbeatAt'
  | 'stopRequestedAt'
  | 'stoppedAt';

const INSTANTS: readonly WorkInstant[] = [
  'acknowledgedAt',
  'startedAt',
  'latestHeartbeatAt',
  'stopRequestedAt',
  'stoppedAt',
];

/** Nothing looks back further than this, so what was over before it can be forgotten. */
export const SETTLE_LAG_SECONDS = 20 * 60;

/** Never negative: an item touched after the instant of the run has age 0. */
export function ageSeconds(since: Date, at: Date): number {
  return Math.max(0, at.getTime() - since.getTime()) / 1000;
}

/**
 * The first of the instants that the item has; one that cannot be read hides what came before it.
 * @returns null when that cannot be told
 */
function firstOf(item: WorkItem, names: readonly WorkInstant[]): Date | null {
  for (const name of names) {
    const at = item[name];
    if (at !== null) return at;
    if (item.unreadable?.includes(name)) return null;
  }
  return item.createdAt;
}

const STARTED_OR_BEFORE = ['startedAt', 'acknowledgedAt'] as const;
const SEEN_OR_BEFORE = ['latestHeartbeatAt', ...STARTED_OR_BEFORE] as const;
const STOP_ASKED_OR_BEFORE = ['stopRequestedAt', ...SEEN_OR_BEFORE] as const;

export const startedOrBefore = (item: WorkItem): Date | null => firstOf(item, STARTED_OR_BEFORE);

/**
 * Since when an item has been in its state; an active one counts from its last heartbeat: its silence.
 * @returns null when an instant that decides it cannot be read
 */
export function inStateSince(item: WorkItem): Date | null {
  switch (item.state) {
    case 'starting':
      return firstOf(item, ['acknowledgedAt']);
    case 'active':
      return firstOf(item, SEEN_OR_BEFORE);
    case 'stopping':
      return firstOf(item, STOP_ASKED_OR_BEFORE);
    case 'stopped':
      return firstOf(item, ['stoppedAt', ...STOP_ASKED_OR_BEFORE]);
    case 'queued':
    case 'other':
      return item.createdAt;
  }
}

/** The newest timestamp of an item, whatever it says. */
export function lastEventAt(item: WorkItem): Date {
  let newest = item.createdAt;
  for (const name of INSTANTS) {
    const at = item[name];
    if (at !== null && at.getTime() > newest.getTime()) newest = at;
  }
  return newest;
}

export const isLive = (item: WorkItem): boolean => item.state !== 'stopped';

/** Whether an item can matter to a run at `at` whose flows start after `previousAt` (null: no flows). */
export function isRelevant(item: WorkItem, at: Date, previousAt: Date | null): boolean {
  if (isLive(item)) return true;
  const settledAtMs = at.getTime() - SETTLE_LAG_SECONDS * 1000;
  const fromMs = previousAt === null ? settledAtMs : Math.min(settledAtMs, previousAt.getTime());
  return lastEventAt(item).getTime() >= fromMs;
}

const CONTRADICTIONS: Readonly<Record<WorkState, (item: WorkItem) => boolean>> = {
  queued: (item) => item.acknowledgedAt !== null || item.startedAt !== null || item.stoppedAt !== null,
  starting: (item) => item.acknowledgedAt === null || item.startedAt !== null || item.stoppedAt !== null,
  active: (item) => item.startedAt === null || item.stoppedAt !== null,
  stopping: (item) => item.stopRequestedAt === null || item.stoppedAt !== null,
  stopped: (item) => item.stoppedAt === null,
};

/** Whether the state of an item says something else than its timestamps. */
export function contradictsItself(item: WorkItem): boolean {
  return item.isContradicting === true || (item.state !== 'other' && CONTRADICTIONS[item.state](item));
}
