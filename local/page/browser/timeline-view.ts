/** Incidents on the time axis, a lane for each environment, and what somebody did to the fleet. */
import { CONDITION_ENTRIES } from '../../../contract/conditions.ts';
import type { IncidentView } from '../page-model.ts';
import { byId, createKeyed, h, type Piece, setText } from './dom.ts';
import { countOf, formatMinute, minuteOf, toSeconds } from './format.ts';
import { type Lane, type PlacedIncident, toLanes, toTicks } from './lanes.ts';
import { type Choose, type PageState, shownSeconds, type View } from './page-state.ts';
import { TONE_LABELS } from './wording.ts';

const WINDOWS: readonly [number, string][] = [
  [30, '30 min'],
  [60, '1 h'],
  [180, '3 h'],
  [720, '12 h'],
];

export function createTimelineView(choose: Choose, openAlert: (messageId: string) => void): View {
  const lanes = h('div', { class: 'lanes' });
  const axis = h('div', { class: 'axis', 'aria-hidden': 'true' });
  byId('timeline').append(lanes, axis);
  const windows = WINDOWS.map(([minutes, label]) => ({
    minutes,
    button: h('button', { type: 'button', onclick: () => choose({ windowMinutes: minutes }) }, label),
  }));
  const group = byId('window');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Shown part of time');
  group.append(...windows.map(({ button }) => button));
  const keep = createKeyed<Lane>(
    lanes,
    ({ id }) => id,
    () => createLane(openAlert),
  );

  return (state) => {
    const { from, to } = shownSeconds(state);
    keep(toLanes(state.now, from, to));
    for (const { minutes, button } of windows) {
      button.setAttribute('aria-pressed', String(minutes === state.choices.windowMinutes));
    }
    axis.replaceChildren(
      ...toTicks(from, to).map((at) => createTick(at, from, to)),
      ...createMarks(state, from, to),
    );
    setText(byId('incident-note'), toNote(state.now.incidents));
  };
}

function createLane(openAlert: (messageId: string) => void): Piece<Lane> {
  const name = h('h3');
  const track = h('ul', { class: 'track' });
  const keep = createKeyed<PlacedIncident>(
    track,
    ({ incident }) => incident.id,
    () => createBar(openAlert),
  );
  return {
    element: h('div', { class: 'lane' }, name, track),
    update: ({ label, bars, rowCount }) => {
      setText(name, label);
      track.style.setProperty('--rows', String(rowCount));
      keep(bars);
    },
  };
}

function createBar(openAlert: (messageId: string) => void): Piece<PlacedIncident> {
  let lastMessageId = '';
  const button = h('button', {
    type: 'button',
    class: 'bar-button',
    onclick: () => openAlert(lastMessageId),
  });
  const element = h('li', {}, button);
  return {
    element,
    update: ({ incident, startRatio, endRatio, row }) => {
      lastMessageId = incident.messages.at(-1)?.id ?? '';
      element.dataset.tone = incident.severity;
      element.dataset.open = String(incident.endedAt === null);
      element.style.setProperty('left', `${startRatio * 100}%`);
      element.style.setProperty('width', `${(endRatio - startRatio) * 100}%`);
      element.style.setProperty('--row', String(row));
      setText(button, CONDITION_ENTRIES[incident.condition].label);
      const text = describe(incident);
      button.setAttribute('aria-label', text);
      button.title = text;
    },
  };
}

function describe({ condition, severity, openedAt, endedAt, itemCount }: IncidentView): string {
  const until = endedAt === null ? 'still open' : `resolved ${minuteOf(endedAt)}`;
  const items = itemCount === 0 ? '' : `, ${countOf(itemCount, 'item')}`;
  return `${CONDITION_ENTRIES[condition].label}, ${TONE_LABELS[severity].toLowerCase()}${items}, opened ${minuteOf(openedAt)}, ${until}`;
}

function createTick(atSeconds: number, from: number, to: number): HTMLElement {
  const tick = h('span', { class: 'tick' }, formatMinute(atSeconds));
  tick.style.setProperty('left', `${((atSeconds - from) / (to - from)) * 100}%`);
  return tick;
}

function createMarks({ now }: PageState, from: number, to: number): HTMLElement[] {
  return now.actions
    .filter(({ atSeconds }) => atSeconds >= from && atSeconds <= to)
    .map(({ atSeconds, text }) => {
      const mark = h('span', { class: 'mark', title: `${formatMinute(atSeconds)} ${text}` });
      mark.style.setProperty('left', `${((atSeconds - from) / (to - from)) * 100}%`);
      return mark;
    });
}

function toNote(incidents: readonly IncidentView[]): string {
  const open = incidents.filter(({ endedAt }) => endedAt === null);
  const last = incidents.at(-1);
  if (last === undefined) return 'None so far';
  const since = Math.min(...open.map(({ openedAt }) => toSeconds(openedAt)));
  return open.length === 0
    ? `None is open, ${incidents.length} over`
    : `${open.length} open, the oldest since ${formatMinute(since)} UTC; ${incidents.length - open.length} over`;
}
