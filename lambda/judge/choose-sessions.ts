/**
 * Which sessions are asked for: those of items that have been in the way of a condition, or have run, for long. Where
 * there are more than a run may ask for, each run goes on where the last one stopped, so that every item has its turn.
 */
import type { Threshold } from '../../contract/conditions.ts';
import { type EnvironmentRules, resolveRules } from '../../contract/rules.ts';
import { SESSION_ID_PATTERN } from '../../contract/session-id.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Readings } from '../model/readings.ts';
import type { Rows } from '../model/row.ts';
import { type AskedSession, NO_SESSION_MEMORY, type SessionPace } from '../model/session.ts';
import { ageSeconds, inStateSince, startedOrBefore, type WorkItem } from '../model/work-item.ts';
import { withLearnedLevels } from './learned-levels.ts';

export const MOST_OF_ENVIRONMENT_COUNT = 20;
export const MOST_OF_RUN_COUNT = 100;

export interface ChosenSessions {
  /** One of each environment, and then another of each: none is behind all of another. */
  readonly asked: readonly AskedSession[];
  /** Of each environment that has any. */
  readonly late: ReadonlyMap<string, LateSessions>;
}

interface LateSessions {
  /** Chosen or not. */
  readonly count: number;
  /** The item after which this run goes on; null: it began with the first. */
  readonly afterItemId: string | null;
}

interface ChooseInput {
  readonly settings: Settings;
  readonly readings: Pick<Readings, 'readings' | 'instant'>;
  readonly rows: Pick<Rows, 'environments'>;
  readonly pace: Pick<SessionPace, 'afterEnvironmentId'>;
}

export function chooseSessions({ settings, readings, rows, pace }: ChooseInput): ChosenSessions {
  const { at } = readings.instant;
  const wanted = [...readings.readings].flatMap(([environmentId, { reading }]) => {
    const state = rows.environments.get(environmentId)?.value;
    const given = resolveRules(settings, environmentId);
    const rules = state === undefined ? given : withLearnedLevels(given, state, at);
    const { afterItemId } = state?.sessions ?? NO_SESSION_MEMORY;
    const candidates = findCandidates(reading.items, rules, at);
    const late = goOnAfter(afterItemId, candidates, ({ itemId }) => itemId);
    return late.length === 0 ? [] : [{ environmentId, afterItemId, late }];
  });
  const inTurn = goOnAfter(pace.afterEnvironmentId, wanted, ({ environmentId }) => environmentId);
  const rounds = Array.from({ length: MOST_OF_ENVIRONMENT_COUNT }, (_, round) =>
    inTurn.flatMap(({ environmentId, late }) => {
      const item = late[round];
      return item === undefined ? [] : [{ environmentId, ...item }];
    }),
  );
  return {
    asked: rounds.flat().slice(0, MOST_OF_RUN_COUNT),
    late: new Map(
      wanted.map(({ environmentId, afterItemId, late }) => [
        environmentId,
        { count: late.length, afterItemId },
      ]),
    ),
  };
}

/** Of several items of one session only the newest: it is the one that runs it. */
function findCandidates(
  items: readonly WorkItem[],
  rules: EnvironmentRules,
  at: Date,
): Omit<AskedSession, 'environmentId'>[] {
  const newest = newestOfSessions(items);
  return items.flatMap((item) => {
    const { id: itemId, sessionId } = item;
    if (sessionId === null || !SESSION_ID_PATTERN.test(sessionId)) return [];
    return newest.get(sessionId) === itemId && isLate(item, rules, at) ? [{ itemId, sessionId }] : [];
  });
}

/** By session, the id of its newest item. */
export function newestOfSessions(items: readonly WorkItem[]): ReadonlyMap<string, string> {
  const newest = new Map<string, WorkItem>();
  for (const item of items) {
    if (item.sessionId === null) continue;
    const other = newest.get(item.sessionId);
    const aheadMs = item.createdAt.getTime() - (other?.createdAt.getTime() ?? Number.NEGATIVE_INFINITY);
    if (other === undefined || aheadMs > 0 || (aheadMs === 0 && item.id > other.id))
      newest.set(item.sessionId, item);
  }
  return new Map([...newest].map(([sessionId, { id }]) => [sessionId, id]));
}

function isLate(item: WorkItem, { thresholds }: EnvironmentRules, at: Date): boolean {
  const isPast = (since: Date | null, ...levels: readonly Threshold[]) =>
    since !== null && ageSeconds(since, at) >= Math.min(...levels.map(lowest));
  const { 'slot-leaked': leaked, 'session-hung': hung, 'waiting-for-a-person': waiting } = thresholds;
  switch (item.state) {
    case 'active':
      return (
        isPast(inStateSince(item), thresholds['stale-heartbeat']) ||
        isPast(startedOrBefore(item), hung, leaked, waiting, thresholds['long-running'])
      );
    case 'starting':
      return isPast(inStateSince(item), thresholds['stuck-starting'], leaked);
    case 'stopping':
      return isPast(inStateSince(item), thresholds['stuck-stopping'], leaked);
    default:
      return false;
  }
}

const lowest = ({ warning, critical }: Threshold): number => warning ?? critical ?? Number.POSITIVE_INFINITY;

/** In ascending order of their ids, those behind this one first. */
function goOnAfter<T>(afterId: string | null, all: readonly T[], idOf: (one: T) => string): readonly T[] {
  const sorted = all.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  if (afterId === null) return sorted;
  return [...sorted.filter((one) => idOf(one) > afterId), ...sorted.filter((one) => idOf(one) <= afterId)];
}
