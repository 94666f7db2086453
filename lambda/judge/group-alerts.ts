/**
 * Fleet-wide is one message: what most environments tell at once in the same run, such as after a bad deploy, is told
 * of all of them together, and so is its end. Such a group is an incident of the monitor whose items are environments.
 */
import type { Change, Condition, Severity } from '../../contract/conditions.ts';
import type { Alert, Incident } from '../model/incident.ts';
import type { SubjectRow } from '../model/row.ts';
import { newIncident } from './new-incident.ts';
import { waitInOutbox } from './wait-in-outbox.ts';

/** So many environments, and more than half of all, make one message. */
const FEWEST_COUNT = 5;

export interface Grouping {
  /** Name of the monitor: what the id of a group starts with. */
  readonly monitor: string;
  readonly watchedCount: number;
  readonly at: Date;
}

export interface GroupedRows {
  /** To be saved before the others: what they do not tell, it tells. */
  readonly monitorRow: SubjectRow;
  readonly rows: readonly SubjectRow[];
}

/** The rows after judging, with the alerts of this run grouped where that says the same in one message. */
export function groupAlerts(
  monitorRow: SubjectRow,
  rows: readonly SubjectRow[],
  groups: readonly Incident[],
  grouping: Grouping,
): GroupedRows {
  const told = rows.flatMap((row) => newAlertsOf(row, grouping.at).map((alert) => ({ id: row.id, alert })));
  const kept = groups.map((group) => goOn(group, rows, told, grouping));
  const known = new Set(kept.flatMap(({ toldIds }) => toldIds));
  const fresh = foundGroups(
    told.filter(({ alert }) => !known.has(alert.messageId)),
    grouping,
  );
  const all = [...kept, ...fresh];
  if (all.length === 0) return { monitorRow, rows };
  const toldIds = new Set(all.flatMap((each) => each.toldIds));
  const { incidents, outbox } = monitorRow.value;
  return {
    monitorRow: withState(monitorRow, {
      incidents: [...incidents, ...all.flatMap(({ group }) => (group === null ? [] : [group]))],
      outbox: waitInOutbox(
        outbox,
        all.flatMap(({ alert }) => (alert === null ? [] : [alert])),
      ),
    }),
    rows: rows.map((row) => withoutAlerts(row, toldIds)),
  };
}

interface Told {
  readonly id: string;
  readonly alert: Alert;
}

interface Grouped {
  /** Null: it is over. */
  readonly group: Incident | null;
  readonly alert: Alert | null;
  /** Messages of its members that it stands for. */
  readonly toldIds: readonly string[];
}

/** The members' end is told once, when none is left; what only one of them has to tell, it tells itself, and leaves. */
function goOn(
  group: Incident,
  rows: readonly SubjectRow[],
  told: readonly Told[],
  grouping: Grouping,
): Grouped {
  const own = told.filter(
    ({ id, alert }) => group.itemIds.includes(id) && alert.condition === group.condition,
  );
  const common = COMMON_CHANGES.find((change) => isMost(ofChange(own, change).length, grouping));
  const leaving = own.filter(({ alert }) => alert.change !== common && isOwnNews(alert));
  const leavingIds = new Set(leaving.map(({ id }) => id));
  const itemIds = group.itemIds.filter((id) => !leavingIds.has(id));
  const toldIds = own.filter((each) => !leaving.includes(each)).map(({ alert }) => alert.messageId);
  const rest = { ...group, itemIds };
  if (common !== undefined) return { ...speak(rest, ofChange(own, common), common, grouping), toldIds };
  if (itemIds.some((id) => isOpenIn(rows, id, group.condition))) return { group: rest, alert: null, toldIds };
  const ended = ofChange(own, 'resolved');
  // Where the last one has left, it tells its end itself.
  const alert = ended.length === 0 ? null : speak(rest, ended, 'resolved', grouping).alert;
  return { group: null, alert, toldIds };
}

