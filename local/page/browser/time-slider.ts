/** Goes back in time: the page shows each run as it was, drawn through by hand or played. */
import { createButton, h, type Piece, setAttribute, setText } from './dom.ts';
import { formatMinute } from './format.ts';
import type { Choose } from './page-state.ts';
import { nextMoment } from './replay-steps.ts';
import type { Shown } from './shown.ts';

/** Between two moments that are played. */
const STEP_MS = 300;

export function createTimeSlider(choose: Choose): Piece<Shown> {
  let shown: Shown | undefined;
  let replayEndSeconds = 0;
  /** The last run is no place in the past: what comes after it is shown too. */
  const goTo = (atSeconds: number) =>
    choose({ atSeconds: atSeconds < (shown?.state.runs.at(-1)?.atSeconds ?? 0) ? atSeconds : null });
  const player = createPlayer({
    // Played from now, it begins where the time begins that is shown.
    onStart: () => {
      replayEndSeconds = shown?.state.runs.at(-1)?.atSeconds ?? 0;
      if (shown?.choices.atSeconds === null) goTo(firstOf(shown));
    },
    onStep: () => {
      const atSeconds = shown?.choices.atSeconds ?? null;
      if (shown === undefined || atSeconds === null) return false;
      choose({ atSeconds: nextMoment(atSeconds, shown.span, replayEndSeconds) });
      return true;
    },
  });
  const slider = h('input', {
    type: 'range',
    class: 'time',
    step: 60,
    'aria-label': 'Time that is shown',
    // It reaches as far as the axis above it, and leads to runs only.
    oninput: () => goTo(Math.max(Number(slider.value), shown === undefined ? 0 : firstOf(shown))),
  });
  const text = h('span', { class: 'quiet' });
  const now = createButton('Now', () => choose({ atSeconds: null }));
  const controls = { class: 'controls time-controls', role: 'group', 'aria-label': 'Time' };
  return {
    element: h('div', { class: 'time-row' }, slider, h('div', controls, player, now, text)),
    update: (next) => {
      shown = next;
      const { choices, isPast, span } = next;
      slider.min = String(Math.ceil(span.from / 60) * 60);
      slider.max = String(span.to);
      slider.value = String(choices.atSeconds ?? span.to);
      const at = formatMinute(choices.atSeconds ?? span.to);
      setAttribute(slider, 'aria-valuetext', isPast ? `${at} UTC` : `Now, ${at} UTC`);
      setText(text, isPast ? `As it was at ${at} UTC` : 'Drag to see how it was');
      now.disabled = !isPast;
    },
  };
}

/** The whole minute with which the time begins that is shown. */
function firstOf({ state: { runs }, span }: Shown): number {
  return Math.max(runs[0]?.atSeconds ?? span.to, Math.ceil(span.from / 60) * 60);
}

interface Player {
  readonly onStart: () => void;
  /** @returns whether there is more to play */
  readonly onStep: () => boolean;
}

function createPlayer({ onStart, onStep }: Player): HTMLButtonElement {
  let timer: number | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    setText(button, 'Replay');
  };
  const start = () => {
    onStart();
    timer = setInterval(() => {
      if (!onStep()) stop();
    }, STEP_MS);
    setText(button, 'Stop');
  };
  const button = createButton('Replay', () => (timer === undefined ? start() : stop()));
  return button;
}
