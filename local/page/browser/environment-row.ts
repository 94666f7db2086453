/** One environment in the table: how it is, why, and by which numbers. */
import { CONDITION_ENTRIES } from '../../../contract/conditions.ts';
import type { EnvironmentMetricName } from '../../../contract/metrics.ts';
import { createKeyed, h, type Piece, setAttribute, setText } from './dom.ts';
import { type SharedFault, whyOf } from './environment-status.ts';
import { formatCount, formatSeconds } from './format.ts';
import type { Shown, ShownEnvironment } from './shown.ts';
import { createSparkline } from './sparkline.ts';
import { TONE_LABELS, type Tone, VERDICT_WORDS } from './wording.ts';

export interface EnvironmentRow {
  readonly environment: ShownEnvironment;
  readonly shown: Shown;
  readonly shared: SharedFault | null;
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
      { role: 'row', onclick },
      h('td', { role: 'cell', class: 'state' }, status),
      h('th', { scope: 'row', role: 'rowheader' }, name, idText),
      queue.element,
      ...numbers.map(({ element }) => element),
      h('td', { role: 'cell', class: 'trend' }, sparkline.element),
    ),
    update: (row) => {
      const { environment, shown } = row;
      setAttribute(status, 'data-tone', environment.tone);
      setText(status, TONE_LABELS[environment.tone]);
      setText(name, environment.name ?? id);
      idText.hidden = environment.name === null;
      setAttribute(name, 'aria-pressed', String(shown.choices.environmentId === id));
      queue.update(row);
      for (const { update } of numbers) update(row);
      sparkline.draw(shown, id);
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
    element: h('td', { class: 'queue', role: 'cell' }, h('span', { class: 'why' }, verdict, ' ', why), tags),
    update: ({ environment, shown, shared }) => {
      const { open, verdict: judged } = environment;
      setText(verdict, VERDICT_WORDS[judged].label);
      setText(why, shown.state.isConnected ? whyOf(environment, open, shared) : 'Not connected');
      keep(open.map(({ condition, severity }) => [CONDITION_ENTRIES[condition].label, severity]));
    },
  };
}

function createNumberCell({ heading, metric, format }: NumberColumn): Piece<EnvironmentRow> {
  const element = h('td', { class: 'number', role: 'cell', 'data-label': heading });
  return {
    element,
    update: ({ environment, shown }) => {
      const value = shown.runs.at(-1)?.environments[environment.id]?.[metric];
      setText(element, typeof value === 'number' ? format(value) : '–');
    },
  };
}
