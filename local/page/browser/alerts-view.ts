/** The alerts, newest first, and the one that is read. */
import type { AlertView } from '../page-model.ts';
import { createReader } from './alert-reader.ts';
import { byId, createKeyed, h, type Piece, setAttribute, setText } from './dom.ts';
import { countOf, minuteOf } from './format.ts';
import type { Choose, PageState, View } from './page-state.ts';
import { CHANGE_LABELS, TONE_LABELS, type Tone } from './wording.ts';

export function createAlertsView(choose: Choose): View {
  const list = h('ol', { 'aria-label': 'Alerts, newest first' });
  const none = h('p', { class: 'quiet' }, 'No alert yet.');
  byId('alert-list').append(none, list);
  let state: PageState;
  const keep = createKeyed<AlertView>(
    list,
    ({ messageId }) => messageId,
    ({ messageId }) => createEntry(messageId),
  );
  const read = createReader(choose);

  function createEntry(messageId: string): Piece<AlertView> {
    const change = h('span', { class: 'change' });
    const subject = h('span', { class: 'subject' });
    const time = h('time', { class: 'quiet' });
    const button = h(
      'button',
      { type: 'button', onclick: () => choose({ messageId }) },
      change,
      time,
      subject,
    );
    return {
      element: h('li', {}, button),
      update: (alert) => {
        setText(change, toLabel(alert));
        setAttribute(change, 'data-tone', toAlertTone(alert));
        // What comes before the place is said by the line above.
        setText(subject, alert.subject.replace(/^[A-Z, ]+: /, ''));
        setText(time, minuteOf(alert.at));
        setAttribute(button, 'aria-current', chosenOf(state)?.messageId === messageId ? 'true' : null);
      },
    };
  }
  return (next) => {
    state = next;
    keep(next.alerts.toReversed());
    none.hidden = next.alerts.length > 0;
    setText(
      byId('alerts-note'),
      next.alerts.length === 0 ? '' : `${countOf(next.alerts.length, 'message')} on the topic`,
    );
    read(chosenOf(next), next.choices.protocol);
  };
}

const isOver = ({ change }: AlertView) => change === 'resolved' || change === 'withdrawn';

const toAlertTone = (alert: AlertView): Tone => (isOver(alert) ? 'ok' : alert.severity);

/** `Critical, opened`, `Resolved, was critical` */
function toLabel(alert: AlertView): string {
  const change = CHANGE_LABELS[alert.change];
  if (!isOver(alert)) return `${TONE_LABELS[alert.severity]}, ${change}`;
  return `${change.charAt(0).toUpperCase()}${change.slice(1)}, was ${alert.severity}`;
}

/** The newest, unless one was chosen. */
function chosenOf({ alerts, choices }: PageState): AlertView | null {
  return alerts.find(({ messageId }) => messageId === choices.messageId) ?? alerts.at(-1) ?? null;
}
