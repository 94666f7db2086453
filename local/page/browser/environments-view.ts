/** The table of environments, worst first. Chooses the one that the charts and the controls are about. */
import { byId, createKeyed, h, setText } from './dom.ts';
import { createEnvironmentFilter, isWanted } from './environment-filter.ts';
import { createEnvironmentRow, type EnvironmentRow, NUMBER_COLUMNS } from './environment-row.ts';
import { toSharedFault } from './environment-status.ts';
import type { Choose } from './page-state.ts';
import type { View } from './shown.ts';

export function createEnvironmentsView(choose: Choose): View {
  const body = h('tbody', { role: 'rowgroup' });
  const none = h('p', { class: 'quiet', role: 'status' });
  const fault = h('p', { class: 'fault' });
  const filter = createEnvironmentFilter(choose);
  byId('environment-filter').append(filter.element);
  byId('environment-table').append(
    fault,
    h(
      'table',
      { class: 'environments', role: 'table' },
      h(
        'caption',
        { class: 'unseen' },
        'Environments, worst first, with verdict, reason and numbers of the run',
      ),
      createHead(),
      body,
    ),
    none,
  );
  const keep = createKeyed<EnvironmentRow>(
    body,
    ({ environment }) => environment.id,
    ({ environment: { id } }) =>
      createEnvironmentRow(id, () => choose({ environmentId: id, incidentId: null })),
  );
  return (shown) => {
    const shared = toSharedFault(shown.environments);
    const wanted = shown.environments.filter((environment) => isWanted(environment, shown.choices));
    keep(wanted.map((environment) => ({ environment, shown, shared })));
    filter.update(shown);
    fault.hidden = shared === null;
    const count = `${shared?.environmentIds.length ?? 0} of ${shown.environments.length} environments`;
    setText(fault, `${count} could not be read in the last run: ${shared?.message ?? ''}`);
    none.hidden = wanted.length > 0;
    setText(
      none,
      shown.environments.length === 0 ? 'No environment is known yet.' : 'No environment is like that.',
    );
  };
}

/** Roles are written, since on a small screen the rows are no longer laid out as a table. */
function createHead(): HTMLElement {
  const heading = (text: string, look?: string) =>
    h('th', { scope: 'col', role: 'columnheader', class: look }, text);
  return h(
    'thead',
    { role: 'rowgroup' },
    h(
      'tr',
      { role: 'row' },
      ...['Status', 'Environment', 'Queue'].map((text) => heading(text)),
      ...NUMBER_COLUMNS.map((column) => heading(column.heading, 'number')),
      heading('Oldest, over time', 'trend'),
    ),
  );
}
