/** What has just happened, at the edge of the page: a new alert as the mail that it is, a command that was refused. */
import type { AlertView } from '../page-model.ts';
import { byId, createButton, h } from './dom.ts';
import { toAlertTone } from './wording.ts';

export interface Toasts {
  readonly showMails: (alerts: readonly AlertView[]) => void;
  readonly showRefusal: (message: string) => void;
}

/** Long enough to be read; whoever points at it or is in it keeps it. */
const SHOWN_MS = 12_000;
const MOST_SHOWN_COUNT = 2;
const SHOWN_LINES_COUNT = 2;

export function createToasts(openAlert: (alert: AlertView) => void): Toasts {
  const list = byId('toasts');
  const show = (key: string, element: HTMLElement, isUrgent: boolean) => {
    // The same thing said again takes the place of the first.
    for (const other of [...list.children]) {
      if (other instanceof HTMLElement && other.dataset.key === key) other.remove();
    }
    element.dataset.key = key;
    element.append(createButton('Dismiss', () => element.remove(), 'dismiss'));
    if (isUrgent) element.setAttribute('role', 'alert');
    list.append(element);
    while (list.children.length > MOST_SHOWN_COUNT) list.firstElementChild?.remove();
    keepFor(element, SHOWN_MS);
  };
  return {
    showMails: (alerts) => {
      const last = alerts.at(-1);
      if (last !== undefined)
        show(
          'mail',
          toMail(last, alerts.length - 1, () => openAlert(last)),
          false,
        );
    },
    showRefusal: (message) =>
      show(
        'refusal',
        h('div', { class: 'toast refusal' }, h('strong', {}, 'Not done'), h('p', {}, message)),
        true,
      ),
  };
}

function toMail(alert: AlertView, moreCount: number, open: () => void): HTMLElement {
  const lines = alert.mail.split('\n').filter((line) => line.trim() !== '');
  const more = moreCount === 0 ? [] : [h('p', { class: 'quiet' }, `and ${moreCount} more in the same run`)];
  // It would lie over what is read.
  const read = createButton('Read', () => {
    read.parentElement?.remove();
    open();
  });
  return h(
    'div',
    { class: 'toast new-mail', 'data-tone': toAlertTone(alert) },
    h('p', { class: 'quiet' }, 'New mail'),
    h('strong', {}, alert.subject),
    ...lines.slice(0, SHOWN_LINES_COUNT).map((line) => h('p', {}, line)),
    ...more,
    read,
  );
}

function keepFor(element: HTMLElement, durationMs: number): void {
  setTimeout(() => {
    if (element.matches(':hover, :focus-within')) keepFor(element, durationMs);
    else element.remove();
  }, durationMs);
}
