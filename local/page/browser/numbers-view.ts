/** The charts as a table: every metric of the chosen environment in numbers, with its meaning. */
import { ENVIRONMENT_METRICS, type EnvironmentMetricName } from '../../../contract/metrics.ts';
import type { Measured } from '../page-model.ts';
import { byId, h, setText } from './dom.ts';
import { formatCount, formatSeconds } from './format.ts';
import { shownSeconds, type View } from './page-state.ts';

const NAMES = Object.keys(ENVIRONMENT_METRICS) as EnvironmentMetricName[];

export function createNumbersView(): View {
  const rows = NAMES.map((name) => {
    const cells = [
      h('td', { class: 'number' }),
      h('td', { class: 'number' }),
      h('td', { class: 'number' }),
    ] as const;
    const { meaning } = ENVIRONMENT_METRICS[name];
    return {
      name,
      cells,
      element: h('tr', {}, h('th', { scope: 'row' }, name), ...cells, h('td', {}, meaning)),
    };
  });
  const headings = ['Metric', 'Now', 'Lowest', 'Highest', 'Meaning'];
  byId('numbers').append(
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, 'Metrics of the chosen environment'),
      h('thead', {}, h('tr', {}, ...headings.map((text) => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, ...rows.map(({ element }) => element)),
    ),
  );
  return (state) => {
    const { from } = shownSeconds(state);
    const measured = state.runs
      .filter(({ atSeconds }) => atSeconds >= from)
      .map(({ environments }) => environments[state.choices.environmentId]);
    for (const { name, cells } of rows) {
      const values = measured.flatMap((run) => toNumber(run?.[name]) ?? []);
      const last = toNumber(measured.at(-1)?.[name]);
      const texts = [
        last,
        values.length === 0 ? undefined : Math.min(...values),
        values.length === 0 ? undefined : Math.max(...values),
      ];
      texts.forEach((value, index) => {
        const cell = cells[index];
        if (cell !== undefined) setText(cell, value === undefined ? '–' : formatOf(name)(value));
      });
    }
  };
}

/** Of a distribution, its longest. */
function toNumber(value: Measured[EnvironmentMetricName]): number | undefined {
  return typeof value === 'object' ? value.max : value;
}

const formatOf = (name: EnvironmentMetricName) =>
  ENVIRONMENT_METRICS[name].unit === 'Seconds' ? formatSeconds : formatCount;
