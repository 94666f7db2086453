/** What the sessions of late items of the chosen environment do, where they are read. */
import type { SessionCause } from '../../../contract/session-causes.ts';
import type { SessionView } from '../page-model.ts';
import { byId, createKeyed, h, type Piece, setText } from './dom.ts';
import { formatSeconds } from './format.ts';
import type { Shown, View } from './shown.ts';

const CAUSE_WORDS: Readonly<Record<SessionCause, string>> = {
  'tool-unanswered': 'its worker has not answered a tool call',
  'waiting-for-a-person': 'waits for a person to allow a tool call',
  'model-running': 'the model is at work',
  'slot-leaked': 'is over, and the item still holds a worker',
  rescheduling: 'is about to run elsewhere',
  'session-gone': 'is not known to the API any more',
  'no-progress': 'is said to run, and nothing happens in it',
};

const HEADINGS = ['Work item', 'Its session', 'Tool', 'For', 'Credits'];

export function createSessionsView(): View {
  const panel = byId('sessions');
  const body = h('tbody');
  const none = h('p', { class: 'quiet' });
  const table = h(
    'table',
    {},
    h('caption', { class: 'unseen' }, 'Sessions of late items of the chosen environment'),
    h('thead', {}, h('tr', {}, ...HEADINGS.map((text) => h('th', { scope: 'col' }, text)))),
    body,
  );
  panel.append(h('h3', {}, 'What late sessions are doing'), none, h('div', { class: 'scroll' }, table));
  const keep = createKeyed<SessionView>(body, ({ itemId }) => itemId, createRow);
  return (shown) => {
    const sessions = sessionsOf(shown);
    panel.hidden = sessions === null;
    if (sessions === null) return;
    table.hidden = sessions.length === 0;
    none.hidden = sessions.length > 0;
    setText(none, 'No item is late enough that its session is asked for, or all of them go on.');
    keep(sessions);
  };
}

/** Null where they are not read. Of the past it is not kept what they did. */
function sessionsOf({ environments, choices, isPast }: Shown): readonly SessionView[] | null {
  const chosen = environments.find(({ id }) => id === choices.environmentId);
  return isPast ? null : (chosen?.sessions ?? null);
}

function createRow({ itemId }: SessionView): Piece<SessionView> {
  const [cause, tool] = [h('td'), h('td')];
  const [lasting, credits] = [h('td', { class: 'number' }), h('td', { class: 'number' })];
  return {
    element: h('tr', {}, h('th', { scope: 'row' }, h('code', {}, itemId)), cause, tool, lasting, credits),
    update: (session) => {
      setText(cause, CAUSE_WORDS[session.cause]);
      setText(tool, session.toolName ?? '–');
      setText(lasting, formatSeconds(session.seenAtSeconds - session.sinceSeconds));
      setText(credits, session.totalCredits === null ? '–' : String(session.totalCredits));
    },
  };
}
