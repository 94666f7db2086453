/** What the page shows: how it is, or how it was at the run that is looked at. */
import { VERDICT_CODES, type Verdict } from '../../../contract/conditions.ts';
import {
  type AlertView,
  type EnvironmentView,
  type IncidentView,
  isUntil,
  type JudgedEnvironment,
  type RunView,
} from '../page-model.ts';
import { openIncidentsOf, TONES_WORST_FIRST, toneOf } from './environment-status.ts';
import type { PageState } from './page-state.ts';
import type { Tone } from './wording.ts';

export interface Shown {
  readonly state: PageState;
  readonly choices: PageState['choices'];
  /** Up to the run that is looked at, oldest first. */
  readonly runs: readonly RunView[];
  readonly alerts: readonly AlertView[];
  readonly incidents: readonly IncidentView[];
  /** Worst first. */
  readonly environments: readonly ShownEnvironment[];
  /** The part of time that charts and incidents are drawn in, in seconds since 1970. */
  readonly span: Span;
  readonly isPast: boolean;
  /** The moment that is looked at: what comes after it is not known. */
  readonly untilSeconds: number;
}

export interface ShownEnvironment extends JudgedEnvironment {
  readonly tone: Tone;
  readonly open: readonly IncidentView[];
}

/** A part of the page that follows what is shown. */
export type View = (shown: Shown) => void;

export interface Span {
  readonly from: number;
  readonly to: number;
}

export function toShown(state: PageState): Shown {
  const { atSeconds } = state.choices;
  const isPast = atSeconds !== null && atSeconds < (state.runs.at(-1)?.atSeconds ?? 0);
  const shown = isPast
    ? {
        runs: state.runs.filter((run) => run.atSeconds <= atSeconds),
        alerts: state.alerts.filter(({ at }) => isUntil(at, atSeconds)),
        incidents: state.now.incidents.flatMap((incident) => toIncidentAt(incident, atSeconds) ?? []),
      }
    : { runs: state.runs, alerts: state.alerts, incidents: state.now.incidents };
  const span = toSpan(state);
  return {
    ...shown,
    state,
    choices: state.choices,
    isPast,
    span,
    untilSeconds: isPast ? atSeconds : span.to,
    environments: sortByTone(
      state.now.environments.map((environment) =>
        judge(environment, shown.runs.at(-1), shown.incidents, state.isConnected),
      ),
    ),
  };
}

/** @returns the incident as it was told until a run, or null when it was not told yet */
function toIncidentAt(incident: IncidentView, runAtSeconds: number): IncidentView | null {
  const messages = incident.messages.filter(({ at }) => isUntil(at, runAtSeconds));
  const last = messages.at(-1);
  if (last === undefined) return null;
  const { severity, reason, itemCount } = last;
  const isOver = messages.length === incident.messages.length && incident.endedAt !== null;
  return { ...incident, messages, severity, reason, itemCount, endedAt: isOver ? incident.endedAt : null };
}

function judge(
  environment: EnvironmentView,
  run: RunView | undefined,
  incidents: readonly IncidentView[],
  isConnected: boolean,
): ShownEnvironment {
  const verdicts = Object.entries(VERDICT_CODES) as [Verdict, number][];
  const code = run?.environments[environment.id]?.QueueVerdict;
  const verdict = (isConnected && verdicts.find(([, value]) => value === code)?.[0]) || 'unknown';
  const open = openIncidentsOf(incidents, environment.id);
  return {
    ...environment,
    verdict,
    unread: run?.unread[environment.id] ?? null,
    open,
    tone: isConnected ? toneOf(verdict, open) : 'unknown',
  };
}

/** Those that are equally bad stay in their order. */
const sortByTone = (environments: readonly ShownEnvironment[]): ShownEnvironment[] =>
  environments.toSorted((a, b) => TONES_WORST_FIRST.indexOf(a.tone) - TONES_WORST_FIRST.indexOf(b.tone));

/** Charts of a few minutes would jump with every run. */
const SHORTEST_SECONDS = 20 * 60;

/** It grows to what was chosen, ends with the last run, and never lacks the run that is looked at. */
function toSpan({ runs, now, choices }: PageState): Span {
  const lastSeconds = runs.at(-1)?.atSeconds ?? Date.parse(now.at) / 1000;
  const windowSeconds = choices.windowMinutes * 60;
  const isInSight = choices.atSeconds === null || choices.atSeconds > lastSeconds - windowSeconds;
  const to = isInSight ? lastSeconds : Math.min(lastSeconds, (choices.atSeconds ?? 0) + windowSeconds / 2);
  const first = Math.min(runs[0]?.atSeconds ?? to, to - SHORTEST_SECONDS);
  return { from: Math.max(first, to - windowSeconds), to };
}
