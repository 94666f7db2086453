/** What the one file of a condition says: when it holds, in which words it is told, and how it ends. */
import type { ResolvedEnding, Threshold } from '../../../contract/conditions.ts';
import type { ListedCounts } from '../../model/directory.ts';
import type { Streaks } from '../../model/environment-state.ts';
import type { Evidence, Finding, Incident } from '../../model/incident.ts';
import type { Instant } from '../../model/instant.ts';
import type { Norms } from '../../model/norm.ts';
import type { ReadError, Reading } from '../../model/reading.ts';
import type { Unreadable } from '../../model/row.ts';
import type { KnownSession, RunSessions } from '../../model/session.ts';
import type { WorkItem } from '../../model/work-item.ts';
import type { Sample } from '../measure.ts';
import type { RunCounters } from '../run-counters.ts';
import type { QueueVerdict } from '../verdict.ts';

/** A finding that does not know the name of its condition: the list of conditions does. */
export type Found<E extends Evidence = Evidence> = Omit<Finding<E>, 'condition'>;

type NamesOf<E extends Evidence, Value> = string &
  { [Name in keyof E]: Extract<E[Name], Value> extends never ? never : Name }[keyof E];

/** What the sentences may speak of. Stored evidence may be older and lack anything: then it is null. */
export interface Facts<NumberName extends string = string, TextName extends string = string> {
  readonly reason: string | null;
  /** The command that stores a token of this monitor. */
  readonly tokenCommand: string;
  /** Items the condition is about; 0 where it is not about items. */
  readonly itemCount: number;
  /** How long it has been so, such as `27 min`. */
  readonly lasting: string;
  /** `this environment`, or `these environments` of a message about several. */
  readonly where: string;
  readonly isOfSeveral: boolean;
  readonly number: (name: NumberName) => number | null;
  /** One clean line. */
  readonly text: (name: TextName) => string | null;
}

/** Those of one condition: a name that its evidence does not have does not compile. */
export type FactsOf<E extends Evidence> = Facts<NamesOf<E, number>, NamesOf<E, string>>;

/** For a tired person. */
export interface Words {
  /** Ends a headline, so it starts small and has no full stop. */
  readonly problem: string;
  /** The cause, or what is known of it. With the first step it has to fit a phone's first screen: 75 characters. */
  readonly why: string;
  /** What else there is to know, for whom reads on. */
  readonly more?: string;
  /**
   * In the order in which to try them; the first is as short as `why`. The runbook and the command are added to
   * every message.
   */
  readonly steps: readonly [string, ...string[]];
}

/** How it ends. */
interface Ends {
  /** Ends the headline of what is over, by what became of most of its items: true of one and of several. */
  readonly endings: Readonly<Record<ResolvedEnding, string>>;
  /** What became of one item, undefined if it is not listed any more. @default fateOfItem */
  readonly fateOf?: (item: WorkItem | undefined) => ResolvedEnding;
  /** Whether an item of an incident is as it was, although it is in no finding any more. @default never */
  readonly isStill?: (item: WorkItem, incident: Incident) => boolean;
  /** Its items are meant to end: nobody misses what is gone. @default false */
  readonly isEndWanted?: boolean;
  /** Its items end only by force: messages carry the command. @default never */
  readonly isEndedByForce?: (reason: string | null) => boolean;
  /** Its items are the last traces of it, newest first: what becomes of them does not decide. @default false */
  readonly isTrace?: boolean;
}

/** How it is told while it lasts. */
interface Lasts {
  /**
   * What of it is news: new items, each of them a fault of its own; or, of a queue, which is one thing, that its
   * oldest item has waited for twice as long. @default 'items'
   */
  readonly growsBy?: 'items' | 'age' | 'nothing';
  /**
   * The cause that a reason stands for: another one is told at once; null is no news, and undefined is not even
   * remembered as told. @default undefined
   */
  readonly causeOf?: (reason: string | null) => string | null | undefined;
  /** Nobody is reminded of it. @default false */
  readonly isToldOnce?: boolean;
}

interface ConditionDefinition<E extends Evidence> extends Ends, Lasts {
  readonly words: (facts: FactsOf<E>) => Words;
  /** A short line for each fact; null leaves it out. */
  readonly evidenceLines: (facts: FactsOf<E>) => readonly (string | null)[];
  /** Levels that are known to the evidence only. @default those of the threshold */
  readonly levels?: (facts: FactsOf<E>) => Threshold;
  /** As it might be, for the documentation and the golden messages. */
  readonly example: E;
}

