/** Levels as lines across a chart, each with its label. */
import type uPlot from 'uplot';
import { placeLabels } from './level-labels.ts';

export interface LevelLine {
  readonly value: number;
  readonly label: string;
  readonly colour: string;
}

export interface LineLook {
  readonly side: 'left' | 'right';
  /** Lengths of dashes and gaps; empty: none. */
  readonly dashesPx: readonly number[];
}

const FONT_PX = 10.5;
const LABEL_PX = 13;
/** Between a label and its line, and at its side. */
const [BELOW_PX, BESIDE_PX] = [2, 4];

export function paintLevelLines(
  chart: uPlot,
  lines: readonly LevelLine[],
  { side, dashesPx }: LineLook,
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const [x, beside] = [side === 'left' ? bbox.left : bbox.left + bbox.width, side === 'left' ? 1 : -1];
  const ys = lines.map(({ value }) => Math.round(chart.valToPos(value, 'y', true)) + 0.5);
  const wanted = ys.map((y) => y - (BELOW_PX + LABEL_PX) * ratio);
  const tops = placeLabels(wanted, LABEL_PX * ratio, bbox);
  ctx.save();
  ctx.lineWidth = ratio;
  ctx.font = `${FONT_PX * ratio}px system-ui, sans-serif`;
  ctx.textAlign = side;
  ctx.textBaseline = 'middle';
  ctx.setLineDash(dashesPx.map((px) => px * ratio));
  for (const [index, { label, colour }] of lines.entries()) {
    const [y = 0, top = null] = [ys[index], tops[index]];
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    const width = bbox.width - 2 * BESIDE_PX * ratio;
    if (top !== null)
      ctx.fillText(label, x + beside * BESIDE_PX * ratio, top + (LABEL_PX * ratio) / 2, width);
  }
  ctx.restore();
}
