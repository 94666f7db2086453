/** Table 1: every change that the stated rules demand, over random timelines, against what was told. */
import fc from 'fast-check';
import { anyItemLife, playLives } from '../../local/virtual/item-life.ts';
import { expectedChanges, ORACLE_SETTINGS } from '../../local/virtual/oracle.ts';
import { playTimeline } from '../../local/virtual/play-timeline.ts';

const MINUTES = 75;
const ENV = 'env_a';

export interface RuleRow {
  readonly condition: string;
  readonly demandedCount: number;
  readonly rightCount: number;
  readonly missedCount: number;
  readonly extraCount: number;
}

export async function compareWithRules(timelineCount: number): Promise<RuleRow[]> {
  const demanded: string[] = [];
  const told: string[] = [];
  const timelines = fc.sample(fc.array(anyItemLife, { minLength: 4, maxLength: 14 }), {
    numRuns: timelineCount,
    seed: 5,
  });
  for (const [index, lives] of timelines.entries()) {
    const runs = Array.from({ length: MINUTES }, () => 'fine' as const);
    demanded.push(...expectedChanges(lives, runs).map((line) => `${index} ${line}`));
    const played = await playTimeline({
      minutes: MINUTES,
      settings: { ...ORACLE_SETTINGS, environments: [ENV] },
      stage: (stage) => {
        stage.simulator.addEnvironment({ id: ENV });
        playLives(stage, ENV, lives);
      },
    });
    told.push(...played.told.map((line) => `${index} ${withoutEnvironment(line)}`));
  }
  const conditions = [...new Set([...demanded, ...told].map(conditionOf))].toSorted();
  return conditions.map((condition) => {
    const isOwn = (line: string) => conditionOf(line) === condition;
    const [wanted, got] = [demanded.filter(isOwn), told.filter(isOwn)];
    return {
      condition,
      demandedCount: wanted.length,
      rightCount: wanted.filter((line) => got.includes(line)).length,
      missedCount: wanted.filter((line) => !got.includes(line)).length,
      extraCount: got.filter((line) => !wanted.includes(line)).length,
    };
  });
}

const conditionOf = (line: string) => line.split(' ')[2] ?? '';

function withoutEnvironment(line: string): string {
  const [minute, , condition, change, severity, reason] = line.split(' ');
  return [minute, condition, change, severity, ...(change === 'resolved' ? [] : [reason])].join(' ');
}
