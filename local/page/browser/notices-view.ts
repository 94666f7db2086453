/** What stands above everything else: that nobody answers, that a run failed, that the past is shown. */
import { byId, createButton, h, setText } from './dom.ts';
import { formatMinute } from './format.ts';
import type { Choose } from './page-state.ts';
import type { Shown, View } from './shown.ts';

export function createNoticesView(choose: Choose): View {
  const text = h('span');
  const back = createButton('Back to now', () => choose({ atSeconds: null }));
  const past = h('p', { class: 'past', hidden: true }, text, back);
  const fault = h('p', { class: 'notice', role: 'alert', hidden: true });
  byId('notices').append(fault, past);
  return (shown) => {
    const said = toFault(shown);
    fault.hidden = said === null;
    setText(fault, said ?? '');
    past.hidden = !shown.isPast;
    if (shown.isPast) setText(text, toPast(shown));
  };
}

function toFault({ state: { isConnected, runs } }: Shown): string | null {
  const last = runs.at(-1);
  if (!isConnected) {
    const at =
      last === undefined ? '' : ` What is shown is how it was at ${formatMinute(last.atSeconds)} UTC.`;
    return `Not connected: npm start has ended, or does not answer.${at} This page goes on when it is there again.`;
  }
  const error = last?.error ?? null;
  return error === null ? null : `The last run failed: ${error}`;
}

function toPast({ state: { runs }, choices }: Shown): string {
  const atSeconds = choices.atSeconds ?? 0;
  const minutes = Math.round(((runs.at(-1)?.atSeconds ?? atSeconds) - atSeconds) / 60);
  return `Environments, numbers and alerts as they were at ${formatMinute(atSeconds)} UTC, ${minutes} min before the last run.`;
}
