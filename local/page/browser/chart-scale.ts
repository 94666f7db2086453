/** How far charts reach, and what stands at their axes. */
import type uPlot from 'uplot';
import { type Threshold, VERDICT_CODES } from '../../../contract/conditions.ts';
import type { ChartDefinition } from './chart-catalogue.ts';
import { colourOf } from './colour.ts';
import { formatCount, formatMinute, formatSeconds } from './format.ts';
import { ticksIn, toTicks } from './lanes.ts';
import { VERDICT_WORDS } from './wording.ts';

type Unit = ChartDefinition<string>['unit'];

const VERDICTS = Object.keys(VERDICT_CODES) as (keyof typeof VERDICT_CODES)[];
/** A chart of nothing should not show ten gridlines between 0 and 1. */
const LOWEST_TOPS: Readonly<Record<Unit, number>> = { seconds: 60, count: 4, verdict: VERDICTS.length - 1 };

export function formatOf(unit: Unit): (value: number) => string {
  if (unit === 'seconds') return formatSeconds;
  if (unit === 'count') return formatCount;
  return (code) => VERDICT_WORDS[VERDICTS[code] ?? 'unknown'].label;
}

/** The lowest level is always in sight, the next one as soon as the values come near it. */
export function toTop(unit: Unit, max: number | null, { warning, critical }: Threshold): number {
  const highest = Math.max(LOWEST_TOPS[unit], max ?? 0);
  if (unit === 'verdict') return highest + 0.4;
  const first = warning ?? critical ?? 0;
  const next = critical !== null && highest >= 0.6 * critical ? critical : first;
  return Math.max(highest * 1.12, first * 1.25, next * 1.12);
}

export function toAxes(unit: Unit): uPlot.Axis[] {
  const look: uPlot.Axis = {
    stroke: () => colourOf('--ink-quiet'),
    font: '11px system-ui, sans-serif',
    ticks: { show: false },
    grid: { stroke: () => colourOf('--rule'), width: 1 },
  };
  return [
    {
      ...look,
      size: 22,
      gap: 4,
      grid: { show: false },
      splits: (chart, _axis, from, to) => toTicks(from, to, ticksIn(chart.width - 70)),
      values: (_chart, splits) => splits.map(formatMinute),
    },
    {
      ...look,
      size: unit === 'verdict' ? 72 : 52,
      gap: 6,
      splits: (_chart, _axis, _from, to) =>
        unit === 'verdict' ? VERDICTS.map((_, code) => code) : toSplits(unit, to),
      values: (_chart, splits) => splits.map(formatOf(unit)),
    },
  ];
}

const STEPS: Readonly<Record<'seconds' | 'count', readonly number[]>> = {
  seconds: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200],
  count: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
};
const MOST_SPLITS_COUNT = 4;

/** Steps that people count time and things in. */
export function toSplits(unit: 'seconds' | 'count', top: number): number[] {
  const steps = STEPS[unit];
  const step = steps.find((size) => top / size <= MOST_SPLITS_COUNT) ?? top / MOST_SPLITS_COUNT;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
}
