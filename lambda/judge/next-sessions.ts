/** Where the next run goes on with sessions: after those that were really asked for, so that every one has its turn. */
import type { AskedSession, RunSessions, SessionPace, SessionReadings } from '../model/session.ts';
import type { ChosenSessions } from './choose-sessions.ts';

type NextSessions = Pick<RunSessions, 'afterIds'> & Pick<SessionPace, 'afterEnvironmentId'>;

/** @param random in [0, 1) */
export function nextSessions(
  late: ChosenSessions['late'],
  { begun, readings }: Pick<SessionReadings, 'begun' | 'readings'>,
  { afterEnvironmentId }: Pick<SessionPace, 'afterEnvironmentId'>,
  random: number,
): NextSessions {
  const failed = readings.filter(({ outcome }) => outcome === 'failed');
  const afterIds = new Map<string, string>();
  let lateCount = 0;
  for (const [environmentId, { count, afterItemId }] of late) {
    const isOwn = (one: AskedSession) => one.environmentId === environmentId;
    const itemIds = begun.filter(isOwn).map(({ itemId }) => itemId);
    const ran = { isAll: itemIds.length >= count, hasFailed: failed.some(isOwn), before: afterItemId };
    const after = goOnAfter(itemIds, ran, random);
    if (after !== null) afterIds.set(environmentId, after);
    lateCount += count;
  }
  // Each once, by its last turn.
  const turns = new Set(begun.map(({ environmentId }) => environmentId).toReversed());
  const ran = {
    isAll: begun.length >= lateCount,
    hasFailed: failed.length > 0,
    before: afterEnvironmentId,
  };
  return { afterIds, afterEnvironmentId: goOnAfter([...turns].toReversed(), ran, random) };
}

interface Ran {
  /** Whether all had their turn. */
  readonly isAll: boolean;
  readonly hasFailed: boolean;
  /** After which this run went on. */
  readonly before: string | null;
}

/** @returns null: with the first */
function goOnAfter(turns: readonly string[], { isAll, hasFailed, before }: Ran, random: number) {
  if (isAll && !hasFailed) return null;
  // Some fail for their place, as the first one of each run does: so the places change.
  const index = isAll ? 0 : hasFailed && random < 0.5 ? -2 : -1;
  return turns.at(index) ?? turns.at(-1) ?? before;
}
