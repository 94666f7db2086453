/** The message of a group: what is true of all of its members, and no number that is true of only one. */
import type { Change, Ending } from '../../contract/conditions.ts';
import { isSessionCause } from '../../contract/session-causes.ts';
import type { AlertGroup } from '../model/alert-group.ts';
import type { Alert } from '../model/incident.ts';
import type { SubjectRow } from '../model/row.ts';

/** A message of one environment. */
export interface Told {
  readonly id: string;
  readonly alert: Alert;
}

/** What sessions do is said only where it is true of all. */
export function commonReason([first, ...others]: readonly Pick<Alert, 'reason'>[]): string | null {
  const reason = first?.reason ?? null;
  return isSessionCause(reason) && others.some((other) => other.reason !== reason) ? null : reason;
}

interface Known {
  readonly itemCount?: number;
  readonly ending?: Ending | null;
}

/** How all of its incidents ended that are over; null: not all in the same way, or nobody remembers. */
export function endingOfAll({ endedIds, condition }: AlertGroup, rows: readonly SubjectRow[]): Ending | null {
  const states = new Map(rows.map(({ id, value }) => [id, value]));
  const endedOf = (id: string) =>
    states.get(id)?.endedIncidents.findLast((each) => each.condition === condition);
  return commonOf(endedIds.map((id) => endedOf(id)?.ending ?? null));
}

const toEnding = ({ ending }: Alert): Ending | null => ending;

const commonOf = ([first = null, ...others]: readonly (Ending | null)[]): Ending | null =>
  others.every((each) => each === first) ? first : null;

/** Items of its open incidents, as they were last told: those who have nothing to tell in a run have theirs all the same. */
export function countItems({ activeIds, condition }: AlertGroup, rows: readonly SubjectRow[]): number {
  const ids = new Set(activeIds);
  const open = rows
    .filter(({ id }) => ids.has(id))
    .flatMap(({ value: { incidents } }) => incidents.filter((incident) => incident.condition === condition));
  return open.reduce((total, { lastToldItemCount }) => total + lastToldItemCount, 0);
}

/**
 * @param members whose messages it stands for; none where it speaks of itself
 * @param known of all that it is about, whether or not they have something to tell. @default what the members tell
 */
export function speak(
  group: AlertGroup,
  members: readonly Told[],
  change: Change,
  at: Date,
  known: Known = {},
): { readonly group: AlertGroup; readonly alert: Alert } {
  const alerts = members.map(({ alert }) => alert);
  const isOver = change === 'resolved' || change === 'withdrawn';
  const isWorse = change === 'worsened' || alerts.some(({ severity }) => severity === 'critical');
  const highest = isWorse ? 'critical' : group.severity;
  const [first] = alerts;
  const severity = isOver
    ? highest
    : (alerts.find((alert) => alert.severity === 'critical') ?? first)?.severity;
  const since = new Date(Math.min(...[group, ...alerts].map((each) => each.since.getTime())));
  const reason = first === undefined ? group.reason : commonReason(alerts);
  const sum = (count: (alert: Alert) => number) => alerts.reduce((total, alert) => total + count(alert), 0);
  const messageCount = group.messageCount + 1;
  const environmentIds =
    change === 'resolved' ? group.endedIds : isOver ? members.map(({ id }) => id) : group.activeIds;
  return {
    group: { ...group, reason, severity: highest, since, lastToldAt: at, messageCount },
    alert: {
      messageId: `${group.id}.${messageCount}`,
      incidentId: group.id,
      environmentIds,
      environmentName: null,
      condition: group.condition,
      severity: severity ?? highest,
      ...(severity === undefined || severity === highest ? {} : { highestSeverity: highest }),
      change,
      reason,
      ...(change === 'changed' && group.reason !== null ? { previousReason: group.reason } : {}),
      at,
      openedAt: group.openedAt,
      since,
      ending: isOver ? (known.ending === undefined ? commonOf(alerts.map(toEnding)) : known.ending) : null,
      items: [],
      itemCount: known.itemCount ?? sum(({ itemCount }) => itemCount),
      newItemCount: sum(({ newItemCount }) => newItemCount),
      evidence: {},
      threshold: first?.threshold ?? null,
    },
  };
}
