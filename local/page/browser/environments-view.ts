/** The table of environments. Chooses the one that the charts and the controls are about. */
import { byId, createKeyed, h, setText } from './dom.ts';
import { createEnvironmentRow, type EnvironmentRow, NUMBER_COLUMNS } from './environment-row.ts';
import { openIncidentsOf, toneOf } from './environment-status.ts';
import type { Choose, PageState, View } from './page-state.ts';
import { TONE_LABELS } from './wording.ts';

export function createEnvironmentsView(choose: Choose): View {
  const body = h('tbody');
  byId('environment-table').append(
    h(
      'table',
      { class: 'environments' },
      h('caption', { class: 'unseen' }, 'Environments with verdict, reason and numbers of the last run'),
      createHead(),
      body,
    ),
  );
  const keep = createKeyed<EnvironmentRow>(
    body,
    ({ environment }) => environment.id,
    ({ environment: { id } }) => createEnvironmentRow(id, () => choose({ environmentId: id })),
  );
  return (state) => {
    keep(state.now.environments.map((environment) => ({ environment, state })));
    setText(byId('totals'), toTotals(state));
  };
}

function createHead(): HTMLElement {
  const heading = (text: string, look?: string) => h('th', { scope: 'col', class: look }, text);
  return h(
    'thead',
    {},
    h(
      'tr',
      {},
      ...['Status', 'Environment', 'Queue'].map((text) => heading(text)),
      ...NUMBER_COLUMNS.map((column) => heading(column.heading, 'number')),
      heading('Oldest, over time'),
    ),
  );
}

function toTotals({ now }: PageState): string {
  const tones = now.environments.map((environment) =>
    toneOf(environment, openIncidentsOf(now, environment.id)),
  );
  return (['critical', 'warning', 'unknown', 'ok'] as const)
    .map((tone) => ({ tone, count: tones.filter((found) => found === tone).length }))
    .filter(({ count }) => count > 0)
    .map(({ tone, count }) => `${count} ${TONE_LABELS[tone].toLowerCase()}`)
    .join(', ');
}