/** What most of a group may have to tell at once. */
const COMMON_CHANGES = ['worsened', 'changed', 'grew', 'reminded'] as const;

const ofChange = (told: readonly Told[], change: Change): readonly Told[] =>
  told.filter(({ alert }) => alert.change === change);

/** A member that gets worse than the others; that it began and that it is over, and how it goes on, the group tells. */
const isOwnNews = ({ change, severity }: Alert): boolean =>
  change === 'worsened' || change === 'withdrawn' || (change === 'changed' && severity === 'critical');

function foundGroups(told: readonly Told[], grouping: Grouping): Grouped[] {
  const opened = told.filter(({ alert }) => alert.change === 'opened');
  return [...Map.groupBy(opened, ({ alert }) => alert.condition)].flatMap(([condition, members]) => {
    const [first] = members;
    if (first === undefined || !isMost(members.length, grouping)) return [];
    const { severity, reason, evidence, since } = worstOf(members);
    const items = members.map(({ id }) => id);
    const finding = { condition, severity, reason, evidence, since, items: [] };
    const group = { ...newIncident(finding, grouping.monitor, grouping.at), itemIds: items };
    const toldIds = members.map(({ alert }) => alert.messageId);
    return [{ ...speak(group, members, 'opened', grouping), toldIds }];
  });
}

function speak(
  group: Incident,
  members: readonly Told[],
  change: Change,
  { at }: Grouping,
): { readonly group: Incident; readonly alert: Alert } {
  const messageCount = group.messageCount + 1;
  const sum = (count: (alert: Alert) => number) =>
    members.reduce((total, { alert }) => total + count(alert), 0);
  const { highestSeverity: _, ...worst } = worstOf(members);
  const highest = RANK[worst.severity] > RANK[group.severity] ? worst.severity : group.severity;
  const severity = change === 'resolved' ? highest : worst.severity;
  return {
    group: { ...group, severity: highest, messageCount, lastToldAt: at },
    alert: {
      ...worst,
      messageId: `${group.id}.${messageCount}`,
      incidentId: group.id,
      environmentIds: group.itemIds,
      environmentName: null,
      severity,
      ...(severity === highest ? {} : { highestSeverity: highest }),
      change,
      at,
      openedAt: group.openedAt,
      items: [],
      itemCount: sum(({ itemCount }) => itemCount),
      newItemCount: sum(({ newItemCount }) => newItemCount),
    },
  };
}

const RANK: Readonly<Record<Severity, number>> = { warning: 0, critical: 1 };

/** The most severe, and of those the one that has lasted longest. */
function worstOf(members: readonly Told[]): Alert {
  return members
    .map(({ alert }) => alert)
    .reduce((worst, alert) => {
      const difference = RANK[alert.severity] - RANK[worst.severity];
      return difference > 0 || (difference === 0 && alert.since < worst.since) ? alert : worst;
    });
}

const isMost = (count: number, { watchedCount }: Grouping): boolean =>
  count >= FEWEST_COUNT && 2 * count > watchedCount;

const newAlertsOf = ({ value }: SubjectRow, at: Date): readonly Alert[] =>
  value.outbox.filter((alert) => alert.at.getTime() === at.getTime());

const isOpenIn = (rows: readonly SubjectRow[], id: string, condition: Condition): boolean =>
  rows.some(
    (row) => row.id === id && row.value.incidents.some((incident) => incident.condition === condition),
  );

const withoutAlerts = (row: SubjectRow, messageIds: ReadonlySet<string>): SubjectRow =>
  row.value.outbox.some(({ messageId }) => messageIds.has(messageId))
    ? withState(row, { outbox: row.value.outbox.filter(({ messageId }) => !messageIds.has(messageId)) })
    : row;

const withState = (row: SubjectRow, changes: Partial<SubjectRow['value']>): SubjectRow => ({
  ...row,
  value: { ...row.value, ...changes },
});
