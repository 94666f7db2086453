/** The caption of a chart: its title, its lines, and the value of each where the cursor is, or now. */
import type { ChartDefinition } from './chart-catalogue.ts';
import { formatOf } from './chart-scale.ts';
import { h, setText } from './dom.ts';

export interface ChartLegend {
  readonly element: HTMLElement;
  /** @param numbers in the order of the lines; null where nothing was published */
  readonly show: (numbers: readonly (number | null | undefined)[]) => void;
  /** The title with what is shown, for those who do not see the lines. */
  readonly text: () => string;
}

export function createLegend({ title, unit, lines }: ChartDefinition<string>): ChartLegend {
  const format = formatOf(unit);
  const entries = lines.map(({ label }, index) => {
    const value = h('b');
    return { label, value, element: h('span', { class: 'key', 'data-line': index }, label, value) };
  });
  const keys = h('div', { class: 'keys' }, ...entries.map(({ element }) => element));
  return {
    element: h('figcaption', {}, h('h4', {}, title), keys),
    show: (numbers) => {
      entries.forEach(({ value }, index) => {
        const number = numbers[index] ?? null;
        setText(value, number === null ? '–' : format(number));
      });
    },
    text: () => `${title}: ${entries.map(({ label, value }) => `${label} ${value.textContent}`).join(', ')}`,
  };
}