/** One of whichever condition, which may be asked for facts by any name. */
export interface AnyCondition extends Ends, Lasts {
  readonly words: (facts: Facts) => Words;
  readonly evidenceLines: (facts: Facts) => readonly (string | null)[];
  readonly levels?: (facts: Facts) => Threshold;
  readonly example: Evidence;
}

/** What of one environment's run decides. */
export interface Observed {
  readonly reading: Reading;
  readonly sample: Sample;
  /** Of this run already. */
  readonly counters: RunCounters;
  readonly queue: QueueVerdict;
  /** Silence from which stale-heartbeat tells of an item; null: never. */
  readonly silentFromSeconds: number | null;
  /** That were open before this run. */
  readonly incidents: readonly Incident[];
  /** What was normal up to this run. */
  readonly norms: Norms;
  /** What the sessions of items do, by item. */
  readonly sessions: ReadonlyMap<string, KnownSession>;
  /** Whether any session of the environment could ever be read. */
  readonly isSessionReadable: boolean;
  /** From when on a session in which nothing happens is told as that. */
  readonly noProgressFromSeconds: number;
}

export interface EnvironmentDefinition<E extends Evidence> extends ConditionDefinition<E> {
  readonly find: (observed: Observed, threshold: Threshold) => Found<E> | null;
}

export interface AnyEnvironmentCondition extends AnyCondition {
  readonly find: (observed: Observed, threshold: Threshold) => Found | null;
}

/** The error of each environment's reading in this run; null where it was read whole or goes on. Or that of the discovery. */
export type ReadErrors = ReadonlyMap<string, ReadError | null>;

/** What of a run decides about the whole monitor. */
export interface MonitorObserved {
  readonly errors: ReadErrors;
  /** Of this run already. */
  readonly counters: Pick<RunCounters, 'failedRunCount' | 'failingSince'>;
  /** Of this run already. */
  readonly streaks: Streaks;
  /** Environments for which there was no time, with the instant of the run that asked them last. */
  readonly waiting: ReadonlyMap<string, Date>;
  /** What each token met, by shard, where shards have tokens of their own. @default none */
  readonly byToken?: ReadonlyMap<number, ReadErrors>;
  /** Null: the environments are configured, and none is discovered. */
  readonly discovery: { readonly watchedCount: number; readonly listed: ListedCounts | null } | null;
  readonly instant: Instant;
  readonly unreadable: readonly UnreadableRow[];
  /** Null: they are not to be read. */
  readonly sessions: RunSessions | null;
  readonly at: Date;
}

/** A row of the monitor's own table. */
export interface UnreadableRow {
  /** Null: of the monitor itself. */
  readonly environmentId: string | null;
  readonly why: Unreadable;
}

/** A finding, and the environments it is about. */
export interface MonitorFound<E extends Evidence = Evidence> {
  readonly found: Found<E>;
  readonly environmentIds: readonly string[];
}

export interface MonitorDefinition<E extends Evidence> extends ConditionDefinition<E> {
  /** `unknown` opens nothing and ends nothing. */
  readonly find: (observed: MonitorObserved) => MonitorFound<E> | 'unknown' | null;
  /** Its end is told to all environments. @default false */
  readonly concernsAll?: boolean;
  /** It is about all environments, and not about what one function does: of several the first tells it. @default false */
  readonly isOfFleet?: boolean;
}

export interface AnyMonitorCondition extends AnyCondition {
  readonly find: (observed: MonitorObserved) => MonitorFound | 'unknown' | null;
  readonly concernsAll?: boolean;
  readonly isOfFleet?: boolean;
}

/** For conditions that are not about items, which can only recover. */
export const only = (sentence: string): Readonly<Record<ResolvedEnding, string>> => ({
  recovered: sentence,
  stopped: sentence,
  'no-longer-listed': sentence,
});

/** A line of evidence, left out where the fact is not known. */
export const say = <T>(value: T | null, toLine: (value: T) => string | null): string | null =>
  value === null ? null : toLine(value);

export const fateOfItem = (item: WorkItem | undefined): ResolvedEnding =>
  item === undefined ? 'no-longer-listed' : item.state === 'stopped' ? 'stopped' : 'recovered';
