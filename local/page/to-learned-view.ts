/** What the monitor has learned of an environment, and the levels by which it therefore judges it. */
import { DEFAULT_THRESHOLDS, ENVIRONMENT_CONDITIONS } from '../../contract/conditions.ts';
import { type EnvironmentRules, resolveRules } from '../../contract/rules.ts';
import type { Settings } from '../../contract/settings.ts';
import { normalRangeOf, withLearnedLevels } from '../../lambda/judge/learned-levels.ts';
import { learnedWarningSeconds, NEEDED_OBSERVATIONS_COUNT } from '../../lambda/judge/learned-silence.ts';
import { NORM_CATALOGUE } from '../../lambda/judge/norm-catalogue.ts';
import { observedCount } from '../../lambda/judge/norm-weights.ts';
import type { EnvironmentState } from '../../lambda/model/environment-state.ts';
import { NOTHING_LEARNED } from '../../lambda/model/environment-state.ts';
import { NORM_NAMES } from '../../lambda/model/norm.ts';
import type { EnvironmentView, Levels, LevelView, NormView } from './page-model.ts';

type Learned = Pick<EnvironmentState, 'norms' | 'learnedSilence'>;

const NOTHING: Learned = { norms: {}, learnedSilence: NOTHING_LEARNED };

export function toLearnedView(
  settings: Settings,
  environmentId: string,
  learned: Learned = NOTHING,
  at: Date,
): Pick<EnvironmentView, 'levels' | 'norms'> {
  const written = resolveRules(settings, environmentId);
  const names = NORM_NAMES.filter((name) => name !== 'tool' || settings.sessions);
  return {
    levels: toLevels(written, withLearnedLevels(written, learned, at)),
    norms: [...names.map((name) => toNorm(learned, name)), toSilence(learned, at)],
  };
}

function toLevels(written: EnvironmentRules, used: EnvironmentRules): Levels {
  return Object.fromEntries(
    ENVIRONMENT_CONDITIONS.map((condition): [string, LevelView] => {
      const [before, level] = [written.thresholds[condition], used.thresholds[condition]];
      const isDefault = before === DEFAULT_THRESHOLDS[condition];
      return [
        condition,
        { ...level, source: level !== before ? 'learned' : isDefault ? 'default' : 'configured' },
      ];
    }),
  );
}

function toNorm({ norms }: Learned, name: (typeof NORM_NAMES)[number]): NormView {
  const { neededCount } = NORM_CATALOGUE[name];
  return { name, normal: normalRangeOf(norms, name), seenCount: observedCount(norms[name]), neededCount };
}

/** Of silences that ended, the longest is what counts. */
function toSilence({ learnedSilence }: Learned, at: Date): NormView {
  const { longestSeconds, observationCount } = learnedSilence;
  return {
    name: 'silence',
    normal:
      learnedWarningSeconds(learnedSilence, at) === null
        ? null
        : { fromSeconds: 0, toSeconds: longestSeconds },
    seenCount: Math.round(observationCount),
    neededCount: NEEDED_OBSERVATIONS_COUNT,
  };
}
