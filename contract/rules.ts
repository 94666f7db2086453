/** Settings, resolved: the thresholds by which one environment is judged. */
import {
  type ConfigurableCondition,
  DEFAULT_THRESHOLDS,
  type Threshold,
  type Thresholds,
} from './conditions.ts';
import type { InputFault } from './invalid-input.ts';
import { LEARNED_CONDITIONS, type LearnedCondition, LOWEST_LEARNED_SECONDS } from './learnable.ts';
import type { MuteWindow } from './mute.ts';
import { pickupSecondsOf } from './objective.ts';
import type { Settings, ThresholdInput } from './settings.ts';

/** Missed beats that make a silence a warning, where the interval is configured. */
const MISSED_BEATS = 4;

export interface EnvironmentRules {
  readonly thresholds: Thresholds;
  /** Whose levels are to be learned: what is written, or derived from an interval, is not. */
  readonly learnable: ReadonlySet<LearnedCondition>;
  /** Those that concern this environment. */
  readonly mute: readonly MuteWindow[];
  /** By when an item is to be picked up; null: its pick-up is not counted. */
  readonly pickupSeconds: number | null;
}

type JudgingSettings = Pick<Settings, 'thresholds' | 'heartbeatIntervalSeconds'>;

/** The environment's own settings win over the monitor's, which win over the defaults, level by level. */
export function resolveRules(
  settings: JudgingSettings & Pick<Settings, 'overrides' | 'mute' | 'slo'>,
  environmentId: string,
): EnvironmentRules {
  const { overrides, mute } = settings;
  return {
    ...resolveJudgement([settings, overrides[environmentId] ?? {}]),
    mute: mute.filter(({ environments }) => environments?.includes(environmentId) ?? true),
    pickupSeconds: pickupSecondsOf(settings, environmentId),
  };
}

/** Faults that only the resolved levels show: a warning above its critical would never come first. */
export function findRuleFaults(
  settings: JudgingSettings & Pick<Settings, 'overrides'>,
  rootPath = '',
): InputFault[] {
  const at = (path: string) => (rootPath === '' ? path : `${rootPath}.${path}`);
  return [
    ...faultsOf([settings], at('thresholds')),
    ...Object.entries(settings.overrides).flatMap(([id, own]) =>
      own.thresholds === undefined ? [] : faultsOf([settings, own], at(`overrides.${id}.thresholds`)),
    ),
  ];
}

function faultsOf(layers: readonly JudgingSettings[], path: string): InputFault[] {
  const { thresholds } = resolveJudgement(layers);
  return (Object.keys(thresholds) as ConfigurableCondition[]).flatMap((condition) => {
    const { warning, critical } = thresholds[condition];
    if (warning === null || critical === null || warning <= critical) return [];
    return [
      {
        path: `${path}.${condition}`,
        value: { warning, critical },
        remedy: 'write a warning of at most the critical level (a level that is not written has its default)',
      },
    ];
  });
}

function resolveJudgement(
  layers: readonly JudgingSettings[],
): Pick<EnvironmentRules, 'thresholds' | 'learnable'> {
  const thresholds = Object.fromEntries(
    (Object.keys(DEFAULT_THRESHOLDS) as ConfigurableCondition[]).map((condition) => [
      condition,
      writtenInputs(layers, condition).reduce(applyInput, DEFAULT_THRESHOLDS[condition]),
    ]),
  ) as unknown as Record<ConfigurableCondition, Threshold>;
  const learnable = new Set(
    LEARNED_CONDITIONS.filter(
      (condition) => !writtenInputs(layers, condition).some((input) => decidesLevels(condition, input)),
    ),
  );
  const intervalSeconds = layers.reduce<number | undefined>(
    (soFar, layer) => layer.heartbeatIntervalSeconds ?? soFar,
    undefined,
  );
  if (intervalSeconds === undefined || !learnable.delete('stale-heartbeat')) return { thresholds, learnable };
  const { critical } = thresholds['stale-heartbeat'];
  const warning = Math.min(MISSED_BEATS * intervalSeconds, critical ?? Number.POSITIVE_INFINITY);
  return { thresholds: { ...thresholds, 'stale-heartbeat': { warning, critical } }, learnable };
}

type WrittenInput = Exclude<ThresholdInput, 'auto'>;

/** What counts of what is written about a condition, the strongest last: `auto` undoes what is below it. */
function writtenInputs(layers: readonly JudgingSettings[], condition: ConfigurableCondition): WrittenInput[] {
  const inputs = layers.map(({ thresholds }) => thresholds?.[condition]);
  return inputs
    .slice(inputs.lastIndexOf('auto') + 1)
    .filter((input) => input !== undefined && input !== 'auto');
}

/** Whether it leaves nothing to learn. The critical level of stale-heartbeat is fixed, so only a warning does there. */
function decidesLevels(condition: LearnedCondition, input: WrittenInput): boolean {
  if (input === 'off' || input.warning !== undefined) return true;
  return condition !== 'stale-heartbeat' && input.critical !== undefined;
}

function applyInput(base: Threshold, input: WrittenInput): Threshold {
  if (input === 'off') return { warning: null, critical: null };
  return {
    warning: applyLevel(base.warning, input.warning),
    critical: applyLevel(base.critical, input.critical),
  };
}

function applyLevel(base: number | null, input: number | 'off' | undefined): number | null {
  if (input === undefined) return base;
  return input === 'off' ? null : input;
}

/** Age from which the queue is judged where queue-stuck has no warning. */
const DEFAULT_VERDICT_SECONDS = 300;

/** Age of the oldest queued item from which the queue is judged: never later than a condition may hold. */
export function verdictFromSeconds({ warning, critical }: Threshold): number {
  return warning ?? Math.min(critical ?? DEFAULT_VERDICT_SECONDS, DEFAULT_VERDICT_SECONDS);
}

/** Age of the oldest queued item from which the queue may be judged, whatever was learned. */
export function verdictPossibleFromSeconds({ thresholds, learnable }: EnvironmentRules): number {
  const fromSeconds = verdictFromSeconds(thresholds['queue-stuck']);
  return learnable.has('queue-stuck') ? Math.min(fromSeconds, LOWEST_LEARNED_SECONDS) : fromSeconds;
}
