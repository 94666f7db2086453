/** The numbers of a whole bench, by cause and by fleet: what the tables show and `--json` writes. */
import { type TunedAlarm, tuneAlarm } from './alarm.ts';
import { type CauseSummary, summarizeCauses } from './cause-summary.ts';
import { type Cause, FLEET_CAUSES } from './causes.ts';
import type { FleetPlay } from './play-fleet.ts';
import { type FleetScore, scoreFleet, type Told } from './score.ts';
import { type Spread, toSpread } from './spread.ts';

const DAY_MINUTES = 1_440;

export interface FleetSummary {
  readonly name: string;
  readonly environmentCount: number;
  readonly episodeCount: number;
  /** After the time of learning, as all false openings here. */
  readonly falseOpeningCount: number;
  readonly falseOpeningsPerEnvironmentDay: number;
  /** By condition and reason. */
  readonly falseOpenings: Readonly<Record<string, number>>;
  /** Of the whole play. */
  readonly messageCount: number;
}

export interface AlarmSummary {
  readonly metric: 'QueueDepth' | 'OldestQueuedAge';
  readonly threshold: number;
  readonly falseOpeningCount: number;
  readonly causes: readonly CauseSummary[];
}

export interface Summary {
  readonly minutes: number;
  readonly learningMinutes: number;
  readonly seed: number;
  readonly runCount: number;
  readonly environmentCount: number;
  readonly causes: readonly CauseSummary[];
  readonly fleets: readonly FleetSummary[];
  /** Of the fleets without faults, and of all. */
  readonly healthyFalseOpeningsPerEnvironmentDay: number;
  readonly falseOpeningsPerEnvironmentDay: number;
  readonly messagesPerFault: Spread | null;
  readonly messagesPerOutage: Spread | null;
  readonly messagesByChange: Readonly<Record<string, number>>;
  readonly alarms: readonly AlarmSummary[];
}

/** The first day is for learning; of a shorter play its first half. */
const toLearningMinutes = (minutes: number): number => Math.min(DAY_MINUTES, minutes / 2);

export function summarize(plays: readonly FleetPlay[], minutes: number, seed: number): Summary {
  const learningMinutes = toLearningMinutes(minutes);
  const scores = plays.map(({ episodes, told }) => scoreFleet(episodes, told));
  const causes = summarizeCauses(scores);
  const fleets = plays.map((play, index) => summarizeFleet(play, scores[index], minutes, learningMinutes));
  const falsePerDay = (of: readonly FleetSummary[]) =>
    perEnvironmentDay(countFalseOpenings(of), countEnvironments(of), minutes, learningMinutes);
  const messagesOf = (isWanted: (cause: Cause) => boolean) =>
    toSpread(
      scores
        .flatMap(({ episodes }) => episodes)
        .filter(({ episode }) => isWanted(episode.cause))
        .map(({ messageCount }) => messageCount),
    );
  return {
    minutes,
    learningMinutes,
    seed,
    runCount: sum(plays.map(({ runCount }) => runCount)),
    environmentCount: countEnvironments(fleets),
    causes,
    fleets,
    healthyFalseOpeningsPerEnvironmentDay: falsePerDay(
      fleets.filter(({ episodeCount }) => episodeCount === 0),
    ),
    falseOpeningsPerEnvironmentDay: falsePerDay(fleets),
    messagesPerFault: messagesOf((cause) => !FLEET_CAUSES.has(cause)),
    messagesPerOutage: messagesOf((cause) => cause === 'outage'),
    messagesByChange: countBy(
      plays.flatMap(({ told }) => told),
      ({ change }) => change,
    ),
    alarms: summarizeAlarms(plays, learningMinutes, countFalseOpenings(fleets)),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const countEnvironments = (of: readonly FleetSummary[]) =>
  sum(of.map(({ environmentCount }) => environmentCount));
const countFalseOpenings = (of: readonly FleetSummary[]) =>
  sum(of.map(({ falseOpeningCount }) => falseOpeningCount));

const perEnvironmentDay = (
  count: number,
  environmentCount: number,
  minutes: number,
  learningMinutes: number,
) => (environmentCount === 0 ? 0 : (count * DAY_MINUTES) / environmentCount / (minutes - learningMinutes));

const countBy = <T>(values: readonly T[], keyOf: (value: T) => string): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(values, keyOf)].map(([key, own]) => [key, own.length]));

const toFalseOpenings = (score: FleetScore | undefined, learningMinutes: number): readonly Told[] =>
  score?.falseOpenings.filter(({ minute }) => minute > learningMinutes) ?? [];

function summarizeFleet(
  { name, environmentCount, episodes, told }: FleetPlay,
  score: FleetScore | undefined,
  minutes: number,
  learningMinutes: number,
): FleetSummary {
  const wrong = toFalseOpenings(score, learningMinutes);
  return {
    name,
    environmentCount,
    episodeCount: episodes.length,
    falseOpeningCount: wrong.length,
    falseOpeningsPerEnvironmentDay: perEnvironmentDay(
      wrong.length,
      environmentCount,
      minutes,
      learningMinutes,
    ),
    falseOpenings: countBy(wrong, ({ condition, reason }) => [condition, reason ?? []].flat().join(' ')),
    messageCount: told.length,
  };
}

const upTo = (highest: number, step: number) =>
  Array.from({ length: highest / step }, (_, index) => (index + 1) * step);

function summarizeAlarms(
  plays: readonly FleetPlay[],
  learningMinutes: number,
  allowedFalseCount: number,
): AlarmSummary[] {
  const countFalse = (scores: readonly FleetScore[]) =>
    sum(scores.map((score) => toFalseOpenings(score, learningMinutes).length));
  const toAlarm = (metric: AlarmSummary['metric'], { threshold, scores }: TunedAlarm): AlarmSummary => ({
    metric,
    threshold,
    falseOpeningCount: countFalse(scores),
    causes: summarizeCauses(scores),
  });
  const depths = plays.map(({ episodes, depths: series }) => ({ episodes, series }));
  const ages = plays.map(({ episodes, ages: series }) => ({ episodes, series }));
  return [
    toAlarm('QueueDepth', tuneAlarm(depths, upTo(2_000, 1), countFalse, allowedFalseCount)),
    toAlarm('OldestQueuedAge', tuneAlarm(ages, upTo(36_000, 30), countFalse, allowedFalseCount)),
  ];
}
