/** The alerts, newest first, and the one that is read. */
import type { AlertView } from '../page-model.ts';
import { createReader } from './alert-reader.ts';
import { byId, createKeyed, h, type Piece, setAttribute, setText } from './dom.ts';
import { countOf, minuteOf } from './format.ts';
import type { Choose } from './page-state.ts';
import type { Shown, View } from './shown.ts';
import { CHANGE_LABELS, isOver, TONE_LABELS, toAlertTone } from './wording.ts';

export function createAlertsView(choose: Choose): View {
  const list = h('ol', { 'aria-label': 'Alerts, newest first' });
  const none = h('p', { class: 'quiet' });
  byId('alert-list').append(none, list);
  const keep = createKeyed<Entry>(
    list,
    ({ alert }) => alert.messageId,
    ({ alert }) => createEntry(() => choose({ messageId: alert.messageId })),
  );
  const read = createReader(choose);

  return (shown) => {
    const alerts = alertsOf(shown);
    const chosen =
      alerts.find(({ messageId }) => messageId === shown.choices.messageId) ?? alerts.at(-1) ?? null;
    keep(alerts.toReversed().map((alert) => ({ alert, isChosen: alert === chosen })));
    none.hidden = alerts.length > 0;
    setText(none, shown.isPast ? 'No alert had been sent by then.' : 'No alert yet.');
    const ofIncident = shown.choices.incidentId === null ? '' : ' of one incident';
    const note = alerts.length === 0 ? '' : `${countOf(alerts.length, 'message')}${ofIncident} on the topic`;
    setText(byId('alerts-note'), note);
    read(chosen, shown.choices.protocol);
  };
}

/** Those of the chosen incident, where one is chosen. */
const alertsOf = ({ alerts, choices: { incidentId } }: Shown): readonly AlertView[] =>
  incidentId === null ? alerts : alerts.filter((alert) => alert.incidentId === incidentId);

interface Entry {
  readonly alert: AlertView;
  readonly isChosen: boolean;
}

function createEntry(onclick: () => void): Piece<Entry> {
  const change = h('span', { class: 'change' });
  const subject = h('span', { class: 'subject' });
  const time = h('time', { class: 'quiet' });
  const button = h('button', { type: 'button', onclick }, change, time, subject);
  return {
    element: h('li', {}, button),
    update: ({ alert, isChosen }) => {
      setText(change, toLabel(alert));
      setAttribute(change, 'data-tone', toAlertTone(alert));
      // What comes before the place is said by the line above.
      setText(subject, alert.subject.replace(/^[A-Z, ]+: /, ''));
      setText(time, minuteOf(alert.at));
      setAttribute(button, 'aria-current', isChosen ? 'true' : null);
    },
  };
}

/** `Critical, opened`, `Resolved, was critical` */
function toLabel(alert: AlertView): string {
  const change = CHANGE_LABELS[alert.change];
  if (!isOver(alert)) return `${TONE_LABELS[alert.severity]}, ${change}`;
  return `${change.charAt(0).toUpperCase()}${change.slice(1)}, was ${alert.severity}`;
}
