/** The message for programs: `https`, `sqs`, `lambda` and every other protocol without words of its own. */
import {
  ALERT_SCHEMA_VERSION,
  type Evidence,
  environmentCountOf,
  LISTED_ENVIRONMENTS_COUNT,
} from '../model/incident.ts';
import type { ProgramAlert } from './alert-schema.ts';
import { toId, toPlainText } from './clean-text.ts';
import type { Message } from './message.ts';

const EVIDENCE_ENTRIES_COUNT = 16;

export function toProgramAlert(message: Message): ProgramAlert {
  const { alert } = message;
  return {
    schemaVersion: ALERT_SCHEMA_VERSION,
    messageId: message.messageId,
    incidentId: message.incidentId,
    monitor: message.monitor,
    version: message.version,
    change: alert.change,
    condition: alert.condition,
    severity: alert.severity,
    highestSeverity: alert.highestSeverity ?? alert.severity,
    reason: alert.reason === null ? null : toPlainText(alert.reason, 100),
    ...(alert.previousReason === undefined ? {} : { previousReason: toPlainText(alert.previousReason, 100) }),
    ending: alert.ending,
    summary: message.headlines.full,
    environmentIds: alert.environmentIds.slice(0, LISTED_ENVIRONMENTS_COUNT).map(toId),
    environmentCount: environmentCountOf(alert),
    environmentName: alert.environmentName === null ? null : toPlainText(alert.environmentName, 255),
    at: alert.at.toISOString(),
    openedAt: alert.openedAt.toISOString(),
    since: alert.since.toISOString(),
    evidence: boundedEvidence(alert.evidence),
    threshold: alert.threshold,
    items: [...message.items],
    itemCount: alert.itemCount,
    newItemCount: alert.newItemCount,
    ...(alert.isMaybeRepeated ? { isMaybeRepeated: true } : {}),
    links: message.links,
  };
}

function boundedEvidence(evidence: Evidence): Evidence {
  return Object.fromEntries(
    Object.entries(evidence)
      .slice(0, EVIDENCE_ENTRIES_COUNT)
      .map(([name, value]) => [toId(name), typeof value === 'string' ? toPlainText(value, 300) : value]),
  );
}
