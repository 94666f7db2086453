/**
 * Learns what is normal from what has just ended. What an incident touches waits until it is over: if it was
 * critical, that was a fault and teaches nothing; if it stayed a warning and the items went on by themselves,
 * that is how it is here. Else a fleet that is scaled to zero would be told of for ever.
 */
import type { Incident } from '../model/incident.ts';
import { NORM_NAMES, type Norm, type Norms } from '../model/norm.ts';
import type { Reading } from '../model/reading.ts';
import type { WorkItem } from '../model/work-item.ts';
import { NORM_CATALOGUE, type NormEntry } from './norm-catalogue.ts';
import { type Observation, observe } from './norm-weights.ts';

/** Learned is in the first run of each ten minutes of the clock, of all norms at once: each time is a write. */
const LEARNING_PERIOD_MS = 10 * 60_000;

interface Incidents {
  readonly before: readonly Incident[];
  readonly after: readonly Incident[];
}

/** @returns the very same value where there is nothing to learn */
export function learnNorms(
  before: Norms,
  reading: Pick<Reading, 'completeness' | 'items'>,
  incidents: Incidents,
  at: Date,
): Norms {
  const learned = NORM_NAMES.flatMap((name) => {
    const norm = learn(NORM_CATALOGUE[name], before[name], reading, incidents, at);
    return norm === undefined ? [] : [[name, norm] as const];
  });
  return learned.every(([name, norm]) => norm === before[name]) ? before : Object.fromEntries(learned);
}

function learn(
  entry: NormEntry,
  before: Norm | undefined,
  { completeness, items }: Pick<Reading, 'completeness' | 'items'>,
  incidents: Incidents,
  at: Date,
): Norm | undefined {
  const [wereOpen, areOpen] = [incidents.before, incidents.after].map((open) =>
    open.filter(({ condition }) => entry.pausedBy.includes(condition)),
  ) as [Incident[], Incident[]];
  const hasEnded = ({ id }: Incident) => !areOpen.some((open) => open.id === id);
  if (wereOpen.some((incident) => incident.severity === 'critical' && hasEnded(incident)))
    return { ...(before ?? observe(before, [], at)), learnedAt: at };
  if (areOpen.length > 0 || completeness !== 'complete' || !isDue(before, at)) return before;
  const observations = items.flatMap((item) => observationsOf(entry, item, before?.learnedAt ?? null, at));
  return observations.length === 0 ? before : observe(before, observations, at);
}

function isDue(before: Norm | undefined, at: Date): boolean {
  const periodOf = (instant: Date) => Math.floor(instant.getTime() / LEARNING_PERIOD_MS);
  return before === undefined || periodOf(before.learnedAt) !== periodOf(at);
}

/** The one that the item gives, if it ended after what was learned already. */
function observationsOf(entry: NormEntry, item: WorkItem, learnedAt: Date | null, at: Date): Observation[] {
  const [from, endedAt] = [entry.fromAt(item), entry.untilAt(item)];
  if (from === null || endedAt === null || item.unreadable !== undefined || endedAt < from) return [];
  // An instant that has not come yet is a clock that was wrong once.
  const isNew = learnedAt === null || learnedAt > at || endedAt > learnedAt;
  if (!isNew || endedAt > at) return [];
  const seconds = Math.min((endedAt.getTime() - from.getTime()) / 1000, entry.ceilingSeconds);
  return [{ seconds, endedAt }];
}
