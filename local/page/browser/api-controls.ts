/** Controls that hit the whole fleet: the API, and its token. */
import { API_FAULTS } from '../api-faults.ts';
import type { FleetView } from '../page-model.ts';
import { createButton, h, type Piece, setText } from './dom.ts';
import type { Send } from './send-command.ts';

type FaultName = keyof typeof API_FAULTS;
const FAULTS = Object.entries(API_FAULTS) as [FaultName, (typeof API_FAULTS)[FaultName]][];

export function createApiControls(send: Send): Piece<FleetView> {
  const choice = h(
    'select',
    { id: 'api-fault' },
    ...FAULTS.map(([name, { label }]) => h('option', { value: name }, label)),
  );
  const chosen = () => FAULTS.find(([name]) => name === choice.value)?.[0] ?? 'server-error';
  const breakApi = createButton('Break', () => send({ action: 'break-api', fault: chosen() }), 'danger');
  const mend = createButton('Mend', () => send({ action: 'mend-api' }));
  const rotate = createButton('Rotate token', () => send({ action: 'rotate-token' }));
  const store = createButton('Store the new one', () => send({ action: 'store-token' }));
  const state = h('p', { class: 'quiet' });
  const group = (label: string, ...controls: HTMLElement[]) =>
    h('div', { class: 'controls', role: 'group', 'aria-label': label }, ...controls);
  return {
    element: h(
      'div',
      {},
      h('h3', {}, 'API and token'),
      state,
      group('API', h('label', { for: 'api-fault' }, 'API'), choice, breakApi, mend),
      group('Token', rotate, store),
    ),
    update: ({ fault, isTokenStored }) => {
      const api = fault === null ? 'The API works' : `The API ${fault}`;
      setText(state, isTokenStored ? `${api}.` : `${api}; it refuses the token that the monitor has.`);
      mend.disabled = fault === null;
      store.disabled = isTokenStored;
    },
  };
}
