/** How what the browser knows follows from what the server sends. */
import { KEPT_ALERTS_COUNT, keptRunsCount, type PageUpdate } from '../page-model.ts';
import { type Choices, FIRST_CHOICES, type Missing, type PageState } from './page-state.ts';
import { toShown } from './shown.ts';

/** @param chosen before, or by the link that was followed */
export function startWith(update: PageUpdate, chosen: Partial<Choices>): PageState {
  const choices = { ...FIRST_CHOICES, ...chosen };
  const state = leaveMissing({ ...update, isConnected: true, missing: [], choices });
  return state.choices.environmentId === '' ? lookAtWorst(state) : state;
}

/** What is not there, or not any more, is looked at no longer: nothing would be shown, and nothing lead away from it. */
export function leaveMissing(state: PageState): PageState {
  const { choices, now, runs, alerts } = state;
  const { environmentId, incidentId, messageId, atSeconds } = choices;
  // Which there are is known after the first run.
  if (runs.length === 0) return state;
  const isKept = (seconds: number) =>
    seconds >= (runs[0]?.atSeconds ?? 0) && seconds <= (runs.at(-1)?.atSeconds ?? 0);
  const isMissing: Readonly<Record<Missing, boolean>> = {
    environment: environmentId !== '' && !now.environments.some(({ id }) => id === environmentId),
    incident: incidentId !== null && !now.incidents.some(({ id }) => id === incidentId),
    alert: messageId !== null && !alerts.some((alert) => alert.messageId === messageId),
    time: atSeconds !== null && !isKept(atSeconds),
  };
  const missing = (Object.keys(isMissing) as Missing[]).filter((name) => isMissing[name]);
  if (missing.length === 0) return state;
  const left = {
    ...state,
    missing,
    choices: {
      ...choices,
      ...(isMissing.environment ? { environmentId: '' } : {}),
      ...(isMissing.incident ? { incidentId: null } : {}),
      ...(isMissing.alert ? { messageId: null } : {}),
      ...(isMissing.time ? { atSeconds: null } : {}),
    },
  };
  return isMissing.environment ? lookAtWorst(left) : left;
}

export function append(state: PageState, { now, runs, alerts }: PageUpdate): PageState {
  const next: PageState = {
    ...state,
    now,
    isConnected: true,
    runs:
      runs.length === 0
        ? state.runs
        : [...state.runs, ...runs].slice(-keptRunsCount(now.environments.length)),
    alerts: alerts.length === 0 ? state.alerts : [...state.alerts, ...alerts].slice(-KEPT_ALERTS_COUNT),
  };
  // Before the first run nothing was worst yet.
  const isFirst = state.runs.length === 0 && runs.length > 0;
  return isFirst
    ? startWith(next, isWorstChosen(state) ? { ...state.choices, environmentId: '' } : state.choices)
    : leaveMissing(next);
}

/** Whether nobody has chosen another environment than the page itself. */
const isWorstChosen = (state: PageState): boolean =>
  lookAtWorst(state).choices.environmentId === state.choices.environmentId;

/** What is worst is what somebody who comes now should look at. */
function lookAtWorst(state: PageState): PageState {
  const environmentId = toShown(state).environments[0]?.id ?? '';
  return { ...state, choices: { ...state.choices, environmentId } };
}
