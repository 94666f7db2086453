/**
 * WorkersWanted: how many workers each environment needs. Whoever scales by it takes workers away when it falls, so it
 * falls only where a complete reading says so: what is unknown is held for a while, and then not said at all.
 */

import type { EnvironmentMetrics } from '../../contract/metrics.ts';
import { HELD_SECONDS, scalingRulesOf, toWorkerCount } from '../../contract/scaling.ts';
import type { Demand, Peak } from '../model/demand.ts';
import type { Reading } from '../model/reading.ts';
import type { Row } from '../model/row.ts';
import type { WorkItem } from '../model/work-item.ts';
import type { JudgeRunInput } from './judge-run.ts';

export interface WantedWorkers {
  readonly workerCount: number;
  /** Of the complete reading whose demand is held; null: this run's own. */
  readonly heldSince: Date | null;
}

export interface JudgedDemand {
  /** By environment. */
  readonly wanted: ReadonlyMap<string, WantedWorkers>;
  /**
   * What is to be remembered, and must be before anything of it is published: what a run told and nobody remembers would
   * be followed by what an older one remembered, which may be less. Empty where nothing is scaled.
   */
  readonly rows: readonly Row<'demand'>[];
}

export const NO_DEMAND: JudgedDemand = { wanted: new Map(), rows: [] };

export function judgeDemand({ settings, readings, rows }: JudgeRunInput): JudgedDemand {
  const scaled = [...readings.windows.keys()].flatMap((id) => {
    const rules = scalingRulesOf(settings, id);
    return rules === null ? [] : [{ id, rules }];
  });
  if (scaled.length === 0) return NO_DEMAND;
  const { at } = readings.instant;
  const known = scaled.flatMap(({ id, rules }) => {
    const reading = readings.readings.get(id)?.reading;
    const demand = toDemand(reading, rows.demand.value.environments[id], at, rules.keepWorkersMinutes);
    if (demand === null) return [];
    const workerCount = toWorkerCount(demand.itemCount, rules.sessionsPerWorker);
    return [{ id, demand, workerCount, heldSince: isComplete(reading) ? null : demand.at }];
  });
  const environments = Object.fromEntries(known.map(({ id, demand }) => [id, demand]));
  return {
    wanted: new Map(known.map(({ id, workerCount, heldSince }) => [id, { workerCount, heldSince }])),
    rows: [{ ...rows.demand, value: { environments } }],
  };
}

const isComplete = (reading: Reading | undefined): boolean => reading?.completeness === 'complete';

/** @returns null: nothing is known any more */
function toDemand(
  reading: Reading | undefined,
  before: Demand | undefined,
  at: Date,
  keepMinutes: number,
): Demand | null {
  const itemCount = reading?.items.filter(wantsWorker).length ?? 0;
  if (isComplete(reading)) {
    const peaks = withPeak(before?.peaks ?? [], { itemCount, at }, keepMinutes);
    return { itemCount: peaks[0]?.itemCount ?? itemCount, at, peaks };
  }
  if (before === undefined) return null;
  const ageMs = at.getTime() - before.at.getTime();
  // A time before the one that is remembered cannot be reckoned with.
  if (ageMs < 0 || ageMs > HELD_SECONDS * 1000) return null;
  // What a reading in part has seen is certain, also in the next run.
  return { ...before, itemCount: Math.max(before.itemCount, itemCount) };
}

/** @returns highest first, which is oldest first: what is not higher than a later one decides nothing any more */
function withPeak(peaks: readonly Peak[], now: Peak, keepMinutes: number): readonly Peak[] {
  if (keepMinutes === 0) return [];
  const fromMs = now.at.getTime() - keepMinutes * 60_000;
  return [...peaks.filter((peak) => peak.itemCount > now.itemCount && peak.at.getTime() >= fromMs), now];
}

/**
 * Every item that was read counts, whenever it was made: it may run already. So does one whose state this version does not
 * know. What was asked to stop is about to end.
 */
const wantsWorker = ({ state }: WorkItem): boolean => state !== 'stopping' && state !== 'stopped';

/** Also for environments that send nothing else. */
export function withWorkersWanted(
  metrics: ReadonlyMap<string, EnvironmentMetrics>,
  { wanted }: JudgedDemand,
): ReadonlyMap<string, EnvironmentMetrics> {
  if (wanted.size === 0) return metrics;
  return new Map([
    ...metrics,
    ...[...wanted].map(
      ([id, { workerCount }]) => [id, { ...metrics.get(id), WorkersWanted: workerCount }] as const,
    ),
  ]);
}
