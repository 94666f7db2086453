/**
 * Times in which an environment was not read: the API, or our sight of it, was gone. Workers could neither poll nor
 * beat then, so nothing is held against them: what was not in an incident before counts on from where it was.
 */
import type { EnvironmentState, Gap } from '../model/environment-state.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant, Window } from '../model/instant.ts';
import type { Reading } from '../model/reading.ts';
import { ageSeconds } from '../model/work-item.ts';
import { DEFINITIONS } from './conditions/definitions.ts';
import type { AgedItem, Sample } from './measure.ts';

/** Two runs that bring nothing are no outage. */
const SHORTEST_OUTAGE_MS = 150_000;
/** A run that is killed costs the next one, too: the lease. */
const SHORTEST_PAUSE_MS = 200_000;

/**
 * @param lastRunAt of whichever environments; null: there was none
 * @returns the gap that this reading ends, or else the one before
 */
export function noteGap(
  { streaks, lastGap }: Pick<EnvironmentState, 'streaks' | 'lastGap'>,
  { completeness }: Pick<Reading, 'completeness'>,
  at: Date,
  lastRunAt: Date | null,
): Gap | null {
  return completeness === 'failed' ? lastGap : endedGap(streaks.unseen?.since ?? at, lastRunAt, lastGap, at);
}

/**
 * A gap of the whole fleet: most of it could not be read, or nobody looked. Not every environment is asked in each
 * run, so that its own readings alone do not tell.
 * @returns the gap that this run ends, or else the one before
 */
export function noteFleetGap(
  { failingSince, lastGap }: Pick<EnvironmentState, 'failingSince' | 'lastGap'>,
  { at, previousAt }: Pick<Instant, 'at' | 'previousAt'>,
): Gap | null {
  return endedGap(failingSince ?? at, previousAt, lastGap, at);
}

/** Of an outage and of a pause between runs, each if it was long enough, the one that began first. */
function endedGap(unseenSince: Date, lastRunAt: Date | null, lastGap: Gap | null, at: Date): Gap | null {
  const [from] = [
    ...sinceIfLong(unseenSince, SHORTEST_OUTAGE_MS, at),
    // Where no run can save when it was, the gap before tells where this one begins.
    ...sinceIfLong(latest(lastRunAt ?? at, lastGap?.to ?? null), SHORTEST_PAUSE_MS, at),
  ].toSorted((a, b) => a.getTime() - b.getTime());
  return from === undefined ? lastGap : { from, to: at };
}

/** Who was read before the fleet's gap and not since has had it too. */
export function laterGap(own: Gap | null, fleetGap: Gap | null, { previousAt }: Window): Gap | null {
  if (fleetGap === null || previousAt === null || previousAt >= fleetGap.from) return own;
  return own === null || own.to < fleetGap.to ? fleetGap : own;
}

const latest = (a: Date, b: Date | null): Date => (b !== null && b > a ? b : a);

const sinceIfLong = (since: Date, shortestMs: number, at: Date): Date[] =>
  at.getTime() - since.getTime() >= shortestMs ? [since] : [];

/** Items of incidents that were open before go on from then. */
export function withoutGap(sample: Sample, gap: Gap | null, incidents: readonly Incident[]): Sample {
  const isAfter = (aged: readonly AgedItem[]) => aged.every(({ since }) => gap === null || since >= gap.to);
  // The last gap is remembered for ever, and soon nothing is left of it.
  if (gap === null || Object.values(sample.byState).every(isAfter)) return sample;
  const isFromBefore = ({ openedAt, condition }: Incident) =>
    openedAt <= gap.from && DEFINITIONS[condition].isTrace !== true;
  const heldIds = new Set(incidents.filter(isFromBefore).flatMap(({ itemIds }) => itemIds));
  const count = (aged: readonly AgedItem[]) =>
    aged
      .map((each) => (heldIds.has(each.item.id) ? each : countedFrom(each, gap, sample.at)))
      .toSorted((a, b) => a.since.getTime() - b.since.getTime());
  const { queued, starting, active, stopping } = sample.byState;
  return {
    ...sample,
    byState: {
      queued: count(queued),
      starting: count(starting),
      active: count(active),
      stopping: count(stopping),
    },
  };
}

function countedFrom(aged: AgedItem, { from, to }: Gap, at: Date): AgedItem {
  const overlapMs = to.getTime() - Math.max(from.getTime(), aged.since.getTime());
  if (overlapMs <= 0) return aged;
  const since = new Date(Math.min(at.getTime(), aged.since.getTime() + overlapMs));
  return { ...aged, since, ageSeconds: ageSeconds(since, at) };
}
