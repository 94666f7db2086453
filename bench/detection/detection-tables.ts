/** The tables of docs/detection.md, and of the terminal. Pure. */
import { toTable } from '../../local/text/markdown-table.ts';
import type { CauseSummary } from './cause-summary.ts';
import { CAUSES, FLEET_CAUSES } from './causes.ts';
import type { RuleRow } from './rules-table.ts';
import type { Spread } from './spread.ts';
import type { AlarmSummary, FleetSummary, Summary } from './summary.ts';

export function toRulesSection(rows: readonly RuleRow[], timelineCount: number): string {
  return `## Rules: what the stated thresholds demand, over ${timelineCount} random timelines

${toTable(
  ['condition', 'changes demanded', 'told in the right run with the right reason', 'missed', 'extra'],
  rows.map((row) => [row.condition, row.demandedCount, row.rightCount, row.missedCount, row.extraCount]),
)}`;
}

export function toFleetSections(summary: Summary): string {
  const { causes, minutes, environmentCount, runCount, seed, fleets } = summary;
  const ofFaults = causes.filter(({ cause }) => !FLEET_CAUSES.has(cause));
  const ofFleets = causes.filter(({ cause }) => FLEET_CAUSES.has(cause));
  return `## Faults: what is true in simulated fleets, over ${minutes / 1_440} days

${environmentCount} environments, ${runCount} runs, seed ${seed}. Minutes are median / 90 %, messages median / mean.

${toFaultsTable(ofFaults)}

Messages a fault: ${pair(summary.messagesPerFault, 'mean')} (median / mean).

## The whole fleet at once

${toOutagesTable(ofFleets)}

Messages an outage: ${pair(summary.messagesPerOutage, 'mean')} (median / mean).

## False openings

${toFalseTable(fleets)}

An environment and day: ${summary.healthyFalseOpeningsPerEnvironmentDay.toFixed(2)} in the fleets without faults, ${summary.falseOpeningsPerEnvironmentDay.toFixed(2)} in all.
All messages by their change: ${toCounts(summary.messagesByChange)}.

## Beside alarms made by hand

${toAlarmTable(ofFaults, summary.alarms)}`;
}

function toFaultsTable(rows: readonly CauseSummary[]): string {
  return toTable(
    [
      'fault',
      'episodes',
      'told',
      'first message',
      'first critical',
      'first reason right',
      'items named',
      'resolved',
      'after repair',
      'messages',
    ],
    rows.map((row) => [
      CAUSES[row.cause].what,
      row.episodeCount,
      row.toldCount,
      pair(row.firstMinutes, 'p90'),
      pair(row.criticalMinutes, 'p90'),
      row.firstRightCount,
      row.itemEpisodeCount === 0 ? '-' : row.itemsNamedCount,
      row.resolvedCount,
      pair(row.resolvedMinutes, 'p90'),
      pair(row.messages, 'mean'),
    ]),
  );
}

function toOutagesTable(rows: readonly CauseSummary[]): string {
  return toTable(
    [
      'what',
      'episodes',
      'told',
      'first message',
      'first reason right',
      'resolved',
      'after the end',
      'messages',
      'other openings',
    ],
    rows.map((row) => [
      CAUSES[row.cause].what,
      row.episodeCount,
      row.toldCount,
      pair(row.firstMinutes, 'p90'),
      row.firstRightCount,
      row.resolvedCount,
      pair(row.resolvedMinutes, 'p90'),
      pair(row.messages, 'mean'),
      pair(row.otherOpenings, 'mean'),
    ]),
  );
}

function toFalseTable(fleets: readonly FleetSummary[]): string {
  return toTable(
    ['fleet', 'faults', 'false openings', 'an environment and day', 'of what'],
    fleets.map((fleet) => [
      fleet.name,
      fleet.episodeCount,
      fleet.falseOpeningCount,
      fleet.falseOpeningsPerEnvironmentDay.toFixed(2),
      toCounts(fleet.falseOpenings),
    ]),
  );
}

function toAlarmTable(rows: readonly CauseSummary[], alarms: readonly AlarmSummary[]): string {
  const unit = { QueueDepth: '', OldestQueuedAge: ' s' } as const;
  const titles = alarms.map(({ metric, threshold }) => `${metric} >= ${threshold}${unit[metric]}`);
  const cell = (row: CauseSummary | undefined) =>
    row === undefined || row.toldCount === 0 ? '-' : `${row.toldCount}: ${pair(row.firstMinutes, 'p90')}`;
  return toTable(
    ['fault', 'episodes', 'this monitor: told, after', ...titles],
    rows.map((row) => [
      CAUSES[row.cause].what,
      row.episodeCount,
      cell(row),
      ...alarms.map(({ causes }) => cell(causes.find(({ cause }) => cause === row.cause))),
    ]),
  );
}

function pair(spread: Spread | null, second: 'p90' | 'mean'): string {
  return spread === null ? '-' : `${round(spread.median)} / ${round(spread[second])}`;
}

const round = (value: number) => String(Math.round(value * 10) / 10);

const toCounts = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || '-';
