/** The workers and the work of the chosen environment. */
import type { Levels, WorkerView } from '../page-model.ts';
import { createButton, createKeyed, h, type Piece, setText } from './dom.ts';
import { explainHang } from './hang-words.ts';
import type { Send } from './send-command.ts';
import { createWorkerPiece } from './worker-piece.ts';

export interface EnvironmentWorkers {
  readonly environmentId: string;
  readonly name: string;
  readonly workers: readonly WorkerView[];
  readonly levels: Levels;
  readonly areSessionsRead: boolean;
}

export function createWorkersControls(send: Send): Piece<EnvironmentWorkers> {
  let environmentId = '';
  const title = h('h3');
  const list = h('ul', { class: 'workers' });
  const none = h('p', { class: 'quiet' }, 'This environment has no worker.');
  const hung = h('p', { class: 'watch' });
  const kill = createButton('Kill all', () => send({ action: 'stop-all-workers', environmentId }), 'danger');
  const start = createButton('Start all', () => send({ action: 'revive-all-workers', environmentId }));
  const clear = createButton('Stop abandoned work', () =>
    send({ action: 'stop-abandoned-work', environmentId }),
  );
  const add = createAddWork((count) => send({ action: 'add-work', environmentId, count }));
  const group = h(
    'div',
    { class: 'controls', role: 'group', 'aria-label': 'All workers' },
    kill,
    start,
    clear,
  );
  const keep = createKeyed<WorkerView>(
    list,
    ({ id }) => id,
    ({ id }) => createWorkerPiece(id, send),
  );
  return {
    element: h('div', {}, title, list, none, hung, group, add),
    update: ({ name, workers, levels, areSessionsRead, ...chosen }) => {
      environmentId = chosen.environmentId;
      setText(title, `Workers of ${name}`);
      keep(workers);
      none.hidden = workers.length > 0;
      const explained = explainHang(workers, levels, areSessionsRead);
      hung.hidden = explained === null;
      setText(hung, explained ?? '');
      kill.disabled = workers.every(({ status }) => status === 'down');
      start.disabled = workers.every(({ status }) => status === 'up');
    },
  };
}

function createAddWork(onAdd: (count: number) => void): HTMLElement {
  const count = h('input', { id: 'work-count', type: 'number', min: 1, max: 100, value: 3 });
  return h(
    'div',
    { class: 'controls', role: 'group', 'aria-label': 'Work' },
    h('label', { for: 'work-count' }, 'Items'),
    count,
    h('button', { type: 'button', onclick: () => onAdd(Math.round(Number(count.value))) }, 'Add work'),
  );
}
