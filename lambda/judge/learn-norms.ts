/**
 * Learns what is normal from what has just ended. What an incident touches waits until it is over: if it was
 * critical, that was a fault and teaches nothing; if it stayed a warning and the items went on by themselves,
 * that is how it is here. Else a fleet that is scaled to zero would be told of for ever.
 */
import type { Thresholds } from '../../contract/conditions.ts';
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { EnvironmentState } from '../model/environment-state.ts';
import type { Incident } from '../model/incident.ts';
import { ITEM_NORM_NAMES, type Norm, type Norms } from '../model/norm.ts';
import type { Reading } from '../model/reading.ts';
import { ageSeconds, type WorkItem } from '../model/work-item.ts';
import { ITEM_NORM_CATALOGUE, type ItemNormEntry } from './norm-catalogue.ts';
import { type Observation, observe } from './norm-weights.ts';

/** Learned is in the first run of each ten minutes of the clock, of all norms at once: each time is a write. */
const LEARNING_PERIOD_MS = 10 * 60_000;

/**
 * What ended so recently waits: an incident that it leads up to is not open yet. With the period of learning it is
 * as long as the list still tells of what is over.
 */
const LAG_MS = 10 * 60_000;
/** A warning that lasted longer was no matter of how things start here. */
const LONGEST_TEACHING_MS = 30 * 60_000;

/** What of a run decides about learning. */
interface Lesson {
  readonly reading: Pick<Reading, 'completeness' | 'items'>;
  readonly thresholds: Thresholds;
  readonly incidentsBefore: readonly Incident[];
  readonly incidentsAfter: readonly Incident[];
  readonly at: Date;
}

/**
 * @param incidents after this run
 * @param rules by which it was judged
 * @returns the very same value where there is nothing to learn
 */
export function learnNorms(
  { norms, incidents: incidentsBefore }: Pick<EnvironmentState, 'norms' | 'incidents'>,
  incidents: readonly Incident[],
  reading: Lesson['reading'],
  { thresholds }: Pick<EnvironmentRules, 'thresholds'>,
  at: Date,
): Norms {
  const lesson = { reading, thresholds, incidentsBefore, incidentsAfter: incidents, at };
  const learned = ITEM_NORM_NAMES.flatMap((name) => {
    const norm = learn(ITEM_NORM_CATALOGUE[name], norms[name], lesson);
    return norm === undefined ? [] : [[name, norm] as const];
  });
  return learned.every(([name, norm]) => norm === norms[name])
    ? norms
    : { ...norms, ...Object.fromEntries(learned) };
}

function learn(entry: ItemNormEntry, before: Norm | undefined, lesson: Lesson): Norm | undefined {
  const { reading, thresholds, at } = lesson;
  const wereOpen = lesson.incidentsBefore.filter(({ condition }) => entry.pausedBy.includes(condition));
  const areOpen = lesson.incidentsAfter.filter(({ condition }) => entry.pausedBy.includes(condition));
  const hasEnded = ({ id }: Incident) => !areOpen.some((open) => open.id === id);
  if (wereOpen.some((incident) => hasEnded(incident) && wasFault(entry, incident, at)))
    return skip(before, at);
  if (isBuildingUp(entry, lesson)) return before;
  const until = new Date(at.getTime() - LAG_MS);
  if (areOpen.length > 0 || reading.completeness !== 'complete' || !isDue(before, until, at)) return before;
  const observed = reading.items.flatMap((item) =>
    observationsOf(entry, item, before?.learnedAt ?? null, until),
  );
  if (observed.length === 0) return before;
  // A queue that is slow is never told as critical, and one of a time without a monitor is not told at all.
  const criticalSeconds = thresholds[entry.condition].critical ?? Number.POSITIVE_INFINITY;
  if (observed.some(({ seconds }) => seconds >= criticalSeconds)) return skip(before, until);
  const taught = observed.map((each) => ({ ...each, seconds: Math.min(each.seconds, entry.ceilingSeconds) }));
  return observe(before, taught, until);
}

function isBuildingUp(
  { pausedByWaitIn, condition, factor }: ItemNormEntry,
  { reading, thresholds, at }: Lesson,
): boolean {
  const { warning } = thresholds[condition];
  if (pausedByWaitIn === null || warning === null) return false;
  return reading.items.some(
    ({ state, createdAt }) => state === pausedByWaitIn && factor * ageSeconds(createdAt, at) >= warning,
  );
}

/**
 * A queue that is slow for long is no matter of how things start here. Items that each take their own time may
 * overlap, so that one is always late: what counts is that none was critical.
 */
const wasFault = (
  { pausedByWaitIn }: ItemNormEntry,
  { severity, openedAt, returnedAt }: Incident,
  at: Date,
): boolean => {
  const isLong = at.getTime() - (returnedAt ?? openedAt).getTime() > LONGEST_TEACHING_MS;
  return severity === 'critical' || (pausedByWaitIn !== null && isLong);
};

const skip = (before: Norm | undefined, at: Date): Norm => ({
  ...(before ?? observe(before, [], at)),
  learnedAt: at,
});

function isDue(before: Norm | undefined, until: Date, at: Date): boolean {
  const periodOf = (instant: Date) => Math.floor(instant.getTime() / LEARNING_PERIOD_MS);
  // An instant that has not come yet is a clock that was wrong once.
  return before === undefined || before.learnedAt > at || periodOf(before.learnedAt) < periodOf(until);
}

/** The one that the item gives, if it ended after what was learned already. */
export function observationsOf(
  entry: ItemNormEntry,
  item: WorkItem,
  learnedAt: Date | null,
  at: Date,
): Observation[] {
  const [from, endedAt] = [entry.fromAt(item), entry.untilAt(item)];
  if (from === null || endedAt === null || item.unreadable !== undefined || endedAt < from) return [];
  // An instant that has not come yet is a clock that was wrong once.
  const isNew = learnedAt === null || learnedAt > at || endedAt > learnedAt;
  if (!isNew || endedAt > at) return [];
  return [{ seconds: (endedAt.getTime() - from.getTime()) / 1000, endedAt }];
}
