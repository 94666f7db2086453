/** From a condition that holds in one run to the incident it is part of, and the alerts that tell of it. */
import type { Change, Condition, Ending, Severity, Threshold } from '../../contract/conditions.ts';
import type { SessionCause } from '../../contract/session-causes.ts';
import type { WorkItem } from './work-item.ts';

export interface FindingItem {
  readonly id: string;
  readonly sessionId: string | null;
  readonly state: WorkItem['state'];
  /** How long it has been in the way the condition describes. */
  readonly ageSeconds: number;
  /** When it crossed the lowest threshold of the condition. */
  readonly crossedAt: Date;
  /** Only of an item that bounced. */
  readonly bounce?: { readonly acknowledgedAt: Date; readonly endedAt: Date };
  /** What its session was last seen to do. Missing: not known. */
  readonly session?: ItemSession;
}

export interface ItemSession {
  readonly cause: SessionCause;
  readonly since: Date;
  /** Null: no tool, or one without a name. */
  readonly toolName: string | null;
  /** What it has cost so far; null where the API does not say. */
  readonly totalCredits: number | null;
}

/**
 * Facts behind a finding, by name with the unit in it, such as `pendingCount`; null is "the API did not say".
 * Each condition says in its file which there are; what is stored may be older and lack any of them.
 */
export type Evidence = Readonly<Record<string, number | string | null>>;

export interface Finding<E extends Evidence = Evidence> {
  readonly condition: Condition;
  readonly severity: Severity;
  /** A reason code, where the condition has several: the queue reasons of queue-stuck, the error type of environment-unreadable. */
  readonly reason: string | null;
  /** When what the condition describes began: the oldest item's creation, the longest silence's last heartbeat, … */
  readonly since: Date;
  /** The items past the lowest threshold, longest first; all of them. Empty for conditions that are not about items. */
  readonly items: readonly FindingItem[];
  readonly evidence: E;
  /** It is on its way to end by itself: nothing to open or to tell growth for. */
  readonly easing?: { readonly secondsLeft: number };
}

export interface Incident {
  /** Stable: made of environment, condition and the instant of opening. */
  readonly id: string;
  readonly condition: Condition;
  /** The highest it had: never falls within an incident. */
  readonly severity: Severity;
  readonly reason: string | null;
  readonly openedAt: Date;
  readonly since: Date;
  /** What its last message told. An item is new if it crossed its threshold after `lastToldAt`. */
  readonly lastToldAt: Date;
  readonly lastToldItemCount: number;
  /** How long it had been so, when it was last told. */
  readonly lastToldAgeSeconds: number;
  /** Reasons that were told, one of each cause, the last of them last. */
  readonly toldReasons: readonly string[];
  /** Messages that told new items: each next one waits for twice as long. */
  readonly grownCount: number;
  /** Messages so far: the next message's number is one more. 0: nobody knows of it yet. */
  readonly messageCount: number;
  /** Its end was told, and it has returned since, which nobody knows yet. */
  readonly isReturnUntold: boolean;
  /** When it last returned after its end; null: never. */
  readonly returnedAt: Date | null;
  /** It became critical in a mute window, after a message that said warning. */
  readonly isWorseningUntold: boolean;
  /** Ids of up to 20 of its items when it last held, to see at the end what became of them. */
  readonly itemIds: readonly string[];
  readonly evidence: Evidence;
  /** First of the complete runs in a row in which the condition was clear; null while it holds. */
  readonly clearSince: Date | null;
  /** What became of the items, judged when it became clear. */
  readonly ending: Ending | null;
}

export interface EndedIncident extends Incident {
  /** When its end was told. */
  readonly endedAt: Date;
}

/** Of the message for programs. */
export const ALERT_SCHEMA_VERSION = 1;
/** Environments listed in it; the rest is a count: the message must fit whatever fails. */
export const LISTED_ENVIRONMENTS_COUNT = 100;
/** Items shown in a message; the rest is a count. */
export const TOLD_ITEMS_COUNT = 20;

/** The facts of one message. Rendered only when it is sent, so an old outbox is told in today's words. */
export interface Alert {
  /** `<incident id>.<number>`: stays the same when a crash repeats the message. */
  readonly messageId: string;
  readonly incidentId: string;
  /** All environments affected; several only for conditions of the whole monitor. */
  readonly environmentIds: readonly string[];
  readonly environmentName: string | null;
  readonly condition: Condition;
  /** Of now; at the end the highest there was, so that it reaches whoever was told. */
  readonly severity: Severity;
  /** The highest so far, where it is another one. */
  readonly highestSeverity?: Severity;
  readonly change: Change;
  readonly reason: string | null;
  /** Of a changed cause: the reason before. */
  readonly previousReason?: string;
  /** The instant of the run that decided the message. */
  readonly at: Date;
  readonly openedAt: Date;
  readonly since: Date;
  /** What was remembered of its subject was lost before: it may be no news. */
  readonly isMaybeRepeated?: boolean;
  /** How the incident ended; null unless resolved or withdrawn. */
  readonly ending: Ending | null;
  /** At most TOLD_ITEMS_COUNT, longest first. */
  readonly items: readonly FindingItem[];
  readonly itemCount: number;
  /** Items that no earlier message of the incident counted. */
  readonly newItemCount: number;
  readonly evidence: Evidence;
  readonly threshold: Threshold | null;
  /** Which channel took it already, where it still waits for the other. */
  readonly reached?: Channel;
}

/** What alerts go out by: the topics of SNS, and the event bus where there is one. */
export type Channel = 'topics' | 'bus';
