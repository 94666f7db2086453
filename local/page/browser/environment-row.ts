/** One environment in the table: how it is, why, and by which numbers. */
import { CONDITION_ENTRIES } from '../../../contract/conditions.ts';
import type { EnvironmentMetricName } from '../../../contract/metrics.ts';
import type { EnvironmentView } from '../page-model.ts';
import { createKeyed, h, type Piece, setAttribute, setText } from './dom.ts';
import { openIncidentsOf, toneOf, whyOf } from './environment-status.ts';
import { formatCount, formatSeconds } from './format.ts';
import type { PageState } from './page-state.ts';
import { createSparkline } from './sparkline.ts';
import { TONE_LABELS, type Tone, VERDICT_WORDS } from './wording.ts';

export interface EnvironmentRow {
  readonly environment: EnvironmentView;
  readonly state: PageState;
}

interface NumberColumn {
  readonly heading: string;
  readonly metric: EnvironmentMetricName;
  readonly format: (value: number) => string;
}

export const NUMBER_COLUMNS: readonly NumberColumn[] = [
  { heading: 'Queued', metric: 'QueueDepth', format: formatCount },
  { heading: 'Oldest', metric: 'OldestQueuedAge', format: formatSeconds },
  { heading: 'Active', metric: 'ItemsActive', format: formatCount },
  { heading: 'Silent', metric: 'OldestHeartbeatAge', format: formatSeconds },
];

export function createEnvironmentRow(id: string, onclick: () => void): Piece<EnvironmentRow> {
  const status = h('span', { class: 'status' });
  const name = h('button', { class: 'link', type: 'button', onclick });
  const idText = h('code', { class: 'quiet' }, id);
  const queue = createQueueCell();
  const numbers = NUMBER_COLUMNS.map(createNumberCell);
  const sparkline = createSparkline();
  return {
    element: h(
      'tr',
      { onclick },
      h('td', {}, status),
      h('th', { scope: 'row' }, name, idText),
      queue.element,
      ...numbers.map(({ element }) => element),
      h('td', {}, sparkline.element),
    ),
    update: (row) => {
      const { environment, state } = row;
      const tone = toneOf(environment, openIncidentsOf(state.now, id));
      setAttribute(status, 'data-tone', tone);
      setText(status, TONE_LABELS[tone]);
      setText(name, environment.name ?? id);
      idText.hidden = environment.name === null;
      setAttribute(name, 'aria-pressed', String(state.choices.environmentId === id));
      queue.update(row);
      for (const { update } of numbers) update(row);
      sparkline.draw(state, id);
    },
  };
}

function createQueueCell(): Piece<EnvironmentRow> {
  const verdict = h('strong');
  const why = h('span', { class: 'quiet' });
  const tags = h('span', { class: 'tags' });
  const keep = createKeyed<readonly [string, Tone]>(
    tags,
    ([text, tone]) => `${text}${tone}`,
    ([text, tone]) => ({
      element: h('span', { class: 'tag', 'data-tone': tone }, text),
      update: () => undefined,
    }),
  );
  return {
    element: h('td', { class: 'queue' }, h('span', { class: 'why' }, verdict, why), tags),
    update: ({ environment, state }) => {
      const open = openIncidentsOf(state.now, environment.id);
      setText(verdict, VERDICT_WORDS[environment.verdict].label);
      setText(why, whyOf(environment, open));
      keep(open.map(({ condition, severity }) => [CONDITION_ENTRIES[condition].label, severity]));
    },
  };
}

function createNumberCell({ metric, format }: NumberColumn): Piece<EnvironmentRow> {
  const element = h('td', { class: 'number' });
  return {
    element,
    update: ({ environment, state }) => {
      const value = state.runs.at(-1)?.environments[environment.id]?.[metric];
      setText(element, typeof value === 'number' ? format(value) : '–');
    },
  };
}
