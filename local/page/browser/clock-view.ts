/** What time it is for the monitor, and, where time is virtual, how fast it passes. */
import { byId, h, setText } from './dom.ts';
import { formatClock } from './format.ts';
import type { View } from './page-state.ts';
import type { Send } from './send-command.ts';

/** Real seconds that a virtual minute takes. */
const SPEEDS = [10, 3, 1, 0.3, 0.1];

export function createClockView(send: Send): View {
  const time = h('time', { class: 'now' });
  const run = h('span', { class: 'quiet' });
  const pause = h('button', {
    type: 'button',
    onclick: () => send({ action: isPaused ? 'resume' : 'pause' }),
  });
  const step = h('button', { type: 'button', onclick: () => send({ action: 'step' }) }, 'Next minute');
  const speed = h('select', {
    id: 'speed',
    onchange: () => send({ action: 'set-pace', everySeconds: Number(speed.value) }),
  });
  const controls = h(
    'div',
    { class: 'controls', role: 'group', 'aria-label': 'Speed of time' },
    pause,
    step,
    h('label', { for: 'speed' }, 'A minute takes'),
    speed,
  );
  byId('clock').append(h('p', {}, time, run), controls);
  let isPaused = false;

  return ({ now }) => {
    setText(time, formatClock(now.at));
    time.setAttribute('datetime', now.at);
    setText(run, `Run ${now.runCount}${now.runError === null ? '' : ', failed'}`);
    setText(
      byId('source'),
      now.isSimulated ? 'Simulated fleet in virtual time' : `Real, read-only: ${now.source}`,
    );
    controls.hidden = now.fleet === null;
    if (now.fleet === null) return;
    const { pace } = now.fleet;
    isPaused = pace.isPaused;
    setText(pause, isPaused ? 'Resume' : 'Pause');
    showSpeed(speed, pace.everySeconds);
  };
}

/** A speed from the command line may be none of ours. */
function showSpeed(speed: HTMLSelectElement, everySeconds: number): void {
  const speeds = [...new Set([...SPEEDS, everySeconds])].toSorted((a, b) => b - a);
  if (speed.options.length !== speeds.length) {
    speed.replaceChildren(...speeds.map((seconds) => h('option', { value: seconds }, `${seconds} s`)));
  }
  if (document.activeElement !== speed) speed.value = String(everySeconds);
}
