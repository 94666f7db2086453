/** The levels of a condition as lines in a graph, with what can be said of them for all environments. */
import { Color, type HorizontalAnnotation } from 'aws-cdk-lib/aws-cloudwatch';
import type { ConfigurableCondition } from '../../contract/conditions.ts';
import { resolveRules } from '../../contract/rules.ts';
import type { Settings } from '../../contract/settings.ts';

export interface Levels {
  readonly settings: Settings;
  /** False where levels are written at deployment: no line is better than a wrong one. */
  readonly hasKnownLevels: boolean;
}

/** What holds for most environments: overrides cannot follow the menu, nor can what was learned. */
export function thresholdLines(
  { settings, hasKnownLevels }: Levels,
  condition: ConfigurableCondition,
): HorizontalAnnotation[] {
  if (!hasKnownLevels) return [];
  const { thresholds, learnable } = resolveRules({ ...settings, overrides: {} }, '');
  const { warning, critical } = thresholds[condition];
  const isLearned = [...learnable].some((name) => name === condition);
  const until = isLearned ? ', until learned' : '';
  // The critical silence is the longest legal lease, whatever is learned.
  const untilCritical = condition === 'stale-heartbeat' ? '' : until;
  return [
    ...(warning === null ? [] : [{ value: warning, label: `warning${until}`, color: Color.ORANGE }]),
    ...(critical === null ? [] : [{ value: critical, label: `critical${untilCritical}`, color: Color.RED }]),
  ];
}
