/** The table of environments: how each is, why, and by which numbers. Chooses the one that the charts show. */
import type { EnvironmentMetricName } from '../../../contract/metrics.ts';
import type { EnvironmentView } from '../page-model.ts';
import { byId, createKeyed, h, type Piece, setAttribute, setText } from './dom.ts';
import { openIncidentsOf, toneOf, whyOf } from './environment-status.ts';
import { formatCount, formatSeconds } from './format.ts';
import type { Choose, PageState, View } from './page-state.ts';
import { createSparkline } from './sparkline.ts';
import { CONDITION_LABELS, TONE_LABELS, type Tone, VERDICT_WORDS } from './wording.ts';

const NUMBERS: readonly {
  heading: string;
  metric: EnvironmentMetricName;
  format: (value: number) => string;
}[] = [
  { heading: 'Queued', metric: 'QueueDepth', format: formatCount },
  { heading: 'Oldest', metric: 'OldestQueuedAge', format: formatSeconds },
  { heading: 'Active', metric: 'ItemsActive', format: formatCount },
  { heading: 'Silent', metric: 'OldestHeartbeatAge', format: formatSeconds },
];

export function createEnvironmentsView(choose: Choose): View {
  const body = h('tbody');
  const headings = [
    'Status',
    'Environment',
    'Queue',
    ...NUMBERS.map(({ heading }) => heading),
    'Oldest, over time',
  ];
  byId('environment-table').append(
    h(
      'table',
      { class: 'environments' },
      h('caption', { class: 'unseen' }, 'Environments with verdict, reason and numbers of the last run'),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ...headings.map((text, index) =>
            h('th', { scope: 'col', class: index > 2 && index < 7 ? 'number' : null }, text),
          ),
        ),
      ),
      body,
    ),
  );
  let state: PageState;
  const keep = createKeyed<EnvironmentView>(
    body,
    ({ id }) => id,
    ({ id }) => createRow(id, () => state, choose),
  );
  return (next) => {
    state = next;
    keep(next.now.environments);
    setText(byId('totals'), toTotals(next));
  };
}

function createRow(id: string, lookState: () => PageState, choose: Choose): Piece<EnvironmentView> {
  const onclick = () => choose({ environmentId: id });
  const status = h('span', { class: 'status' });
  const name = h('button', { class: 'link', type: 'button', onclick });
  const idText = h('code', { class: 'quiet' }, id);
  const verdict = h('strong', { class: 'verdict' });
  const why = h('span', { class: 'quiet' });
  const tags = h('span', { class: 'tags' });
  const cells = NUMBERS.map(() => h('td', { class: 'number' }));
  const sparkline = createSparkline();
  const element = h(
    'tr',
    { onclick },
    h('td', {}, status),
    h('th', { scope: 'row' }, name, idText),
    h('td', { class: 'queue' }, h('span', { class: 'why' }, verdict, why), tags),
    ...cells,
    h('td', {}, sparkline.element),
  );
  const keepTags = createKeyed<[string, Tone]>(
    tags,
    ([text, tone]) => `${text}${tone}`,
    ([text, tone]) => ({
      element: h('span', { class: 'tag', 'data-tone': tone }, text),
      update: () => undefined,
    }),
  );
  const update = (environment: EnvironmentView) => {
    const state = lookState();
    const open = openIncidentsOf(state.now, id);
    const tone = toneOf(environment, open);
    setAttribute(status, 'data-tone', tone);
    setText(status, TONE_LABELS[tone]);
    setText(name, environment.name ?? id);
    idText.hidden = environment.name === null;
    setAttribute(name, 'aria-pressed', state.choices.environmentId === id ? 'true' : 'false');
    setText(verdict, VERDICT_WORDS[environment.verdict].label);
    setText(why, whyOf(environment, open));
    keepTags(open.map(({ condition, severity }) => [CONDITION_LABELS[condition], severity]));
    const measured = state.runs.at(-1)?.environments[id];
    NUMBERS.forEach(({ metric, format }, index) => {
      const value = measured?.[metric];
      const cell = cells[index];
      if (cell !== undefined) setText(cell, typeof value === 'number' ? format(value) : '–');
    });
    sparkline.draw(state, id);
  };
  return { element, update };
}

function toTotals({ now }: PageState): string {
  const tones = now.environments.map((environment) =>
    toneOf(environment, openIncidentsOf(now, environment.id)),
  );
  return (['critical', 'warning', 'unknown', 'ok'] as const)
    .map((tone) => ({ tone, count: tones.filter((found) => found === tone).length }))
    .filter(({ count }) => count > 0)
    .map(({ tone, count }) => `${count} ${tone === 'ok' ? 'ok' : TONE_LABELS[tone].toLowerCase()}`)
    .join(', ');
}
