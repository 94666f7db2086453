/** The charts as a table: every metric of the chosen environment in numbers, with its meaning. */
import { ENVIRONMENT_METRICS, type EnvironmentMetricName } from '../../../contract/metrics.ts';
import type { Measured } from '../page-model.ts';
import { byId, h, type Piece, setText, toCode } from './dom.ts';
import { formatCount, formatSeconds } from './format.ts';
import type { View } from './shown.ts';

const NAMES = Object.keys(ENVIRONMENT_METRICS) as EnvironmentMetricName[];

const HEADINGS = ['Metric', 'Now', 'Lowest', 'Highest', 'Meaning'];

export function createNumbersView(): View {
  const rows = NAMES.map((name) => ({ name, ...createRow(name) }));
  byId('numbers').append(
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, 'Metrics of the chosen environment'),
      h('thead', {}, h('tr', {}, ...HEADINGS.map((text) => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, ...rows.map(({ element }) => element)),
    ),
  );
  return ({ runs, span, choices, environments }) => {
    const chosen = environments.find(({ id }) => id === choices.environmentId);
    const measured = runs
      .filter(({ atSeconds }) => atSeconds >= span.from)
      .map(({ environments }) => environments[choices.environmentId]);
    for (const { name, element, update } of rows) {
      element.hidden = chosen?.unsentMetrics.includes(name) ?? false;
      update(measured);
    }
  };
}

function createRow(name: EnvironmentMetricName): Piece<readonly (Measured | undefined)[]> {
  const { meaning, unit } = ENVIRONMENT_METRICS[name];
  const format = unit === 'Seconds' ? formatSeconds : formatCount;
  const [now, lowest, highest] = [numberCell(), numberCell(), numberCell()];
  const show = (cell: HTMLElement, value: number | undefined) =>
    setText(cell, value === undefined ? '–' : format(value));
  return {
    element: h(
      'tr',
      {},
      h('th', { scope: 'row' }, name),
      now,
      lowest,
      highest,
      h('td', {}, ...toCode(meaning)),
    ),
    update: (runs) => {
      const values = runs.flatMap((run) => toNumber(run?.[name]) ?? []).toSorted((a, b) => a - b);
      show(now, toNumber(runs.at(-1)?.[name]));
      show(lowest, values[0]);
      show(highest, values.at(-1));
    },
  };
}

const numberCell = () => h('td', { class: 'number' });

/** Of a distribution, its longest. */
function toNumber(value: Measured[EnvironmentMetricName]): number | undefined {
  return typeof value === 'object' ? value.max : value;
}
