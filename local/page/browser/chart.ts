/** One chart: lines over time with the thresholds they are judged by, and the incidents behind them. */
import uPlot from 'uplot';
import type { LevelView } from '../page-model.ts';
import { type ChartDefinition, NO_LEVELS } from './chart-catalogue.ts';
import { createLegend } from './chart-legend.ts';
import { type ChartIncident, paintIncidents, paintLevels } from './chart-paint.ts';
import { formatOf, toAxes, toTop } from './chart-scale.ts';
import { colourOf } from './colour.ts';
import { h } from './dom.ts';

const HEIGHT_PX = 132;

export interface ChartData {
  readonly from: number;
  readonly to: number;
  readonly times: readonly number[];
  /** In the order of the definition's lines; null where nothing was published. */
  readonly lines: readonly (readonly (number | null)[])[];
  readonly incidents: readonly ChartIncident[];
  /** In force. */
  readonly levels: LevelView;
}

export interface Chart {
  readonly element: HTMLElement;
  readonly draw: (data: ChartData) => void;
}

export function createChart(definition: ChartDefinition<string>): Chart {
  let data: ChartData = { from: 0, to: 60, times: [], lines: [], incidents: [], levels: NO_LEVELS };
  const legend = createLegend(definition);
  const plot = h('div', { class: 'plot', role: 'img' });
  /** Values at the cursor, or the last ones. */
  const showValues = ({ cursor }: uPlot) => {
    const index = cursor.idx ?? data.times.length - 1;
    legend.show(data.lines.map((line) => line[index]));
  };
  const options = toOptions(definition, () => data, showValues);
  const chart = new uPlot(options, [[], ...definition.lines.map(() => [])], plot);
  keepFitting(chart, plot);

  return {
    element: h('figure', {}, legend.element, plot),
    draw: (next) => {
      data = next;
      chart.setData([[...next.times], ...next.lines.map((line) => [...line])]);
      showValues(chart);
      plot.setAttribute('aria-label', legend.text());
    },
  };
}

function toOptions(
  definition: ChartDefinition<string>,
  look: () => ChartData,
  showValues: (chart: uPlot) => void,
): uPlot.Options {
  const { unit } = definition;
  return {
    width: 300,
    height: HEIGHT_PX,
    // The last time stands under the end of the lines.
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { sync: { key: 'time' }, drag: { x: false, y: false }, points: { size: 6 }, y: false },
    scales: {
      x: { time: true, range: () => [look().from, look().to] },
      y: { range: (_chart, _min, max) => [0, toTop(unit, max, look().levels)] },
    },
    axes: toAxes(unit),
    series: toSeries(definition),
    hooks: {
      drawClear: [(chart) => paintIncidents(chart, look().incidents)],
      draw: [(chart) => paintLevels(chart, look().levels, formatOf(unit))],
      setCursor: [showValues],
    },
  };
}

function toSeries({ unit, lines }: ChartDefinition<string>): uPlot.Series[] {
  const steps = uPlot.paths.stepped?.({ align: 1 });
  const ofLines = lines.map(({ part }, index) => ({
    stroke: () => colourOf(`--line-${index + 1}`),
    width: 1.75,
    spanGaps: part !== undefined,
    // A distribution is published only where something was measured, and one run makes no line.
    points: { show: (chart: uPlot) => part !== undefined || chart.data[0].length === 1, size: 4 },
    ...(unit === 'verdict' && steps !== undefined ? { paths: steps } : {}),
  }));
  return [{}, ...ofLines];
}

/** A canvas follows neither the width of the page nor its colours. */
function keepFitting(chart: uPlot, plot: HTMLElement): void {
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width > 0) chart.setSize({ width, height: HEIGHT_PX });
  }).observe(plot);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart.redraw(false, true));
}
