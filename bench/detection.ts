/**
 * `npm run bench:detection [-- --days N]`: what the monitor tells against what is stated, and against what is
 * true in a simulated fleet, beside two alarms that a person would set up by hand.
 */
import type { Alert } from '../lambda/model/incident.ts';
import { createVirtualMonitor } from '../local/virtual/virtual-monitor.ts';
import { type Series, tune } from './detection/alarm.ts';
import { type Episode, KINDS, stageFleet } from './detection/fleet.ts';
import { compareWithRules } from './detection/rules-table.ts';
import { falseOpenings, scoreKind, type Told } from './detection/score.ts';
import { median } from './median.ts';
import { readOptions } from './read-options.ts';

const USAGE = `Plays a simulated fleet with injected faults, and prints what was told of them.

Examples
  npm run bench:detection                a week of virtual time
  npm run bench:detection -- --days 1`;

const values = readOptions(USAGE, { days: { type: 'string', default: '7' } });
const days = Number(values.days);
const minutes = days * 1_440;

const KIND_OF_CHANGE = {
  opened: 'opened',
  changed: 'more',
  grew: 'more',
  worsened: 'more',
  reminded: 'more',
  resolved: 'ended',
  withdrawn: 'ended',
} as const satisfies Record<Alert['change'], Told['kind']>;

interface Week {
  readonly episodes: readonly Episode[];
  readonly told: readonly Told[];
  /** Messages by their change. */
  readonly changeCounts: ReadonlyMap<Alert['change'], number>;
  readonly depths: ReadonlyMap<string, Series>;
  readonly ages: ReadonlyMap<string, Series>;
}

async function playFleet(): Promise<Week> {
  const monitor = createVirtualMonitor();
  const episodes = stageFleet(monitor.simulator, minutes);
  const depths = new Map<string, number[]>();
  const ages = new Map<string, number[]>();
  const told: Told[] = [];
  const changeCounts = new Map<Alert['change'], number>();
  for (let minute = 1; minute <= minutes; minute++) {
    const [alertCount, publishedCount] = [monitor.alerts.length, monitor.published.length];
    const { error } = await monitor.runMinutes(1);
    if (error !== null) throw new Error(`The run of minute ${minute} failed: ${error}`);
    for (const { environmentIds, incidentId, change } of monitor.alerts.slice(alertCount)) {
      changeCounts.set(change, (changeCounts.get(change) ?? 0) + 1);
      for (const environmentId of environmentIds) {
        told.push({ environmentId, minute, kind: KIND_OF_CHANGE[change], incidentId });
      }
    }
    for (const { environments } of monitor.published.slice(publishedCount)) {
      for (const [id, metrics] of environments) {
        record(depths, id, minute, metrics.QueueDepth);
        record(ages, id, minute, metrics.OldestQueuedAge);
      }
    }
  }
  return { episodes, told, changeCounts, depths, ages };
}

function record(series: Map<string, number[]>, id: string, minute: number, value: number | undefined): void {
  const own = series.get(id) ?? [];
  if (value !== undefined) own[minute] = value;
  series.set(id, own);
}

function printMonitor(name: string, { episodes }: Week, told: readonly Told[]): void {
  const falseCount = falseOpenings(episodes, told).length;
  console.log(`\n### ${name}\n`);
  console.log(
    '| fault | episodes | found | opens after (median / worst) | ends after repair (median / worst) |',
  );
  console.log('|---|---|---|---|---|');
  for (const kind of KINDS) {
    const { episodeCount, foundCount, openDelays, endDelays } = scoreKind(kind, episodes, told);
    console.log(
      `| ${kind} | ${episodeCount} | ${foundCount} | ${delays(openDelays)} | ${delays(endDelays)} |`,
    );
  }
  const perDay = (count: number) => (count / days).toFixed(2);
  console.log(`\nFalse alerts a day: ${perDay(falseCount)}. Messages a day: ${perDay(told.length)}.`);
}

function delays(all: readonly number[]): string {
  return all.length === 0 ? '-' : `${median(all)} / ${Math.max(...all)} min`;
}

console.log('## Rules: what the stated thresholds demand, over 300 random timelines\n');
console.log(
  '| condition | changes demanded | told in the right run with the right reason | missed | extra |',
);
console.log('|---|---|---|---|---|');
for (const row of await compareWithRules(300)) {
  const { condition, demandedCount, rightCount, missedCount, extraCount } = row;
  console.log(`| ${condition} | ${demandedCount} | ${rightCount} | ${missedCount} | ${extraCount} |`);
}

const week = await playFleet();
console.log(`\n## Faults: what is true in a simulated fleet of ten environments, over ${days} days`);
printMonitor('This monitor, with its defaults', week, week.told);
const byChange = [...week.changeCounts].map(([change, count]) => `${change} ${(count / days).toFixed(1)}`);
console.log(`Of these: ${byChange.join(', ')}.`);
const wrong = falseOpenings(week.episodes, week.told);
for (const { environmentId, minute, incidentId } of wrong)
  console.log(`False: ${environmentId} at minute ${minute}: ${incidentId}`);
const countFalse = (told: readonly Told[]) => falseOpenings(week.episodes, told).length;
const upTo = (highest: number, step: number) =>
  Array.from({ length: highest / step }, (_, index) => (index + 1) * step);
const depth = tune(week.depths, upTo(2_000, 1), countFalse, wrong.length);
printMonitor(`Alarm on QueueDepth >= ${depth.threshold}, 3 of 3 minutes`, week, depth.told);
const age = tune(week.ages, upTo(36_000, 30), countFalse, wrong.length);
printMonitor(`Alarm on OldestQueuedAge >= ${age.threshold} s, 3 of 3 minutes`, week, age.told);
