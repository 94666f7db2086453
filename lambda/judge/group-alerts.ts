/**
 * Fleet-wide is one message: what most environments, or fifty, tell at once in the same run, such as after a bad deploy,
 * is told of all of them together, and so is its end. What only one of them has to tell, it tells itself, and leaves the group.
 */
import type { Change } from '../../contract/conditions.ts';
import { isSessionCause } from '../../contract/session-causes.ts';
import type { AlertGroup } from '../model/alert-group.ts';
import type { Alert } from '../model/incident.ts';
import type { SubjectRow } from '../model/row.ts';
import { commonReason, countItems, endingOfAll, speak, type Told } from './group-words.ts';
import { isOwnNews } from './is-own-news.ts';
import { REMINDER_MS } from './judge-change.ts';
import { incidentId } from './new-incident.ts';
import { waitInOutbox } from './wait-in-outbox.ts';

/** So many environments, and more than half of all, make one message. */
const FEWEST_COUNT = 5;
/** And so many of however large a fleet: nobody reads as many mails of one minute. */
const MANY_COUNT = 50;
/** From the first of them that is over to the message that they are. */
const STRAGGLERS_MS = 30 * 60_000;

export interface Grouping {
  /** Name of the monitor: what the id of a group starts with. */
  readonly monitor: string;
  /** Environments that were asked in this run. */
  readonly askedCount: number;
  /** Whether an environment is among those that are judged here: who is another shard's now speaks for itself. @default all are */
  readonly isMember?: (environmentId: string) => boolean;
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
  grouping: Grouping,
): GroupedRows {
  const told = rows.flatMap((row) => newAlertsOf(row, grouping.at).map((alert) => ({ id: row.id, alert })));
  const kept = monitorRow.value.groups.map((group) => goOn(group, rows, told, grouping));
  const known = new Set(kept.flatMap(({ toldIds }) => toldIds));
  const isUnknown = ({ alert }: Told) => !known.has(alert.messageId);
  const all = [...kept, ...foundGroups(told.filter(isUnknown), grouping)];
  if (all.length === 0) return { monitorRow, rows };
  const toldIds = new Set(all.flatMap((each) => each.toldIds));
  const groups = all.flatMap(({ group }) => (group === null ? [] : [group]));
  const alerts = all.flatMap(({ alert }) => (alert === null ? [] : [alert]));
  const isChanged =
    alerts.length > 0 || all.some(({ group }, index) => group !== monitorRow.value.groups[index]);
  return {
    monitorRow: isChanged
      ? withState(monitorRow, { groups, outbox: waitInOutbox(monitorRow.value.outbox, alerts) })
      : monitorRow,
    rows: rows.map((row) => withoutAlerts(row, toldIds)),
  };
}

interface Grouped {
  /** Null: it is over. */
  readonly group: AlertGroup | null;
  readonly alert: Alert | null;
  /** Messages of its members that it stands for. */
  readonly toldIds: readonly string[];
}

function goOn(
  group: AlertGroup,
  rows: readonly SubjectRow[],
  told: readonly Told[],
  grouping: Grouping,
): Grouped {
  const own = told.filter(
    ({ id, alert }) => group.activeIds.includes(id) && alert.condition === group.condition,
  );
  const common = COMMON_CHANGES.find((change) =>
    isMost(ofChange(own, change).length, group.activeIds.length),
  );
  const leaving = own.filter(({ alert }) => alert.change !== common && isOwnNews(alert, group));
  const toldIds = own.filter((each) => !leaving.includes(each)).map(({ alert }) => alert.messageId);
  const { isMember = () => true } = grouping;
  const goneIds = [
    ...[...leaving, ...ofChange(own, 'withdrawn')].map(({ id }) => id),
    ...group.activeIds.filter((id) => !isMember(id)),
  ];
  const next = advance(group, rows, new Set(goneIds), grouping.at);
  if (common !== undefined) {
    const known = common === 'withdrawn' ? {} : { itemCount: countItems(next, rows) };
    const spoken = speak(next, ofChange(own, common), common, grouping.at, known);
    const isEmpty = next.activeIds.length + next.endedIds.length === 0;
    return { group: isEmpty ? null : spoken.group, alert: spoken.alert, toldIds };
  }
  // Who stays behind goes on alone: the others need not wait to hear that it is over.
  const hasWaited =
    next.endedSince !== null && grouping.at.getTime() - next.endedSince.getTime() >= STRAGGLERS_MS;
  if (next.activeIds.length > 0 && !hasWaited) {
    const isQuiet = grouping.at.getTime() - group.lastToldAt.getTime() >= REMINDER_MS;
    return isQuiet
      ? { ...speak(next, [], 'reminded', grouping.at, { itemCount: countItems(next, rows) }), toldIds }
      : { group: next, alert: null, toldIds };
  }
  // Those who left tell their end themselves.
  const isUntold = next.endedIds.length > 0;
  const ending = endingOfAll(next, rows);
  const { alert } = speak(next, ofChange(own, 'resolved'), 'resolved', grouping.at, { ending });
  return { group: null, alert: isUntold ? alert : null, toldIds };
}

