/** Follows the stream of events, the choices of the person and the address, and keeps every part up to date. */
import type { AlertView, IncidentView, PageUpdate } from '../page-model.ts';
import { createAlertsView } from './alerts-view.ts';
import { announce } from './announce.ts';
import { createChartsView } from './charts-view.ts';
import { createClockView } from './clock-view.ts';
import { byId } from './dom.ts';
import { createEnvironmentsView } from './environments-view.ts';
import { createFleetView } from './fleet-view.ts';
import { countOf } from './format.ts';
import { createIncidentStory } from './incident-story.ts';
import { keepFocus } from './keep-focus.ts';
import { createToasts, type Toasts } from './mail-toasts.ts';
import { createNoticesView } from './notices-view.ts';
import { createNumbersView } from './numbers-view.ts';
import type { Choices, Choose, PageState } from './page-state.ts';
import { append, leaveMissing, startWith } from './page-updates.ts';
import { formatPlace, isStep, parsePlace } from './place.ts';
import { createSend } from './send-command.ts';
import { createSessionsView } from './sessions-view.ts';
import { toShown, type View } from './shown.ts';
import { createTimelineView } from './timeline-view.ts';

/** The server says more often that it is there. */
const SILENT_MS = 15_000;

export function followEvents(): void {
  let state: PageState | undefined;
  const show = (next: PageState) => {
    state = next;
    const shown = toShown(next);
    if (next.missing.length > 0) history.replaceState(null, '', formatPlace(next.choices) + location.hash);
    document.body.dataset.connected = String(next.isConnected);
    keepFocus(() => {
      for (const update of views) update(shown);
    });
  };
  const choose = (choices: Partial<Choices>) => {
    if (state === undefined) return;
    const next = { ...state.choices, ...choices };
    const write = isStep(state.choices, next) ? 'pushState' : 'replaceState';
    history[write](null, '', formatPlace(next) + location.hash);
    show({ ...state, missing: [], choices: next });
  };
  const toasts = createToasts((alert) => readAlert(choose, alert));
  const views = createViews(choose, toasts);
  // Labels stand where there is room for them.
  addEventListener('resize', () => state !== undefined && show(state));

  addEventListener('popstate', () => {
    if (state === undefined) return;
    const nowhere = { incidentId: null, messageId: null, atSeconds: null };
    const choices = { ...state.choices, ...nowhere, ...parsePlace(location.search) };
    show(leaveMissing({ ...state, missing: [], choices }));
  });
  listen({
    onHello: (update) => show(startWith(update, state?.choices ?? parsePlace(location.search))),
    onNews: (update) => {
      if (state === undefined) return;
      show(append(state, update));
      toasts.showMails(update.alerts);
      announceAlerts(update.alerts);
    },
    onConnection: (isConnected) => {
      if (state !== undefined && state.isConnected !== isConnected) show({ ...state, isConnected });
    },
  });
}

function createViews(choose: Choose, toasts: Toasts): readonly View[] {
  const send = createSend((message) => toasts.showRefusal(message));
  return [
    createNoticesView(choose),
    createClockView(send),
    createEnvironmentsView(choose),
    createFleetView(send, choose),
    createTimelineView(choose, (incident) => readIncident(choose, incident)),
    createChartsView(),
    createSessionsView(),
    createNumbersView(),
    createIncidentStory(choose),
    createAlertsView(choose),
  ];
}

function readIncident(choose: Choose, { id, environmentIds, messages }: IncidentView): void {
  const [environmentId] = environmentIds;
  choose({
    incidentId: id,
    messageId: messages.at(-1)?.id ?? null,
    ...(environmentIds.length === 1 && environmentId !== undefined ? { environmentId } : {}),
  });
  goToAlert();
}

function readAlert(choose: Choose, { messageId }: AlertView): void {
  choose({ messageId, incidentId: null, atSeconds: null });
  goToAlert();
}

function goToAlert(): void {
  byId('alerts').scrollIntoView();
  byId('alert-list').querySelector<HTMLElement>('[aria-current]')?.focus({ preventScroll: true });
}

function announceAlerts(alerts: readonly AlertView[]): void {
  const [first, ...others] = alerts.map(({ subject }) => subject);
  if (first === undefined) return;
  announce(others.length === 0 ? first : `${first}, and ${countOf(others.length, 'more alert')}`);
}

interface Listener {
  readonly onHello: (update: PageUpdate) => void;
  readonly onNews: (update: PageUpdate) => void;
  readonly onConnection: (isConnected: boolean) => void;
}

/** The browser connects again by itself, and gets everything anew. */
function listen({ onHello, onNews, onConnection }: Listener): void {
  const events = new EventSource('/events');
  let silence: number | undefined;
  // A server that hangs ends no connection.
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => onConnection(false), SILENT_MS);
  };
  const onEvent = (name: string, take: (update: PageUpdate) => void) =>
    events.addEventListener(name, ({ data }: MessageEvent<string>) => {
      heard();
      take(JSON.parse(data));
    });
  onEvent('hello', onHello);
  onEvent('news', onNews);
  onEvent('alive', () => onConnection(true));
  events.addEventListener('error', () => onConnection(false));
  heard();
}
