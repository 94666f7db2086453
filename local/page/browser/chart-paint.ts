/** What is painted behind and over the lines of a chart. */
import type uPlot from 'uplot';
import { SEVERITIES, type Severity } from '../../../contract/conditions.ts';
import type { LevelView } from '../page-model.ts';
import { colourOf } from './colour.ts';
import { paintLevelLines } from './level-lines.ts';

export interface ChartIncident {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly severity: Severity;
}

/** The time of an incident, as a wash behind the lines. */
export function paintIncidents(chart: uPlot, incidents: readonly ChartIncident[]): void {
  const { ctx, bbox } = chart;
  const right = bbox.left + bbox.width;
  for (const { fromSeconds, toSeconds, severity } of incidents) {
    const start = Math.max(bbox.left, chart.valToPos(fromSeconds, 'x', true));
    const end = Math.min(right, chart.valToPos(toSeconds, 'x', true));
    if (end <= start) continue;
    ctx.save();
    ctx.fillStyle = colourOf(`--${severity}-wash`);
    ctx.fillRect(start, bbox.top, end - start, bbox.height);
    ctx.restore();
  }
}

/** Thresholds as dashed lines, each with its name and where it comes from: the colour alone would say too little. */
export function paintLevels(chart: uPlot, levels: LevelView, format: (value: number) => string): void {
  const top = chart.scales.y?.max ?? 0;
  const from = levels.source === 'default' ? '' : `, ${levels.source}`;
  const lines = SEVERITIES.flatMap((severity) => {
    const value = levels[severity];
    if (value === null || value > top) return [];
    return [{ value, label: `${severity} ${format(value)}${from}`, colour: colourOf(`--${severity}`) }];
  });
  paintLevelLines(chart, lines, { side: 'left', dashesPx: [5, 4] });
}