/** Who has left is no longer in it; whose incident is over waits for the end of all. */
function advance(
  group: AlertGroup,
  rows: readonly SubjectRow[],
  leavingIds: ReadonlySet<string>,
  at: Date,
): AlertGroup {
  const openIds = new Set(
    rows.flatMap(({ id, value: { incidents } }) =>
      incidents.some(({ condition }) => condition === group.condition) ? [id] : [],
    ),
  );
  const staying = group.activeIds.filter((id) => !leavingIds.has(id));
  const activeIds = staying.filter((id) => openIds.has(id));
  if (activeIds.length === group.activeIds.length) return group;
  const endedIds = [...group.endedIds, ...staying.filter((id) => !openIds.has(id))];
  return {
    ...group,
    activeIds,
    endedIds,
    endedSince: endedIds.length === 0 ? null : (group.endedSince ?? at),
  };
}

/** What most of a group may have to tell at once. */
const COMMON_CHANGES = ['worsened', 'changed', 'grew', 'withdrawn'] as const;

const ofChange = (told: readonly Told[], change: Change): readonly Told[] =>
  told.filter(({ alert }) => alert.change === change);

/** One message must be true of all: the same condition, as bad, for the same reason; what sessions do differs from item to item. */
function foundGroups(told: readonly Told[], { monitor, askedCount, at }: Grouping): Grouped[] {
  const kinds = new Map<string, Told[]>();
  for (const each of ofChange(told, 'opened')) {
    const { condition, severity, reason } = each.alert;
    const kind = [condition, severity, isSessionCause(reason) ? null : reason].join(' ');
    kinds.set(kind, [...(kinds.get(kind) ?? []), each]);
  }
  return [...kinds.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    if (members.length < MANY_COUNT && !isMost(members.length, askedCount)) return [];
    const { condition, severity, since } = first.alert;
    const reason = commonReason(members.map(({ alert }) => alert));
    const group: AlertGroup = {
      id: incidentId(monitor, condition, at),
      condition,
      reason,
      severity,
      openedAt: at,
      since,
      lastToldAt: at,
      messageCount: 0,
      activeIds: members.map(({ id }) => id),
      endedIds: [],
      endedSince: null,
    };
    const toldIds = members.map(({ alert }) => alert.messageId);
    return [{ ...speak(group, members, 'opened', at), toldIds }];
  });
}

const isMost = (count: number, ofCount: number): boolean => count >= FEWEST_COUNT && 2 * count > ofCount;

/** Two runs may have the same instant: what people were told already is not told again by a group. */
const newAlertsOf = ({ value }: SubjectRow, at: Date): readonly Alert[] =>
  value.outbox.filter((alert) => alert.at.getTime() === at.getTime() && alert.reached !== 'topics');

const withoutAlerts = (row: SubjectRow, messageIds: ReadonlySet<string>): SubjectRow =>
  row.value.outbox.some(({ messageId }) => messageIds.has(messageId))
    ? withState(row, { outbox: row.value.outbox.filter(({ messageId }) => !messageIds.has(messageId)) })
    : row;

const withState = (row: SubjectRow, changes: Partial<SubjectRow['value']>): SubjectRow => ({
  ...row,
  value: { ...row.value, ...changes },
});
