/** Controls that hit the whole fleet: the API, and its token. */
import { API_FAULTS } from '../api-faults.ts';
import type { FleetView } from '../page-model.ts';
import { h, type Piece, setText } from './dom.ts';
import type { Send } from './send-command.ts';

export function createApiControls(send: Send): Piece<FleetView> {
  const faults = Object.entries(API_FAULTS) as [keyof typeof API_FAULTS, { label: string }][];
  const choice = h(
    'select',
    { id: 'api-fault' },
    ...faults.map(([name, { label }]) => h('option', { value: name }, label)),
  );
  const chosen = () => faults.find(([name]) => name === choice.value)?.[0] ?? 'server-error';
  const breakApi = h(
    'button',
    { type: 'button', class: 'danger', onclick: () => send({ action: 'break-api', fault: chosen() }) },
    'Break',
  );
  const mend = h('button', { type: 'button', onclick: () => send({ action: 'mend-api' }) }, 'Mend');
  const rotate = h(
    'button',
    { type: 'button', onclick: () => send({ action: 'rotate-token' }) },
    'Rotate token',
  );
  const store = h(
    'button',
    { type: 'button', onclick: () => send({ action: 'store-token' }) },
    'Store the new one',
  );
  const state = h('p', { class: 'quiet' });
  const element = h(
    'div',
    {},
    h('h3', {}, 'API and token'),
    state,
    h(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'API' },
      h('label', { for: 'api-fault' }, 'API'),
      choice,
      breakApi,
      mend,
    ),
    h('div', { class: 'controls', role: 'group', 'aria-label': 'Token' }, rotate, store),
  );
  return {
    element,
    update: ({ fault, isTokenStored }) => {
      const api = fault === null ? 'The API works' : `The API ${fault}`;
      setText(state, isTokenStored ? `${api}.` : `${api}; it refuses the token that the monitor has.`);
      mend.disabled = fault === null;
      store.disabled = isTokenStored;
    },
  };
}
