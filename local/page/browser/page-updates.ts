/** How what the browser knows follows from what the server sends. */
import { KEPT_ALERTS_COUNT, keptRunsCount, type PageUpdate } from '../page-model.ts';
import { type Choices, FIRST_CHOICES, type PageState } from './page-state.ts';
import { toShown } from './shown.ts';

/** @param chosen before, or by the link that was followed */
export function startWith(update: PageUpdate, chosen: Partial<Choices>): PageState {
  const state = { ...update, isConnected: true, choices: { ...FIRST_CHOICES, ...chosen } };
  const isThere = update.now.environments.some(({ id }) => id === chosen.environmentId);
  return isThere ? state : lookAtWorst(state);
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
    : next;
}

/** Whether nobody has chosen another environment than the page itself. */
const isWorstChosen = (state: PageState): boolean =>
  lookAtWorst(state).choices.environmentId === state.choices.environmentId;

/** What is worst is what somebody who comes now should look at. */
function lookAtWorst(state: PageState): PageState {
  const environmentId = toShown(state).environments[0]?.id ?? '';
  return { ...state, choices: { ...state.choices, environmentId } };
}
