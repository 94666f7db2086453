/** One chart: lines over time with the thresholds they are judged by, and the incidents behind them. */
import uPlot from 'uplot';
import { type ChartDefinition, levelsOf } from './chart-catalogue.ts';
import { type ChartIncident, paintIncidents, paintLevels } from './chart-paint.ts';
import { formatOf, toAxes, toTop } from './chart-scale.ts';
import { h, setText } from './dom.ts';
import { token } from './token.ts';

const HEIGHT_PX = 132;

export interface ChartData {
  readonly from: number;
  readonly to: number;
  readonly times: readonly number[];
  /** In the order of the definition's lines; null where nothing was published. */
  readonly lines: readonly (readonly (number | null)[])[];
  readonly incidents: readonly ChartIncident[];
}

export function createChart(definition: ChartDefinition<string>) {
  const values = definition.lines.map(() => h('b'));
  const legend = definition.lines.map(({ label }, index) =>
    h('span', { class: 'key', 'data-line': index }, label, values[index] ?? ''),
  );
  const plot = h('div', { class: 'plot', role: 'img' });
  const element = h(
    'figure',
    {},
    h('figcaption', {}, h('h4', {}, definition.title), h('div', { class: 'keys' }, ...legend)),
    plot,
  );
  let data: ChartData = { from: 0, to: 60, times: [], lines: [], incidents: [] };
  const levels = levelsOf(definition);
  const format = formatOf(definition.unit);

  /** Values at the cursor, or the last ones. */
  const showValues = (index: number) =>
    values.forEach((value, line) => {
      const number = data.lines[line]?.[index];
      setText(value, number === null || number === undefined ? '–' : format(number));
    });
  const steps = uPlot.paths.stepped?.({ align: 1 });
  const chart = new uPlot(
    {
      width: 300,
      height: HEIGHT_PX,
      padding: [8, 6, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: 'time' }, drag: { x: false, y: false }, points: { size: 6 }, y: false },
      scales: {
        x: { time: true, range: () => [data.from, data.to] },
        y: { range: (_chart, _min, max) => [0, toTop(definition.unit, max, levels)] },
      },
      axes: toAxes(definition.unit),
      series: [
        {},
        ...definition.lines.map(({ part }, index) => ({
          stroke: () => token(`--line-${index + 1}`),
          width: 1.75,
          spanGaps: part !== undefined,
          // A distribution is published only where something was measured.
          points: { show: part !== undefined, size: 4 },
          ...(definition.unit === 'verdict' && steps !== undefined ? { paths: steps } : {}),
        })),
      ],
      hooks: {
        drawClear: [(drawn) => paintIncidents(drawn, data.incidents)],
        draw: [(drawn) => paintLevels(drawn, levels, format)],
        setCursor: [(drawn) => showValues(drawn.cursor.idx ?? data.times.length - 1)],
      },
    },
    [[], ...definition.lines.map(() => [])],
    plot,
  );
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width > 0) chart.setSize({ width, height: HEIGHT_PX });
  }).observe(plot);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart.redraw(false, true));

  return {
    element,
    draw: (next: ChartData) => {
      data = next;
      chart.setData([[...next.times], ...next.lines.map((line) => [...line])]);
      showValues(chart.cursor.idx ?? next.times.length - 1);
      const last = definition.lines.map(({ label }, index) => `${label} ${values[index]?.textContent}`);
      plot.setAttribute('aria-label', `${definition.title}: ${last.join(', ')}`);
    },
  };
}
