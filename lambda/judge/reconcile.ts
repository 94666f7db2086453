/**
 * Incidents from run to run: what opened, grew, worsened, was reminded, resolved or withdrawn. An incident
 * is told when it changes, not when it is seen; unknown never ends one. In a mute window it lives on and its
 * messages wait: the first run after it tells what is still to be told, in one message.
 */
import type { Change, Condition, Ending } from '../../contract/conditions.ts';
import { type Alert, type Finding, type Incident, TOLD_ITEMS_COUNT } from '../model/incident.ts';
import type { Reading } from '../model/reading.ts';
import { isUncertain, judgeEnding } from './ending.ts';
import { isMuted } from './is-muted.ts';
import { countNew, type Subject, toAlert } from './to-alert.ts';

const GROWTH_QUIET_MS = 15 * 60_000;
const REMINDER_MS = 4 * 3_600_000;
/** Flapping within this time stays one incident. */
const CLEAR_MS = 5 * 60_000;

export interface Reconciled {
  readonly incidents: readonly Incident[];
  readonly alerts: readonly Alert[];
}

/** @param completeness a partial reading opens and worsens, a failed one only judges environment-unreadable */
export function reconcile(
  incidents: readonly Incident[],
  findings: readonly Finding[],
  reading: ReconciledReading,
  subject: Subject,
  at: Date,
): Reconciled {
  const opened = findings
    .filter((finding) => !incidents.some(({ condition }) => condition === finding.condition))
    .map((finding) => open(finding, subject, at));
  const continued = incidents.map((incident) => {
    const finding = findings.find(({ condition }) => condition === incident.condition);
    if (finding !== undefined) return hold(incident, finding, reading, subject, at);
    return reading.completeness === 'complete'
      ? clear(incident, reading, subject, at)
      : { incident, alert: null };
  });
  const steps = [...continued, ...opened];
  return {
    incidents: steps.flatMap(({ incident }) => (incident === null ? [] : [incident])),
    alerts: steps.flatMap(({ alert }) => (alert === null ? [] : [alert])),
  };
}

/** What of a reading decides about incidents. */
export type ReconciledReading = Pick<Reading, 'completeness' | 'items' | 'malformedCount'>;

/** Ends incidents that can no longer be judged, whatever they were about; those that are muted, later. */
export function withdraw(
  incidents: readonly Incident[],
  ending: Ending,
  subject: Subject,
  at: Date,
): Reconciled {
  const known = incidents.filter(({ messageCount }) => messageCount > 0);
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
}

function open(finding: Finding, subject: Subject, at: Date): Step {
  const incident: Incident = {
    id: incidentId(subject.id, finding.condition, at),
    condition: finding.condition,
    severity: finding.severity,
    openedAt: at,
    lastToldAt: at,
    lastToldItemCount: 0,
    messageCount: 0,
    isWorseningUntold: false,
    clearSince: null,
    ending: null,
    ...evidenceOf(finding),
  };
  return notify(incident, 'opened', finding, subject, at);
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
    severity: hasWorsened ? 'critical' : before.severity,
    isWorseningUntold: before.isWorseningUntold || hasWorsened,
    clearSince: null,
    ending: null,
  };
  const change = judgeChange(incident, finding, completeness, at);
  return change === null ? { incident, alert: null } : notify(incident, change, finding, subject, at);
}

/** What there is to tell of an incident whose condition holds. */
function judgeChange(
  incident: Incident,
  finding: Finding,
  completeness: Reading['completeness'],
  at: Date,
): Change | null {
  if (incident.messageCount === 0) return 'opened';
  if (incident.isWorseningUntold) return 'worsened';
  // Numbers of a partial reading are lower bounds: enough to open and worsen, not to tell growth.
  if (completeness !== 'partial' && hasGrown(incident, finding, at)) return 'grew';
  return at.getTime() - incident.lastToldAt.getTime() >= REMINDER_MS ? 'reminded' : null;
}

function hasGrown(incident: Incident, finding: Finding, at: Date): boolean {
  if (countNew(incident, finding) === 0) return false;
  const hasDoubled = finding.items.length >= 2 * Math.max(1, incident.lastToldItemCount);
  return hasDoubled || at.getTime() - incident.lastToldAt.getTime() >= GROWTH_QUIET_MS;
}

function clear(before: Incident, reading: ReconciledReading, subject: Subject, at: Date): Step {
  if (isUncertain(before, reading)) return { incident: before, alert: null };
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
  if (isMuted(subject.mute, incident.condition, at)) return { incident, alert: null };
  return { incident: null, alert: toAlert(incident, 'resolved', null, subject, at) };
}

function notify(incident: Incident, change: Change, finding: Finding, subject: Subject, at: Date): Step {
  if (isMuted(subject.mute, incident.condition, at)) return { incident, alert: null };
  const alert = toAlert(incident, change, finding, subject, at);
  return {
    incident: {
      ...incident,
      isWorseningUntold: false,
      lastToldAt: at,
      lastToldItemCount: finding.items.length,
      messageCount: incident.messageCount + 1,
    },
    alert,
  };
}

function evidenceOf({ reason, since, items, evidence }: Finding) {
  return { reason, since, evidence, itemIds: items.slice(0, TOLD_ITEMS_COUNT).map(({ id }) => id) };
}

/** Readable, and the same for the same opening: `env_x.queue-stuck.20261124T171500Z`. */
function incidentId(subjectId: string, condition: Condition, at: Date): string {
  return `${subjectId}.${condition}.${at.toISOString().replace(/[-:]|\.\d+/g, '')}`;
}
