/** One environment, from its reading to what is published, remembered and told. Pure: the heart of a run. */

import { CONDITION_ENTRIES, type Verdict, type WithdrawnEnding } from '../../contract/conditions.ts';
import type { EnvironmentMetrics } from '../../contract/metrics.ts';
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { Environment } from '../model/directory.ts';
import type { EnvironmentState, Gap } from '../model/environment-state.ts';
import type { Finding, Incident } from '../model/incident.ts';
import type { Window } from '../model/instant.ts';
import type { Reading } from '../model/reading.ts';
import { NO_SESSION_MEMORY, type SessionMemory, type SessionReading } from '../model/session.ts';
import { isLive } from '../model/work-item.ts';
import { withKnownFault } from './count-deliveries.ts';
import { diagnose } from './diagnose.ts';
import { laterGap, noteGap, withoutGap } from './gap.ts';
import { knowSessions } from './known-sessions.ts';
import { learnNorms } from './learn-norms.ts';
import { learnToolTimes } from './learn-tool-times.ts';
import { withLearnedLevels } from './learned-levels.ts';
import { learnSilence } from './learned-silence.ts';
import { measure } from './measure.ts';
import { type Reconciled, reconcile, withdraw } from './reconcile.ts';
import { countRuns, NOT_FOUND_RUNS_COUNT } from './run-counters.ts';
import type { Subject } from './to-alert.ts';
import { waitInOutbox } from './wait-in-outbox.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly metrics: EnvironmentMetrics;
  readonly findings: readonly Finding[];
  /** The next state, with the alerts of this run at the end of its outbox. */
  readonly state: EnvironmentState;
  /** Archived and without live items: there is nothing left to watch. */
  readonly isDrained: boolean;
}

/** What else of the run matters to one environment. */
export interface Circumstances {
  /** The failure is told once for the whole monitor, so this environment keeps quiet about it. @default false */
  readonly isQuiet?: boolean;
  /** What was remembered of it could not be read. @default false */
  readonly isMemoryLost?: boolean;
  /** Of the run before this one, whatever it read. @default null */
  readonly lastRunAt?: Date | null;
  /** In which most environments were not read, or none. @default null */
  readonly fleetGap?: Gap | null;
  /** What was read of its sessions. Null: they are not to be read. @default null */
  readonly sessions?: OwnSessions | null;
}

export interface OwnSessions {
  readonly readings: readonly SessionReading[];
  /** The item after which the next run goes on; null: all were asked for. */
  readonly afterItemId: string | null;
}

export function judgeEnvironment(
  environment: Environment,
  reading: Reading,
  before: EnvironmentState,
  window: Window,
  givenRules: EnvironmentRules,
  {
    isQuiet = false,
    isMemoryLost = false,
    lastRunAt = null,
    fleetGap = null,
    sessions: own = null,
  }: Circumstances = {},
): Judgement {
  const rules = withLearnedLevels(givenRules, before, window.at);
  const sample = measure(reading, window, rules);
  const counters = countRuns({ ...before, deliveries: withKnownFault(before) }, reading, sample, rules);
  const lastGap = laterGap(noteGap(before, reading, window.at, lastRunAt), fleetGap, window);
  const counted = withoutGap(sample, lastGap, before.incidents);
  const sessions = rememberSessions(before.sessions, own, reading, window.at);
  const { findings: all, ...diagnosis } = diagnose(reading, sample, counters, rules, {
    counted,
    incidents: before.incidents,
    norms: before.norms,
    sessions,
  });
  const findings = isQuiet ? all.filter(({ condition }) => condition !== 'environment-unreadable') : all;
  const isDrained =
    environment.isArchived && reading.completeness === 'complete' && !sample.items.some(isLive);
  const { alerts, ...incidents } = judgeIncidents({
    before,
    findings: isDrained ? [] : findings,
    reading,
    subject: { ...toSubject(environment, rules), isMemoryLost },
    at: window.at,
    isDrained,
    hasSessions: own !== null,
    // One 404 may be a slip of the API's.
    isGone: (counters.streaks['not-found']?.runCount ?? 0) >= NOT_FOUND_RUNS_COUNT,
  });
  const norms = learnNorms(before, incidents.incidents, reading, rules, window.at);
  return {
    ...diagnosis,
    findings,
    isDrained,
    state: {
      ...before,
      ...counters,
      ...incidents,
      sessions,
      lastGap,
      learnedSilence: rules.learnable.has('stale-heartbeat')
        ? learnSilence(before.learnedSilence, reading, window.at, lastGap)
        : before.learnedSilence,
      norms: learnToolTimes(norms, own?.readings ?? [], rules, window.at),
      outbox: waitInOutbox(before.outbox, alerts),
    },
  };
}

interface JudgedIncidents {
  readonly before: EnvironmentState;
  readonly findings: readonly Finding[];
  readonly reading: Reading;
  readonly subject: Subject;
  readonly at: Date;
  readonly isDrained: boolean;
  /** Whether sessions are read. */
  readonly hasSessions: boolean;
  /** The API does not know it any more. */
  readonly isGone: boolean;
}

/** What is gone or drained is withdrawn; everything else goes on. */
function judgeIncidents({
  before,
  findings,
  reading,
  subject,
  at,
  isDrained,
  hasSessions,
  isGone,
}: JudgedIncidents): Reconciled {
  // That nobody looks any more is no end of what was seen.
  const unwatched = hasSessions ? [] : before.incidents.filter(isOfSessions);
  const unseen = withdraw(unwatched, 'not-configured', subject, at);
  const isEnded = ({ condition }: Incident) =>
    isDrained || (isGone && condition !== 'environment-unreadable');
  const watched = before.incidents.filter((incident) => !unwatched.includes(incident));
  const going = watched.filter(isEnded);
  const staying = { ...before, incidents: watched.filter((incident) => !isEnded(incident)) };
  const ended = withdraw(going, isGone ? 'not-found' : 'archived', subject, at);
  const kept = reconcile(staying, findings, reading, subject, at);
  return {
    incidents: [...unseen.incidents, ...ended.incidents, ...kept.incidents],
    endedIncidents: kept.endedIncidents,
    alerts: [...unseen.alerts, ...ended.alerts, ...kept.alerts],
  };
}

const isOfSessions = ({ condition }: Incident): boolean => CONDITION_ENTRIES[condition].isOfSessions === true;

function rememberSessions(
  before: SessionMemory,
  own: OwnSessions | null,
  reading: Reading,
  at: Date,
): SessionMemory {
  if (own === null) return NO_SESSION_MEMORY;
  return { ...knowSessions(before, own.readings, reading, at), afterItemId: own.afterItemId };
}

/** The state of an environment that is no longer watched: its incidents end, its outbox is still sent. */
export function withdrawEnvironment(
  environment: Environment,
  before: EnvironmentState,
  rules: EnvironmentRules,
  at: Date,
  ending: WithdrawnEnding,
): EnvironmentState {
  const subject = toSubject(environment, rules);
  const { incidents, alerts } = withdraw(before.incidents, ending, subject, at);
  return { ...before, incidents, outbox: waitInOutbox(before.outbox, alerts) };
}

function toSubject({ id, name }: Environment, { thresholds, mute }: EnvironmentRules): Subject {
  return { id, environmentIds: [id], environmentName: name, thresholds, mute };
}
