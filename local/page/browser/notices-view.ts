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
  const missing = h('p', { class: 'notice', role: 'status', hidden: true });
  byId('notices').append(fault, missing, past);
  return (shown) => {
    const said = toFault(shown);
    fault.hidden = said === null;
    setText(fault, said ?? '');
    missing.hidden = shown.state.missing.length === 0;
    setText(missing, toMissing(shown));
    past.hidden = !shown.isPast;
    if (shown.isPast) setText(text, toPast(shown));
  };
}

function toFault({ state: { isConnected, runs }, isPast }: Shown): string | null {
  const last = runs.at(-1);
  if (!isConnected) {
    const at =
      last === undefined || isPast
        ? ''
        : ` What is shown is how it was at ${formatMinute(last.atSeconds)} UTC.`;
    return `Not connected: npm start has ended, or does not answer.${at} This page goes on when it is there again.`;
  }
  const error = last?.error ?? null;
  return error === null ? null : `The last run failed: ${error}`;
}

/** `The incident and the time that were asked for are not there: …` */
function toMissing({ state: { missing } }: Shown): string {
  // With its incident an alert is gone, too.
  const names = missing.filter((name) => name !== 'alert' || !missing.includes('incident'));
  if (names.length === 0) return '';
  const list = names.map((name) => `the ${name}`).join(', ');
  const were = names.length === 1 ? 'was asked for is' : 'were asked for are';
  return `T${list.slice(1).replace(/,(?=[^,]*$)/, ' and')} that ${were} not there: npm start keeps what it saw only while it runs, and the last 12 h at most. This is how it is now.`;
}

function toPast({ state: { runs }, choices }: Shown): string {
  const atSeconds = choices.atSeconds ?? 0;
  const minutes = Math.round(((runs.at(-1)?.atSeconds ?? atSeconds) - atSeconds) / 60);
  return `Environments, numbers and alerts as they were at ${formatMinute(atSeconds)} UTC, ${minutes} min before the last run.`;
}
