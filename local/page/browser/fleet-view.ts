/** Controls of the simulated fleet. Not there for a real environment. */

import type { WorkerView } from '../page-model.ts';
import { createApiControls } from './api-controls.ts';
import { byId, createKeyed, h, type Piece, setText } from './dom.ts';
import { countOf } from './format.ts';
import type { PageState, View } from './page-state.ts';
import type { Send } from './send-command.ts';

export function createFleetView(send: Send): View {
  let state: PageState;
  const environmentId = () => state.choices.environmentId;
  const title = h('h3');
  const list = h('ul', { class: 'workers' });
  const none = h('p', { class: 'quiet' }, 'This environment has no worker.');
  const count = h('input', { id: 'work-count', type: 'number', min: 1, max: 100, value: 3 });
  const onEnvironment = (
    action: 'stop-all-workers' | 'revive-all-workers' | 'stop-abandoned-work',
    text: string,
    look = '',
  ) =>
    h(
      'button',
      { type: 'button', class: look, onclick: () => send({ action, environmentId: environmentId() }) },
      text,
    );
  const addWork = () =>
    send({ action: 'add-work', environmentId: environmentId(), count: Math.round(Number(count.value)) });
  const api = createApiControls(send);
  const actions = h('ol', { class: 'actions' });

  byId('fleet-body').append(
    title,
    list,
    none,
    h(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'All workers' },
      onEnvironment('stop-all-workers', 'Kill all', 'danger'),
      onEnvironment('revive-all-workers', 'Start all'),
      onEnvironment('stop-abandoned-work', 'Stop abandoned work'),
    ),
    h(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'Work' },
      h('label', { for: 'work-count' }, 'Items'),
      count,
      h('button', { type: 'button', onclick: addWork }, 'Add work'),
    ),
    api.element,
    h('h3', {}, 'What was done'),
    actions,
  );
  const keepWorkers = createKeyed<WorkerView>(
    list,
    ({ id }) => id,
    ({ id }) => createWorker(id, send),
  );

  return (next) => {
    state = next;
    const { fleet, environments } = next.now;
    byId('fleet').hidden = fleet === null;
    if (fleet === null) return;
    const workers = fleet.workers[environmentId()] ?? [];
    const name = environments.find(({ id }) => id === environmentId())?.name ?? environmentId();
    setText(title, `Workers of ${name}`);
    setText(byId('fleet-note'), toNote(Object.values(fleet.workers).flat()));
    keepWorkers(workers);
    none.hidden = workers.length > 0;
    api.update(fleet);
    const recent = next.now.actions.slice(-4).toReversed();
    actions.replaceChildren(
      ...(recent.length === 0
        ? [h('li', { class: 'quiet' }, 'Nothing yet: the fleet does what it does.')]
        : []),
      ...recent.map(({ atSeconds, text }) =>
        h('li', {}, h('time', {}, new Date(atSeconds * 1000).toISOString().slice(11, 16)), ` ${text}`),
      ),
    );
  };
}

function createWorker(workerId: string, send: Send): Piece<WorkerView> {
  const status = h('span', { class: 'quiet' });
  const button = (action: 'kill-worker' | 'hang-worker' | 'revive-worker', text: string) =>
    h(
      'button',
      { type: 'button', 'aria-label': `${text} ${workerId}`, onclick: () => send({ action, workerId }) },
      text,
    );
  const [kill, hang, start] = [
    button('kill-worker', 'Kill'),
    button('hang-worker', 'Hang'),
    button('revive-worker', 'Start'),
  ];
  const element = h(
    'li',
    {},
    h('span', { class: 'worker' }, h('code', {}, workerId), status),
    kill,
    hang,
    start,
  );
  return {
    element,
    update: (worker) => {
      element.dataset.status = worker.status;
      setText(status, toStatusText(worker));
      kill.disabled = worker.status === 'down';
      hang.disabled = worker.status !== 'up';
      start.disabled = worker.status === 'up';
    },
  };
}

function toStatusText({ status, itemId }: WorkerView): string {
  if (status === 'up') return itemId === null ? 'up, polls' : 'up, works';
  const left = itemId === null ? '' : ', holds an item';
  return status === 'hung' ? `hung${left}` : `down${itemId === null ? '' : ', left an item'}`;
}

function toNote(workers: readonly WorkerView[]): string {
  const upCount = workers.filter(({ status }) => status === 'up').length;
  return `${upCount} of ${countOf(workers.length, 'worker')} up`;
}
