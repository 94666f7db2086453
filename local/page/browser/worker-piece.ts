/** One worker in the list: how it is, and what can be done to it. */
import type { WorkerView } from '../page-model.ts';
import { h, type Piece, setText } from './dom.ts';
import type { Send } from './send-command.ts';

export function createWorkerPiece(workerId: string, send: Send): Piece<WorkerView> {
  const status = h('span', { class: 'quiet' });
  const button = (action: 'kill-worker' | 'hang-worker' | 'revive-worker', text: string) =>
    h(
      'button',
      { type: 'button', 'aria-label': `${text} ${workerId}`, onclick: () => send({ action, workerId }) },
      text,
    );
  const kill = button('kill-worker', 'Kill');
  const hang = button('hang-worker', 'Hang');
  const start = button('revive-worker', 'Start');
  const name = h('span', { class: 'worker' }, h('code', {}, workerId), status);
  const element = h('li', {}, name, kill, hang, start);
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
  if (status === 'hung') return itemId === null ? 'hung' : 'hung, holds an item';
  return itemId === null ? 'down' : 'down, left an item';
}
