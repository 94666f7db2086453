/**
 * Incidents from run to run: what opened, grew, worsened, was reminded, resolved or withdrawn. An incident
 * is told when it changes, not when it is seen; unknown never ends one. In a mute window it lives on and its
 * messages wait: the first run after it tells what is still to be told, in one message.
 */
import type { Condition, Ending, Severity } from '../../contract/conditions.ts';
import type { EnvironmentState } from '../model/environment-state.ts';
import type { Alert, EndedIncident, Finding, Incident } from '../model/incident.ts';
import type { Reading } from '../model/reading.ts';
import { ageSeconds } from '../model/work-item.ts';
import { isUncertain, judgeEnding } from './ending.ts';
import { isMuted } from './is-muted.ts';
import { judgeChange, REMINDER_MS, RETURN_MS, withTold } from './judge-change.ts';
import { evidenceOf, isSame, newIncident } from './new-incident.ts';
import { type Subject, toAlert } from './to-alert.ts';

/** Flapping within this time stays one incident. */
const CLEAR_MS = 5 * 60_000;
/** What ends by itself within this time opens nothing. */
const SOON_SECONDS = 30 * 60;

export interface Reconciled extends Incidents {
  readonly alerts: readonly Alert[];
}

export type Incidents = Pick<EnvironmentState, 'incidents' | 'endedIncidents'>;

/** Of conditions that are about no items. */
export const NO_ITEMS: ReconciledReading = { completeness: 'complete', items: [], malformedCount: 0 };

/** @param completeness a partial reading opens and worsens, a failed one only judges environment-unreadable */
export function reconcile(
  { incidents, endedIncidents }: Incidents,
  findings: readonly Finding[],
  reading: ReconciledReading,
  subject: Subject,
  at: Date,
): Reconciled {
  const recent = endedIncidents.filter(({ endedAt }) => at.getTime() - endedAt.getTime() < RETURN_MS);
  const opened = findings
    .filter(({ condition, easing }) => !isOpen(incidents, condition) && !isEndingSoon(easing))
    .map((finding) => open(finding, recent, subject, at));
  const continued = incidents.map((incident) => {
    const finding = findings.find(({ condition }) => condition === incident.condition);
    if (finding !== undefined) return hold(incident, finding, reading, subject, at);
    return reading.completeness === 'complete'
      ? clear(incident, reading, subject, at)
      : { incident, alert: null };
  });
  const steps: readonly Step[] = [...continued, ...opened];
  const held = steps.flatMap(({ incident }) => (incident === null ? [] : [incident]));
  const ended = steps.flatMap(({ ended: each }) => (each === undefined ? [] : [each]));
  return {
    incidents: held,
    endedIncidents: [...recent.filter(({ condition }) => !isOpen(held, condition)), ...ended],
    alerts: steps.flatMap(({ alert }) => (alert === null ? [] : [alert])),
  };
}

const isOpen = (incidents: readonly Incident[], condition: Condition): boolean =>
  incidents.some((incident) => incident.condition === condition);

const isEndingSoon = (easing: Finding['easing']): boolean =>
  easing !== undefined && easing.secondsLeft <= SOON_SECONDS;

/** What of a reading decides about incidents. */
export type ReconciledReading = Pick<Reading, 'completeness' | 'items' | 'malformedCount'>;

/** Ends incidents that can no longer be judged, whatever they were about; those that are muted, later. */
export function withdraw(
  incidents: readonly Incident[],
  ending: Ending,
  subject: Subject,
  at: Date,
): Pick<Reconciled, 'incidents' | 'alerts'> {
  const known = incidents.filter(({ messageCount, isReturnUntold }) => messageCount > 0 && !isReturnUntold);
  const isWaiting = ({ condition }: Incident) => isMuted(subject.mute, condition, at);
  return {
    incidents: known.filter(isWaiting),
    alerts: known
      .filter((incident) => !isWaiting(incident))
      .map((incident) => toAlert({ ...incident, ending }, 'withdrawn', null, subject, at)),
  };
}

