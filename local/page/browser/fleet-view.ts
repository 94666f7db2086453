/** Controls of the simulated fleet. Not there for a real environment. */
import type { ActionView, WorkerView } from '../page-model.ts';
import { createApiControls } from './api-controls.ts';
import { byId, h, setText } from './dom.ts';
import { countOf, formatMinute } from './format.ts';
import type { View } from './page-state.ts';
import type { Send } from './send-command.ts';
import { createWorkersControls } from './workers-controls.ts';

const SHOWN_ACTIONS_COUNT = 4;

export function createFleetView(send: Send): View {
  const workers = createWorkersControls(send);
  const api = createApiControls(send);
  const actions = h('ol', { class: 'actions' });
  byId('fleet-body').append(workers.element, api.element, h('h3', {}, 'What was done'), actions);

  return ({ now: { fleet, environments, actions: done }, choices: { environmentId } }) => {
    byId('fleet').hidden = fleet === null;
    if (fleet === null) return;
    const name = environments.find(({ id }) => id === environmentId)?.name ?? environmentId;
    workers.update({ environmentId, name, workers: fleet.workers[environmentId] ?? [] });
    api.update(fleet);
    actions.replaceChildren(...toLines(done.slice(-SHOWN_ACTIONS_COUNT).toReversed()));
    setText(byId('fleet-note'), toNote(Object.values(fleet.workers).flat()));
  };
}

function toLines(actions: readonly ActionView[]): HTMLElement[] {
  if (actions.length === 0) return [h('li', { class: 'quiet' }, 'Nothing yet: the fleet does what it does.')];
  return actions.map(({ atSeconds, text }) =>
    h('li', {}, h('time', {}, formatMinute(atSeconds)), ` ${text}`),
  );
}

function toNote(workers: readonly WorkerView[]): string {
  const upCount = workers.filter(({ status }) => status === 'up').length;
  return `${upCount} of ${countOf(workers.length, 'worker')} up`;
}
