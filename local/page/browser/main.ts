/** The page: follows the stream of events and keeps every part of it up to date. */
import type { PageUpdate } from '../page-model.ts';
import { createAlertsView } from './alerts-view.ts';
import { announce } from './announce.ts';
import { createChartsView } from './charts-view.ts';
import { createClockView } from './clock-view.ts';
import { byId } from './dom.ts';
import { createEnvironmentsView } from './environments-view.ts';
import { createFleetView } from './fleet-view.ts';
import { createNumbersView } from './numbers-view.ts';
import { append, type Choices, type PageState, startWith, type View } from './page-state.ts';
import { createSend } from './send-command.ts';
import { createTimelineView } from './timeline-view.ts';

let state: PageState | undefined;
const notice = byId('notice');

function choose(choices: Partial<Choices>): void {
  if (state === undefined) return;
  show({ ...state, choices: { ...state.choices, ...choices } });
}

function openAlert(messageId: string): void {
  choose({ messageId });
  byId('alerts').scrollIntoView();
  byId('alert-list').querySelector<HTMLElement>('[aria-current]')?.focus();
}

const send = createSend((message) => announce(message));
const views: readonly View[] = [
  createClockView(send),
  createEnvironmentsView(choose),
  createFleetView(send),
  createTimelineView(choose, openAlert),
  createChartsView(),
  createNumbersView(),
  createAlertsView(choose),
];

function show(next: PageState): void {
  state = next;
  for (const update of views) update(next);
  notice.hidden = next.now.runError === null;
  notice.textContent = next.now.runError === null ? '' : `The last run failed: ${next.now.runError}`;
}

const parse = ({ data }: MessageEvent<string>): PageUpdate => JSON.parse(data);
const events = new EventSource('/events');
events.addEventListener('hello', (event) => show(startWith(parse(event), state?.choices)));
events.addEventListener('news', (event) => {
  if (state === undefined) return;
  const update = parse(event);
  show(append(state, update));
  const [first, ...others] = update.alerts.map(({ subject }) => subject);
  if (first !== undefined)
    announce(others.length === 0 ? first : `${first}, and ${others.length} more alerts`);
});
// The browser connects again by itself, and gets everything anew.
events.addEventListener('error', () => {
  notice.hidden = false;
  notice.textContent = 'Not connected: npm start has ended. This page goes on when it is started again.';
});
