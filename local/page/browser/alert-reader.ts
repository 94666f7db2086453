/** One alert in tabs: as a mail, as a card in a chat, as a text message, as JSON for programs. */
import type { AlertView, CardView } from '../page-model.ts';
import { byId, h, toCode } from './dom.ts';
import { type Choose, PROTOCOLS, type Protocol } from './page-state.ts';

const TABS: Readonly<
  Record<Protocol, { readonly label: string; readonly show: (alert: AlertView) => HTMLElement }>
> = {
  mail: { label: 'Mail', show: showMail },
  card: { label: 'Chat card', show: ({ card }) => showCard(card) },
  sms: { label: 'SMS', show: showSms },
  json: { label: 'JSON', show: ({ json }) => h('pre', { class: 'json', tabindex: 0 }, json) },
};

export function createReader(choose: Choose): (alert: AlertView | null, protocol: Protocol) => void {
  const tabs = PROTOCOLS.map((protocol) => createTab(protocol, () => choose({ protocol })));
  const list = h('div', { role: 'tablist', 'aria-label': 'The alert as each protocol shows it' }, ...tabs);
  const panel = h('div', { role: 'tabpanel', id: 'message', class: 'message' });
  list.addEventListener('keydown', (event) => {
    const next = nextTab(event.key, tabs.indexOf(document.activeElement as HTMLButtonElement), tabs.length);
    const protocol = next === null ? undefined : PROTOCOLS[next];
    if (next === null || protocol === undefined) return;
    event.preventDefault();
    choose({ protocol });
    tabs[next]?.focus();
  });
  byId('reader').append(list, panel);

  let shown = '';
  return (alert, protocol) => {
    byId('reader').hidden = alert === null;
    if (alert === null) return;
    const key = `${alert.messageId} ${protocol}`;
    // What is there is left alone: somebody may be reading or marking it.
    if (key === shown) return;
    shown = key;
    PROTOCOLS.forEach((name, index) => {
      tabs[index]?.setAttribute('aria-selected', String(name === protocol));
      tabs[index]?.setAttribute('tabindex', name === protocol ? '0' : '-1');
    });
    panel.setAttribute('aria-labelledby', `tab-${protocol}`);
    panel.replaceChildren(TABS[protocol].show(alert));
  };
}

function createTab(protocol: Protocol, onclick: () => void): HTMLButtonElement {
  const { label } = TABS[protocol];
  const id = `tab-${protocol}`;
  return h('button', { type: 'button', role: 'tab', id, 'aria-controls': 'message', onclick }, label);
}

/** @returns the tab that a key leads to, or null for other keys */
function nextTab(key: string, from: number, count: number): number | null {
  if (key === 'ArrowRight') return (from + 1) % count;
  if (key === 'ArrowLeft') return (from + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

function showMail({ subject, mail }: AlertView): HTMLElement {
  return h(
    'article',
    { class: 'mail' },
    h('header', {}, h('span', { class: 'quiet' }, 'Subject'), h('strong', {}, subject)),
    h('pre', { tabindex: 0, 'aria-label': 'Text of the mail' }, mail),
  );
}

function showCard(card: CardView | null): HTMLElement {
  if (card === null) return h('p', { class: 'quiet' }, 'The chat topic did not get this message.');
  return h(
    'article',
    { class: 'card', tabindex: 0, 'aria-label': 'Card in the chat' },
    h('p', { class: 'sender' }, h('strong', {}, 'Amazon Q'), h('span', { class: 'badge' }, 'app')),
    h('h3', {}, card.title),
    ...card.description.split('\n').map((line) => h('p', {}, line)),
    h('h4', {}, 'Next steps'),
    h('ul', {}, ...card.nextSteps.map((step) => h('li', {}, ...toCode(step)))),
    h('p', { class: 'tags' }, ...card.keywords.map((word) => h('span', { class: 'tag' }, word))),
    h('p', { class: 'quiet' }, `Thread ${card.threadId}`),
  );
}

function showSms({ sms }: AlertView): HTMLElement {
  return h(
    'div',
    { class: 'sms' },
    h('p', { class: 'bubble' }, sms),
    h('p', { class: 'quiet' }, `${sms.length} characters`),
  );
}
