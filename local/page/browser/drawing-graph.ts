/** A graph of a drawn dashboard: the page's axes and scales, with the colours and plain numbers of CloudWatch. */
import uPlot from 'uplot';
import { toAxes, toSplits, toTop } from './chart-scale.ts';
import { h } from './dom.ts';
import type { DrawnGraph } from './drawing-model.ts';
import { paintLevelLines } from './level-lines.ts';

/** Colours that CloudWatch gives to lines that name none, in its order. */
const PALETTE = [
  ...['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd'],
  ...['#8c564b', '#e377c2', '#7f7f7f', '#bcbd22', '#17becf'],
];
const LEGEND_PX = 22;
const TITLE_PX = 26;
/** Labels of lines that fit below a graph; the console scrolls through the others. */
const LEGEND_COUNT = 6;

const colourAt = (index: number): string => PALETTE[index % PALETTE.length] ?? '';

export function drawGraph(graph: DrawnGraph, widthPx: number, heightPx: number): HTMLElement {
  const plot = h('div', {});
  const size = { width: widthPx - 16, height: heightPx - TITLE_PX - LEGEND_PX - 8 };
  new uPlot({ ...size, ...toOptions(graph) }, toData(graph), plot);
  const shown = graph.lines.slice(0, LEGEND_COUNT);
  const more = graph.lines.length - shown.length;
  const legend = shown.map(({ label }, index) =>
    h('span', {}, h('i', { style: `background: ${colourAt(index)}` }), label),
  );
  return h(
    'div',
    {},
    plot,
    h('p', { class: 'legend' }, ...legend, ...(more > 0 ? [h('span', {}, `and ${more} more`)] : [])),
  );
}

const toData = ({ atSeconds, lines }: DrawnGraph): uPlot.AlignedData => [
  [...atSeconds],
  ...lines.map(({ values }) => [...values]),
];

function toOptions(graph: DrawnGraph): Omit<uPlot.Options, 'width' | 'height'> {
  const { atSeconds, lines, levels, label } = graph;
  const unit = label === 'Seconds' ? 'seconds' : 'count';
  const highest = Math.max(0, ...levels.map(({ value }) => value));
  const [time, number] = toAxes(unit);
  return {
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true, range: () => [atSeconds[0] ?? 0, atSeconds.at(-1) ?? 1] },
      y: {
        range: (_chart, _min, max) => [0, toTop(unit, max, { warning: highest || null, critical: null })],
      },
    },
    axes: [
      { ...time, splits: (_chart, _axis, from, to) => toHalfHours(from, to) },
      {
        ...number,
        splits: (_chart, _axis, _from, to) => toSplits(unit, to),
        values: (_chart, splits) => splits.map((value) => value.toLocaleString('en-US')),
        ...(label === null ? {} : { label, labelSize: 18, labelFont: '11px system-ui, sans-serif' }),
      },
    ],
    series: [
      {},
      ...lines.map((_line, index) => ({
        stroke: colourAt(index),
        width: 1.75,
        // A point between two gaps would not be seen.
        points: { show: isScattered(lines[index]?.values ?? []), size: 4 },
      })),
    ],
    hooks: {
      draw: [(chart) => paintLevelLines(chart, levels, { side: 'right', dashesPx: [] })],
    },
  };
}

const HALF_HOUR_SECONDS = 1800;

function toHalfHours(from: number, to: number): number[] {
  const first = Math.ceil(from / HALF_HOUR_SECONDS) * HALF_HOUR_SECONDS;
  const count = Math.max(0, Math.floor((to - first) / HALF_HOUR_SECONDS) + 1);
  return Array.from({ length: count }, (_, index) => first + index * HALF_HOUR_SECONDS);
}

const isScattered = (values: readonly (number | null)[]): boolean =>
  values.some((value, index) => value !== null && values[index - 1] === null && values[index + 1] === null);
