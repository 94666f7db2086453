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
import { type AskedSession, NO_SESSION_MEMORY } from '../model/session.ts';
import { ageSeconds, inStateSince, startedOrBefore, type WorkItem } from '../model/work-item.ts';
import { withLearnedLevels } from './learned-levels.ts';

export const MOST_OF_ENVIRONMENT_COUNT = 20;
export const MOST_OF_RUN_COUNT = 100;

export interface ChosenSessions {
  readonly asked: readonly AskedSession[];
  /** Of each environment of which not all were chosen: the item after which the next run goes on. */
  readonly afterIds: ReadonlyMap<string, string>;
}

export const NOTHING_CHOSEN: ChosenSessions = { asked: [], afterIds: new Map() };

interface ChooseInput {
  readonly settings: Settings;
  readonly readings: Pick<Readings, 'readings' | 'instant'>;
  readonly rows: Pick<Rows, 'environments'>;
}

export function chooseSessions({ settings, readings, rows }: ChooseInput): ChosenSessions {
  if (!settings.sessions) return NOTHING_CHOSEN;
  const { at } = readings.instant;
  const wanted = [...readings.readings].flatMap(([environmentId, { reading }]) => {
    const state = rows.environments.get(environmentId)?.value;
    const given = resolveRules(settings, environmentId);
    const rules = state === undefined ? given : withLearnedLevels(given, state, at);
    const { afterItemId } = state?.sessions ?? NO_SESSION_MEMORY;
    const late = rotate(
      findCandidates(reading.items, rules, at).map((item) => ({ environmentId, ...item })),
      afterItemId,
    );
    return late.length === 0 ? [] : [{ environmentId, late }];
  });
  const shares = share(
    wanted.map(({ late }) => Math.min(late.length, MOST_OF_ENVIRONMENT_COUNT)),
    Math.floor(at.getTime() / 60_000),
  );
  const chosen = wanted.map((each, index) => ({ ...each, own: each.late.slice(0, shares[index]) }));
  return {
    asked: chosen.flatMap(({ own }) => own),
    afterIds: new Map(
      chosen.flatMap(({ environmentId, late, own }) => {
        const lastId = own.at(-1)?.itemId ?? late.at(-1)?.itemId;
        return own.length === late.length || lastId === undefined ? [] : [[environmentId, lastId] as const];
      }),
    ),
  };
}

/** In ascending order of their ids. Of several items of one session only the newest: it is the one that runs it. */
function findCandidates(
  items: readonly WorkItem[],
  rules: EnvironmentRules,
  at: Date,
): Omit<AskedSession, 'environmentId'>[] {
  const newest = newestOfSessions(items);
  return items
    .flatMap((item) => {
      const { id: itemId, sessionId } = item;
      if (sessionId === null || !SESSION_ID_PATTERN.test(sessionId)) return [];
      return newest.get(sessionId) === itemId && isLate(item, rules, at) ? [{ itemId, sessionId }] : [];
    })
    .toSorted((a, b) => (a.itemId < b.itemId ? -1 : 1));
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

function rotate<Item extends Pick<AskedSession, 'itemId'>>(
  items: Item[],
  afterItemId: string | null,
): Item[] {
  const index = afterItemId === null ? 0 : items.findIndex(({ itemId }) => itemId > afterItemId);
  return index <= 0 ? items : [...items.slice(index), ...items.slice(0, index)];
}

/**
 * How many each may have, one after the other and never all for one.
 *
 * @param turn of the run: where there are more than a run can ask, each one begins with others
 */
function share(wantedCounts: readonly number[], turn: number): readonly number[] {
  const shares = wantedCounts.map(() => 0);
  let leftCount = Math.min(
    MOST_OF_RUN_COUNT,
    wantedCounts.reduce((sum, count) => sum + count, 0),
  );
  const start = turn * MOST_OF_RUN_COUNT;
  for (let step = 0; leftCount > 0; step++) {
    const index = (start + step) % wantedCounts.length;
    if ((shares[index] ?? 0) >= (wantedCounts[index] ?? 0)) continue;
    shares[index] = (shares[index] ?? 0) + 1;
    leftCount--;
  }
  return shares;
}