interface Step {
  readonly incident: Incident | null;
  readonly alert: Alert | null;
  /** Its end is told. */
  readonly ended?: EndedIncident;
}

function open(finding: Finding, recent: readonly EndedIncident[], subject: Subject, at: Date): Step {
  const { condition, severity } = finding;
  const returned = recent.find((ended) => ended.condition === condition && isSame(ended, finding));
  const incident: Incident =
    returned === undefined
      ? newIncident(finding, subject.id, at)
      : { ...returned, isReturnUntold: true, returnedAt: at };
  const { endedAt: _, ...current } = { endedAt: null, ...incident };
  return tell(
    {
      ...current,
      ...evidenceOf(finding),
      severity,
      clearSince: null,
      ending: null,
    },
    finding,
    'complete',
    subject,
    at,
  );
}

function hold(
  before: Incident,
  finding: Finding,
  { completeness }: Pick<Reading, 'completeness'>,
  subject: Subject,
  at: Date,
): Step {
  const hasWorsened = before.severity === 'warning' && finding.severity === 'critical';
  const incident: Incident = {
    ...before,
    ...evidenceOf(finding),
    severity: highest(before.severity, finding.severity),
    isWorseningUntold: before.isWorseningUntold || hasWorsened,
    clearSince: null,
    ending: null,
  };
  return tell(incident, finding, completeness, subject, at);
}

const highest = (a: Severity, b: Severity): Severity => (a === 'critical' ? a : b);

function clear(before: Incident, reading: ReconciledReading, subject: Subject, at: Date): Step {
  if (isUncertain(before, reading)) return remind(before, subject, at);
  const incident: Incident = {
    ...before,
    // An instant that has not come yet is a clock that was wrong once.
    clearSince: before.clearSince === null || before.clearSince > at ? at : before.clearSince,
    ending: before.ending ?? judgeEnding(before, reading.items),
  };
  const clearMs = at.getTime() - (incident.clearSince ?? at).getTime();
  if (clearMs < CLEAR_MS) return { incident, alert: null };
  // Of what was never told, nobody needs to hear that it is over.
  if (incident.messageCount === 0) return { incident: null, alert: null };
  if (incident.isReturnUntold)
    return { incident: null, alert: null, ended: { ...incident, endedAt: incident.lastToldAt } };
  if (isMuted(subject.mute, incident.condition, at)) return { incident, alert: null };
  const alert = toAlert(incident, 'resolved', null, subject, at);
  const ended = { ...incident, messageCount: incident.messageCount + 1, lastToldAt: at, endedAt: at };
  return { incident: null, alert, ended };
}

/** Of what is as it was, and in no finding any more. */
function remind(incident: Incident, subject: Subject, at: Date): Step {
  const isDue = at.getTime() - incident.lastToldAt.getTime() >= REMINDER_MS && incident.messageCount > 0;
  if (!isDue || incident.isReturnUntold || isMuted(subject.mute, incident.condition, at))
    return { incident, alert: null };
  return {
    incident: { ...incident, lastToldAt: at, messageCount: incident.messageCount + 1 },
    alert: toAlert(incident, 'reminded', null, subject, at),
  };
}

/** Tells what there is to tell, unless it is muted. */
function tell(
  incident: Incident,
  finding: Finding,
  completeness: Reading['completeness'],
  subject: Subject,
  at: Date,
): Step {
  const change = judgeChange(incident, finding, completeness, at);
  if (change === null || isMuted(subject.mute, incident.condition, at)) return { incident, alert: null };
  return {
    incident: {
      ...incident,
      isReturnUntold: false,
      isWorseningUntold: false,
      lastToldAt: at,
      lastToldItemCount: finding.items.length,
      lastToldAgeSeconds: ageSeconds(finding.since, at),
      toldReasons: withTold(incident, finding.reason),
      grownCount: incident.grownCount + (change === 'grew' ? 1 : 0),
      messageCount: incident.messageCount + 1,
    },
    alert: toAlert(incident, change, finding, subject, at),
  };
}
