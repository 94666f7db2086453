/** The incident that was chosen, message by message, and the way back to where it began. */
import { CONDITION_ENTRIES } from '../../../contract/conditions.ts';
import type { IncidentMessage } from '../page-model.ts';
import { byId, createButton, createKeyed, h, type Piece, setAttribute, setText } from './dom.ts';
import { minuteOf, toSeconds } from './format.ts';
import type { Choose } from './page-state.ts';
import type { View } from './shown.ts';
import { CHANGE_LABELS } from './wording.ts';

/** How it was before it was told. */
const LEAD_SECONDS = 5 * 60;

export function createIncidentStory(choose: Choose): View {
  const title = h('h3');
  const steps = h('ol', { class: 'steps', 'aria-label': 'Its messages, oldest first' });
  let beganAtSeconds = 0;
  const replay = createButton('Show how it began', () => {
    choose({ atSeconds: beganAtSeconds });
    scrollTo(0, 0);
  });
  const close = createButton('All alerts', () => choose({ incidentId: null, messageId: null }));
  const element = h('div', { class: 'story' }, title, steps, replay, close);
  byId('story').append(element);
  const keep = createKeyed<Step>(
    steps,
    ({ message }) => message.id,
    ({ message }) => createStep(() => choose({ messageId: message.id })),
  );
  return ({ state, incidents, choices }) => {
    // In a past before it was told it is still the chosen one.
    const all = state.now.incidents.find(({ id }) => id === choices.incidentId);
    element.hidden = all === undefined;
    if (all === undefined) return;
    const openedMinute = Math.floor(toSeconds(all.openedAt) / 60) * 60;
    beganAtSeconds = Math.max(state.runs[0]?.atSeconds ?? 0, openedMinute - LEAD_SECONDS);
    const messages = incidents.find(({ id }) => id === all.id)?.messages ?? [];
    const names = all.environmentIds.map(
      (id) => state.now.environments.find((each) => each.id === id)?.name ?? id,
    );
    setText(
      title,
      `${CONDITION_ENTRIES[all.condition].label}: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`,
    );
    const chosenId = choices.messageId ?? messages.at(-1)?.id;
    keep(messages.map((message) => ({ message, isChosen: message.id === chosenId })));
  };
}

interface Step {
  readonly message: IncidentMessage;
  readonly isChosen: boolean;
}

function createStep(onclick: () => void): Piece<Step> {
  const button = createButton('', onclick);
  return {
    element: h('li', {}, button),
    update: ({ message, isChosen }) => {
      setText(button, `${minuteOf(message.at)} ${CHANGE_LABELS[message.change]}`);
      setAttribute(button, 'aria-pressed', String(isChosen));
    },
  };
}
