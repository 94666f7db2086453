/**
 * How long items of one environment are silent and come back nevertheless: what stale-heartbeat may warn by
 * where nobody said how often workers beat.
 *
 * What is measured. The list shows only an item's newest heartbeat, so the gap between two that were seen
 * (h1, then h2) may hide beats in between, a whole night of them after the monitor was down. Certain is the
 * silence at a reading: then the newest heartbeat was h1, later there was another one, so the item came back
 * from at least reading - h1. That is below the true gap by less than the time between two readings. The
 * error is on the side of warning early, and harmless: with runs a minute apart, three times (gap - 60 s) is
 * at least the gap from a gap of 90 s on, and below that the floor of 120 s is.
 */

import type { Gap, LearnedSilence, WatchedItem } from '../model/environment-state.ts';
import type { Reading } from '../model/reading.ts';
import { ageSeconds, type WorkItem } from '../model/work-item.ts';

/** A warning is so many times the longest silence that ended. */
const SILENCE_FACTOR = 3;
const LEARNED_WARNING_SECONDS = { min: 120, max: 600 } as const;
/** Fewer are no experience. */
export const NEEDED_OBSERVATIONS_COUNT = 50;
/** Counted up to this, so what is not renewed for a half-life is forgotten before half a silence misleads. */
const FULL_OBSERVATIONS_COUNT = 2 * NEEDED_OBSERVATIONS_COUNT;
const HALF_LIFE_MS = 7 * 24 * 3_600_000;
/** A full memory looks out for ordinary beats only this often: each look is a write. */
const RENEWAL_MS = 24 * 3_600_000;
/** A silence that is not longer by this factor is not worth a write. */
const WORTHWHILE_RATIO = 1.1;
/**
 * A longer silence teaches nothing more, and an item that is dead must not cost a write every run. By the
 * ratio above the highest warning, so that what fades before it is worth a write is still enough for that.
 */
const LONGEST_TAUGHT_SECONDS = (WORTHWHILE_RATIO * LEARNED_WARNING_SECONDS.max) / SILENCE_FACTOR;
const WATCHED_ITEMS_COUNT = 50;

/**
 * What is known after a reading. Rows that were read are certain even in a partial one: it teaches by them
 * and leaves what it did not see as it was.
 */
export function learnSilence(
  before: LearnedSilence,
  { items, completeness }: Pick<Reading, 'items' | 'completeness'>,
  at: Date,
  gap: Gap | null = null,
): LearnedSilence {
  const byId = new Map(items.map((item) => [item.id, item]));
  const silencesSeconds = before.watched
    .filter((watched) => hasComeBack(watched, byId.get(watched.id)) && !isFromBefore(watched, gap))
    .map(({ silentSeconds }) => silentSeconds);
  const learned = silencesSeconds.length === 0 ? before : observe(before, silencesSeconds, at);

  const unseen = completeness === 'complete' ? [] : before.watched.filter(({ id }) => !byId.has(id));
  const watched = [...unseen, ...items.flatMap((item) => watch(item, learned, at))]
    .filter((watched) => !isFromBefore(watched, gap))
    .toSorted((a, b) => a.heartbeatAt.getTime() - b.heartbeatAt.getTime())
    .slice(0, WATCHED_ITEMS_COUNT);
  return { ...learned, watched };
}

/** @returns null as long as too little is known */
export function learnedWarningSeconds(learned: LearnedSilence, at: Date): number | null {
  const { longestSeconds, observationCount } = decayed(learned, at);
  if (observationCount < NEEDED_OBSERVATIONS_COUNT) return null;
  const { min, max } = LEARNED_WARNING_SECONDS;
  return Math.round(Math.min(max, Math.max(min, SILENCE_FACTOR * longestSeconds)));
}

function observe(before: LearnedSilence, silencesSeconds: readonly number[], at: Date): LearnedSilence {
  const { longestSeconds, observationCount, watched } = decayed(before, at);
  return {
    longestSeconds: Math.max(longestSeconds, ...silencesSeconds),
    observationCount: Math.min(observationCount + silencesSeconds.length, FULL_OBSERVATIONS_COUNT),
    observedAt: at,
    watched,
  };
}

function decayed(learned: LearnedSilence, at: Date): LearnedSilence {
  const { longestSeconds, observationCount, observedAt } = learned;
  const sinceMs = observedAt === null ? 0 : Math.max(0, at.getTime() - observedAt.getTime());
  const share = 0.5 ** (sinceMs / HALF_LIFE_MS);
  return {
    ...learned,
    longestSeconds: longestSeconds * share,
    observationCount: observationCount * share,
  };
}

/** The item as one to watch, or nothing if its silence could teach nothing. */
function watch(item: WorkItem, learned: LearnedSilence, at: Date): WatchedItem[] {
  const { id, state, latestHeartbeatAt: heartbeatAt } = item;
  if (state !== 'active' || heartbeatAt === null) return [];
  const silentSeconds = Math.min(ageSeconds(heartbeatAt, at), LONGEST_TAUGHT_SECONDS);
  const isNews = silentSeconds > WORTHWHILE_RATIO * decayed(learned, at).longestSeconds;
  return isNews || isExperienceWanted(learned, at) ? [{ id, heartbeatAt, silentSeconds }] : [];
}

/** Whether even ordinary beats are of interest: too few were seen, or none for a day. */
function isExperienceWanted({ observationCount, observedAt }: LearnedSilence, at: Date): boolean {
  if (observedAt === null || observationCount < FULL_OBSERVATIONS_COUNT) return true;
  return at.getTime() - observedAt.getTime() >= RENEWAL_MS;
}

/** A silence in which we, and so perhaps the worker, could not reach the API teaches nothing. */
const isFromBefore = ({ heartbeatAt }: WatchedItem, gap: Gap | null): boolean =>
  gap !== null && heartbeatAt < gap.to;

/** A heartbeat after the remembered one, whatever became of the item since. */
function hasComeBack({ heartbeatAt }: WatchedItem, item: WorkItem | undefined): boolean {
  return item?.latestHeartbeatAt != null && item.latestHeartbeatAt > heartbeatAt;
}
