/** What the browser knows, and what the person looks at. Replaced, never changed. */
import {
  type AlertView,
  KEPT_ALERTS_COUNT,
  KEPT_RUNS_COUNT,
  type NowView,
  type PageUpdate,
  type RunView,
} from '../page-model.ts';
import { openIncidentsOf, toneOf } from './environment-status.ts';
import type { Tone } from './wording.ts';

export const PROTOCOLS = ['mail', 'card', 'sms', 'json'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export interface Choices {
  readonly environmentId: string;
  /** Null: the newest. */
  readonly messageId: string | null;
  readonly protocol: Protocol;
  readonly windowMinutes: number;
}

export interface PageState {
  readonly now: NowView;
  readonly runs: readonly RunView[];
  readonly alerts: readonly AlertView[];
  readonly choices: Choices;
}

export type Choose = (choices: Partial<Choices>) => void;

/** A part of the page that follows the state. */
export type View = (state: PageState) => void;

export function startWith(update: PageUpdate, choices: Choices | undefined): PageState {
  const isThere = update.now.environments.some(({ id }) => id === choices?.environmentId);
  if (choices !== undefined && isThere) return { ...update, choices };
  const environmentId = worstEnvironmentId(update.now);
  return { ...update, choices: { environmentId, messageId: null, protocol: 'mail', windowMinutes: 60 } };
}

/** What is worst is what somebody who comes now should look at. */
function worstEnvironmentId(now: NowView): string {
  const byTone = (wanted: Tone) =>
    now.environments.find(
      (environment) => toneOf(environment, openIncidentsOf(now, environment.id)) === wanted,
    );
  const worst = byTone('critical') ?? byTone('warning') ?? now.environments[0];
  return worst?.id ?? '';
}

export function append(state: PageState, { now, runs, alerts }: PageUpdate): PageState {
  // Before the first run nothing was worst yet.
  const isFirst = state.runs.length === 0 && runs.length > 0;
  return {
    now,
    runs: runs.length === 0 ? state.runs : [...state.runs, ...runs].slice(-KEPT_RUNS_COUNT),
    alerts: alerts.length === 0 ? state.alerts : [...state.alerts, ...alerts].slice(-KEPT_ALERTS_COUNT),
    choices: isFirst ? { ...state.choices, environmentId: worstEnvironmentId(now) } : state.choices,
  };
}

/** Charts of a few minutes would jump with every run. */
const SHORTEST_SECONDS = 20 * 60;

/** The part of time that the charts and the incidents show, in seconds since 1970: it grows to what was chosen. */
export function shownSeconds({ runs, now, choices }: Pick<PageState, 'runs' | 'now' | 'choices'>): {
  readonly from: number;
  readonly to: number;
} {
  const to = runs.at(-1)?.atSeconds ?? Date.parse(now.at) / 1000;
  const first = Math.min(runs[0]?.atSeconds ?? to, to - SHORTEST_SECONDS);
  return { from: Math.max(first, to - choices.windowMinutes * 60), to };
}
