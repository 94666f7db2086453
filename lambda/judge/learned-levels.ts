/** The levels that were learned, where the settings leave them to be learned. */
import { DEFAULT_THRESHOLDS, type Threshold, type Thresholds } from '../../contract/conditions.ts';
import type { LearnedCondition } from '../../contract/learnable.ts';
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { EnvironmentState } from '../model/environment-state.ts';
import { NORM_NAMES, type NormalRange, type NormName, type Norms } from '../model/norm.ts';
import { learnedWarningSeconds } from './learned-silence.ts';
import { NORM_CATALOGUE, type NormEntry } from './norm-catalogue.ts';
import { toNormalRange } from './norm-weights.ts';

const CRITICAL_FACTOR = 3;
/**
 * What is quick is seen first: of a burst, what still waits has not taught yet. So for an hour what was learned
 * warns of nothing that the defaults would not warn of.
 */
const YOUNG_MS = 3_600_000;

/** The rules with every learned level in them; what is not known yet keeps its default. */
export function withLearnedLevels(
  rules: EnvironmentRules,
  learned: Pick<EnvironmentState, 'learnedSilence' | 'norms'>,
  at: Date,
): EnvironmentRules {
  const levels: Partial<Record<LearnedCondition, Threshold>> = {
    ...silenceLevels(rules.thresholds, learnedWarningSeconds(learned.learnedSilence, at)),
    ...Object.fromEntries(NORM_NAMES.flatMap((name) => normLevels(name, learned.norms, at))),
  };
  const used = Object.entries(levels).filter(([condition]) =>
    rules.learnable.has(condition as LearnedCondition),
  );
  return { ...rules, thresholds: { ...rules.thresholds, ...Object.fromEntries(used) } };
}

/** @returns null as long as too little is known */
export const normalRangeOf = (norms: Norms, name: NormName): NormalRange | null =>
  toNormalRange(norms[name], NORM_CATALOGUE[name].neededCount);

function normLevels(name: NormName, norms: Norms, at: Date): (readonly [LearnedCondition, Threshold])[] {
  const [entry, norm, normal] = [NORM_CATALOGUE[name], norms[name], normalRangeOf(norms, name)];
  if (norm === undefined || normal === null) return [];
  const isYoung = at.getTime() - norm.since.getTime() < YOUNG_MS;
  const lowestSeconds = isYoung ? (DEFAULT_THRESHOLDS[entry.condition].warning ?? 0) : 0;
  return [[entry.condition, toThreshold(entry, Math.max(lowestSeconds, entry.factor * normal.toSeconds))]];
}

function toThreshold(
  { floorSeconds, ceilingSeconds, criticalFloorSeconds }: NormEntry,
  longSeconds: number,
): Threshold {
  const warning = Math.min(ceilingSeconds, Math.max(floorSeconds, longSeconds));
  const critical =
    criticalFloorSeconds === null ? null : Math.max(criticalFloorSeconds, CRITICAL_FACTOR * warning);
  return { warning, critical };
}

/** The warning is never above the critical level, which is not learned. */
function silenceLevels(thresholds: Thresholds, learnedSeconds: number | null) {
  if (learnedSeconds === null) return {};
  const { critical } = thresholds['stale-heartbeat'];
  return { 'stale-heartbeat': { warning: Math.min(learnedSeconds, critical ?? learnedSeconds), critical } };
}
