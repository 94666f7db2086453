/** What time it is for the monitor, what it does, and, where time is virtual, how fast it passes. */
import { byId, createButton, h, setAttribute, setText } from './dom.ts';
import { formatClock } from './format.ts';
import type { PageState } from './page-state.ts';
import type { Send } from './send-command.ts';
import type { View } from './shown.ts';

/** Real seconds that a virtual minute takes. */
const SPEEDS = [10, 3, 1, 0.3, 0.1];

export function createClockView(send: Send): View {
  const time = h('time', { class: 'now' });
  const run = h('span', { class: 'quiet run' });
  let isPaused = false;
  const pause = createButton('', () => send({ action: isPaused ? 'resume' : 'pause' }));
  const step = createButton('Next minute', () => send({ action: 'step' }));
  const speed = h('select', {
    id: 'speed',
    onchange: () => send({ action: 'set-pace', everySeconds: Number(speed.value) }),
  });
  const controls = h(
    'fieldset',
    { class: 'controls', 'aria-label': 'Speed of time' },
    pause,
    step,
    h('label', { for: 'speed' }, 'A minute takes'),
    speed,
  );
  byId('clock').append(h('p', {}, time, run), controls);

  return ({ state }) => {
    const { now, isConnected } = state;
    setText(time, formatClock(now.at));
    time.setAttribute('datetime', now.at);
    setText(run, toRunText(state));
    setAttribute(run, 'data-running', isConnected && now.begunRunNumber !== null);
    const source = now.isSimulated ? 'Simulated fleet in virtual time' : `Real, read-only: ${now.source}`;
    setText(byId('source'), source);
    controls.hidden = now.fleet === null;
    controls.disabled = !isConnected;
    if (now.fleet === null) return;
    const { pace } = now.fleet;
    isPaused = pace.isPaused;
    setText(pause, isPaused ? 'Resume' : 'Pause');
    showSpeed(speed, pace.everySeconds);
  };
}

function toRunText({ now, runs, isConnected }: PageState): string {
  const last = runs.at(-1);
  if (!isConnected) return last === undefined ? 'Not connected' : `Not connected since run ${last.number}`;
  if (now.begunRunNumber !== null) return `Run ${now.begunRunNumber} under way`;
  if (last === undefined) return 'Before the first run';
  return `Run ${last.number} ${last.error === null ? 'done' : 'failed'}`;
}

/** A speed from the command line may be none of ours. */
function showSpeed(speed: HTMLSelectElement, everySeconds: number): void {
  const speeds = [...new Set([...SPEEDS, everySeconds])].toSorted((a, b) => b - a);
  if (speed.options.length !== speeds.length) {
    speed.replaceChildren(...speeds.map((seconds) => h('option', { value: seconds }, `${seconds} s`)));
  }
  if (document.activeElement !== speed) speed.value = String(everySeconds);
}
