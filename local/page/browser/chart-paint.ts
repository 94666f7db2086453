/** What is painted behind and over the lines of a chart. */
import type uPlot from 'uplot';
import { SEVERITIES, type Severity } from '../../../contract/conditions.ts';
import type { LevelView } from '../page-model.ts';
import { colourOf } from './colour.ts';

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
    const end = Number.isFinite(toSeconds) ? Math.min(right, chart.valToPos(toSeconds, 'x', true)) : right;
    if (end <= start) continue;
    ctx.save();
    ctx.fillStyle = colourOf(`--${severity}-wash`);
    ctx.fillRect(start, bbox.top, end - start, bbox.height);
    ctx.restore();
  }
}

/** Thresholds as dashed lines, each with its name and where it comes from: the colour alone would say too little. */
export function paintLevels(chart: uPlot, levels: LevelView, format: (value: number) => string): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  for (const severity of SEVERITIES) {
    const level = levels[severity];
    const top = chart.scales.y?.max ?? 0;
    if (level === null || level > top) continue;
    const y = Math.round(chart.valToPos(level, 'y', true)) + 0.5;
    ctx.save();
    ctx.strokeStyle = colourOf(`--${severity}`);
    ctx.fillStyle = colourOf(`--${severity}`);
    ctx.lineWidth = ratio;
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = `${10.5 * ratio}px system-ui, sans-serif`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'bottom';
    const from = levels.source === 'default' ? '' : `, ${levels.source}`;
    ctx.fillText(`${severity} ${format(level)}${from}`, bbox.left + 4 * ratio, y - 2 * ratio);
    ctx.restore();
  }
}
