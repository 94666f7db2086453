/** Incidents on the time axis, a lane for each environment, and what somebody did to the fleet. */
import type { IncidentView } from '../page-model.ts';
import { byId, createButton, createKeyed, h, type Piece, setText } from './dom.ts';
import { countOf, formatMinute, toSeconds } from './format.ts';
import { createIncidentBar, type ShownBar } from './incident-bar.ts';
import { type Lane, ticksIn, toLanes, toTicks } from './lanes.ts';
import type { Choose } from './page-state.ts';
import type { Shown, Span, View } from './shown.ts';
import { createTimeSlider } from './time-slider.ts';

const WINDOWS: readonly [number, string][] = [
  [30, '30 min'],
  [60, '1 h'],
  [180, '3 h'],
  [720, '12 h'],
];
/** With more environments only those have a lane that had an incident. */
const ALL_LANES_UP_TO_COUNT = 8;
/** Before it is laid out. */
const USUAL_WIDTH_PX = 600;

type ChooseIncident = (incident: IncidentView) => void;

export function createTimelineView(choose: Choose, chooseIncident: ChooseIncident): View {
  const lanes = h('div', { class: 'lanes' });
  const axis = h('div', { class: 'axis', 'aria-hidden': 'true' });
  const none = h('p', { class: 'quiet' });
  const slider = createTimeSlider(choose);
  byId('timeline').append(lanes, none, axis, slider.element);
  const showWindow = createWindowButtons(choose);
  const keep = createKeyed<ShownLane>(
    lanes,
    ({ id }) => id,
    () => createLane(chooseIncident),
  );

  return (shown) => {
    const { span, choices } = shown;
    const widthPx = axis.clientWidth || USUAL_WIDTH_PX;
    const drawn = { ...span, widthPx, until: shown.untilSeconds };
    const placed = toLanes(shown.state.now.environments, shown.incidents, drawn);
    const isLong = placed.length > ALL_LANES_UP_TO_COUNT;
    const wanted = placed.filter(
      ({ id, bars }) => !isLong || bars.length > 0 || id === choices.environmentId,
    );
    keep(wanted.map((lane) => ({ ...lane, choices })));
    showWindow(choices.windowMinutes, seenMinutes(shown));
    none.hidden = wanted.length === placed.length;
    setText(none, `${countOf(placed.length - wanted.length, 'environment')} had no incident in this time.`);
    const ticks = toTicks(span.from, span.to, ticksIn(widthPx));
    axis.replaceChildren(...ticks.map((at) => createTick(at, span)), ...createMarks(shown));
    slider.update(shown);
    setText(byId('incident-note'), toNote(shown));
  };
}

const seenMinutes = ({ state: { runs } }: Shown): number =>
  ((runs.at(-1)?.atSeconds ?? 0) - (runs[0]?.atSeconds ?? 0)) / 60;

/** More than has been seen cannot be shown: a longer part of time comes once a shorter one leaves something out. */
function createWindowButtons(choose: Choose): (chosen: number, seen: number) => void {
  const windows = WINDOWS.map(([minutes, label]) => ({
    minutes,
    button: createButton(label, () => choose({ windowMinutes: minutes })),
  }));
  const group = byId('window');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Shown part of time');
  group.append(...windows.map(({ button }) => button));
  return (chosen, seen) => {
    windows.forEach(({ minutes, button }, index) => {
      button.setAttribute('aria-pressed', String(minutes === chosen));
      button.disabled = minutes > chosen && (windows[index - 1]?.minutes ?? 0) >= seen;
    });
  };
}

interface ShownLane extends Lane {
  readonly choices: Shown['choices'];
}

function createLane(chooseIncident: ChooseIncident): Piece<ShownLane> {
  const name = h('h3');
  const track = h('ul', { class: 'track' });
  const keep = createKeyed<ShownBar>(
    track,
    ({ incident }) => incident.id,
    () => createIncidentBar(chooseIncident),
  );
  return {
    element: h('div', { class: 'lane' }, name, track),
    update: ({ label, bars, rowCount, choices }) => {
      setText(name, label);
      name.title = label;
      track.style.setProperty('--rows', String(rowCount));
      keep(bars.map((bar) => ({ ...bar, isChosen: bar.incident.id === choices.incidentId })));
    },
  };
}

/** Those at the edges stay inside: they would widen the page. */
function createTick(atSeconds: number, span: Span): HTMLElement {
  const ratio = ratioOf(atSeconds, span);
  const edge = ratio < 0.04 ? 'start' : ratio > 0.96 ? 'end' : null;
  const tick = h('span', { class: 'tick', 'data-edge': edge }, formatMinute(atSeconds));
  tick.style.setProperty('left', `${ratio * 100}%`);
  return tick;
}

function createMarks({ state, span }: Shown): HTMLElement[] {
  return state.now.actions
    .filter(({ atSeconds }) => atSeconds >= span.from && atSeconds <= span.to)
    .map(({ atSeconds, text }) => {
      const mark = h('span', { class: 'mark', title: `${formatMinute(atSeconds)} ${text}` });
      mark.style.setProperty('left', `${ratioOf(atSeconds, span) * 100}%`);
      return mark;
    });
}

const ratioOf = (atSeconds: number, { from, to }: Span): number => (atSeconds - from) / (to - from);

function toNote({ incidents, span }: Shown): string {
  const open = incidents.filter(({ endedAt }) => endedAt === null);
  const ended = incidents.filter(({ endedAt }) => endedAt !== null);
  const inSight = ended.filter(({ endedAt }) => toSeconds(endedAt ?? '') > span.from);
  if (incidents.length === 0) return 'None so far';
  const since = Math.min(...open.map(({ openedAt }) => toSeconds(openedAt)));
  const parts = [
    open.length === 0 ? 'None is open' : `${open.length} open, the oldest since ${formatMinute(since)} UTC`,
    ...(inSight.length === 0 ? [] : [`${inSight.length} over in this time`]),
    ...(inSight.length === ended.length ? [] : [`${ended.length - inSight.length} over before it`]),
  ];
  return parts.join('; ');
}
