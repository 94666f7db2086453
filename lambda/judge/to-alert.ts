/** The facts of one message about an incident. */
import { type Change, isMonitorCondition, type Thresholds } from '../../contract/conditions.ts';
import type { MuteWindow } from '../../contract/mute.ts';
import { type Alert, type Finding, type Incident, TOLD_ITEMS_COUNT } from '../model/incident.ts';

/** What incidents are about: an environment, or the whole monitor. */
export interface Subject {
  /** What an incident's id starts with: the environment's id, or the monitor's name. */
  readonly id: string;
  readonly environmentIds: readonly string[];
  readonly environmentName: string | null;
  readonly thresholds: Thresholds;
  /** Those that concern it. */
  readonly mute: readonly MuteWindow[];
  /** What was remembered of it could not be read. */
  readonly isMemoryLost?: boolean;
}

/** @param finding null when the condition no longer holds */
export function toAlert(
  incident: Incident,
  change: Change,
  finding: Finding | null,
  subject: Subject,
  at: Date,
): Alert {
  const { condition } = incident;
  const previousReason = incident.toldReasons.at(-1);
  // What became worse is told as that, even if it is better by the time it may be told.
  const severity = change === 'worsened' ? incident.severity : (finding?.severity ?? incident.severity);
  return {
    messageId: `${incident.id}.${incident.messageCount + 1}`,
    incidentId: incident.id,
    environmentIds: subject.environmentIds,
    environmentName: subject.environmentName,
    condition,
    severity,
    ...(severity === incident.severity ? {} : { highestSeverity: incident.severity }),
    change,
    reason: incident.reason,
    ...(change === 'changed' && previousReason !== undefined ? { previousReason } : {}),
    at,
    openedAt: incident.openedAt,
    since: incident.since,
    ending: incident.ending,
    items: finding?.items.slice(0, TOLD_ITEMS_COUNT) ?? [],
    itemCount: finding?.items.length ?? incident.lastToldItemCount,
    newItemCount: finding === null ? 0 : countNew(incident, finding),
    ...(subject.isMemoryLost && change === 'opened' ? { isMaybeRepeated: true } : {}),
    evidence: incident.evidence,
    threshold: isMonitorCondition(condition) ? null : subject.thresholds[condition],
  };
}

/** New is what crossed its threshold after the last message; before the first message, everything is. */
export function countNew(
  { messageCount, lastToldAt }: Pick<Incident, 'messageCount' | 'lastToldAt'>,
  { items }: Pick<Finding, 'items'>,
): number {
  return messageCount === 0 ? items.length : items.filter(({ crossedAt }) => crossedAt > lastToldAt).length;
}
