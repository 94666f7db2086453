/**
 * The message for programs: `https`, `sqs`, `lambda` and every other protocol without words of its own.
 * Its schema is public and documented in docs/alert-schema.json; a change that could break a reader raises
 * the version.
 */
import type { Change, Condition, Severity } from '../../contract/conditions.ts';
import { type Alert, type Ending, type Evidence, TOLD_ITEMS_COUNT } from '../model/incident.ts';
import { toId, toPlainText } from './clean-text.ts';
import { toHeadline } from './headline.ts';
import { dashboardLink, runbookLink, sessionLink } from './links.ts';
import type { RenderContext } from './render-context.ts';

export const ALERT_SCHEMA_VERSION = 1;

/** Ids beyond it are in the count only: the message must fit whatever fails. */
const LISTED_ENVIRONMENTS_COUNT = 100;
const EVIDENCE_ENTRIES_COUNT = 12;

/** Instants are RFC 3339 in UTC. */
export interface ProgramAlert {
  readonly schemaVersion: typeof ALERT_SCHEMA_VERSION;
  /** Repeated messages carry the same id. */
  readonly messageId: string;
  readonly incidentId: string;
  readonly monitor: string;
  readonly change: Change;
  readonly condition: Condition;
  readonly severity: Severity;
  readonly reason: string | null;
  readonly ending: Ending | null;
  /** The headline of the mail. For people: its words may change at any time. */
  readonly summary: string;
  readonly environmentIds: readonly string[];
  readonly environmentCount: number;
  readonly environmentName: string | null;
  readonly at: string;
  readonly openedAt: string;
  readonly since: string;
  readonly evidence: Evidence;
  readonly threshold: { readonly warning: number | null; readonly critical: number | null } | null;
  readonly items: readonly ProgramItem[];
  readonly itemCount: number;
  readonly newItemCount: number;
  readonly links: { readonly runbook: string | null; readonly dashboard: string | null };
}

export interface ProgramItem {
  readonly id: string;
  readonly sessionId: string | null;
  readonly state: string;
  readonly ageSeconds: number;
  readonly url: string | null;
}

export function toProgramAlert(alert: Alert, context: RenderContext): ProgramAlert {
  return {
    schemaVersion: ALERT_SCHEMA_VERSION,
    messageId: toId(alert.messageId),
    incidentId: toId(alert.incidentId),
    monitor: toId(context.monitor),
    change: alert.change,
    condition: alert.condition,
    severity: alert.severity,
    reason: alert.reason === null ? null : toPlainText(alert.reason, 100),
    ending: alert.ending,
    summary: toHeadline(alert, context.monitor),
    environmentIds: alert.environmentIds.slice(0, LISTED_ENVIRONMENTS_COUNT).map(toId),
    environmentCount: alert.environmentIds.length,
    environmentName: alert.environmentName === null ? null : toPlainText(alert.environmentName, 255),
    at: alert.at.toISOString(),
    openedAt: alert.openedAt.toISOString(),
    since: alert.since.toISOString(),
    evidence: boundedEvidence(alert.evidence),
    threshold: alert.threshold,
    items: toProgramItems(alert, context),
    itemCount: alert.itemCount,
    newItemCount: alert.newItemCount,
    links: { runbook: runbookLink(alert, context), dashboard: dashboardLink(context) },
  };
}

function toProgramItems({ items }: Alert, context: RenderContext): ProgramItem[] {
  return items.slice(0, TOLD_ITEMS_COUNT).map(({ id, sessionId, state, ageSeconds }) => ({
    id: toId(id),
    sessionId: sessionId === null ? null : toId(sessionId),
    state,
    ageSeconds,
    url: sessionLink(sessionId, context),
  }));
}

function boundedEvidence(evidence: Evidence): Evidence {
  return Object.fromEntries(
    Object.entries(evidence)
      .slice(0, EVIDENCE_ENTRIES_COUNT)
      .map(([name, value]) => [toId(name), typeof value === 'string' ? toPlainText(value, 300) : value]),
  );
}
