/** No alert is lost, none is told twice under two ids, and none is told that is not true. */

import type { Alert } from '../../lambda/model/incident.ts';
import { type Case, QUEUE_CONDITIONS } from './fault-case.ts';
import type { Play } from './play.ts';

const ENDINGS: ReadonlySet<string> = new Set(['resolved', 'withdrawn']);

/** All messages of an incident, each once, in the order in which they were first taken. */
interface Told {
  readonly incidentId: string;
  readonly condition: string;
  readonly environments: string;
  readonly openedMinute: number;
  readonly endedMinute: number;
  readonly changes: readonly string[];
}

export function findAlertFaults(truth: Play, played: Play, theCase: Case): string[] {
  const incidents = toIncidents(played);
  return [
    ...findIdFaults(played.alerts),
    ...findBusFaults(played),
    ...incidents.flatMap((incident) => findOrderFaults(incident, theCase)),
    ...findLost(toIncidents(truth), incidents, theCase),
    ...findFalse(toIncidents(truth), incidents, theCase),
  ];
}

function toIncidents({ told }: Play): Told[] {
  const byId = Map.groupBy(told, ([, { incidentId }]) => incidentId);
  return [...byId].map(([incidentId, messages]) => {
    const firsts = new Map(messages.toReversed().map(([, alert]) => [alert.messageId, alert] as const));
    const [first] = messages;
    return {
      incidentId,
      condition: first?.[1].condition ?? '',
      environments: first?.[1].environmentIds.join() ?? '',
      openedMinute: first?.[0] ?? 0,
      endedMinute: messages.at(-1)?.[0] ?? 0,
      changes: [...firsts.values()].toReversed().map(({ change }) => change),
    };
  });
}

/** Of what newer words replace, each channel may tell other messages. */
const isReplaceable = ({ change }: Alert) => change === 'grew' || change === 'reminded';

/** The bus takes what the topics take, under the same ids. */
function findBusFaults({ alerts, events }: Play): string[] {
  const idsOf = (taken: readonly Alert[]) =>
    new Set(taken.filter((alert) => !isReplaceable(alert)).map(({ messageId }) => messageId));
  const [onTopics, onBus] = [idsOf(alerts), idsOf(events)];
  return [
    ...findIdFaults(events).map((fault) => `on the bus ${fault}`),
    ...[...onTopics].filter((id) => !onBus.has(id)).map((id) => `${id} never reached the bus`),
    ...[...onBus].filter((id) => !onTopics.has(id)).map((id) => `${id} reached the bus alone`),
  ];
}

/** A repetition says the same again. */
function findIdFaults(alerts: readonly Alert[]): string[] {
  const byId = Map.groupBy(alerts, ({ messageId }) => messageId);
  return [...byId].flatMap(([messageId, same]) =>
    new Set(same.map((alert) => JSON.stringify(alert))).size > 1
      ? [`${messageId} says different things when repeated`]
      : [],
  );
}

function findOrderFaults({ incidentId, changes }: Told, { isForEver = false }: Case): string[] {
  const openedCount = changes.filter((change) => change === 'opened').length;
  const endedCount = changes.filter((change) => ENDINGS.has(change)).length;
  return [
    ...(openedCount === 1 && changes[0] === 'opened' ? [] : [`${incidentId} opened ${openedCount} times`]),
    ...(endedCount === 1 || (isForEver && endedCount === 0)
      ? []
      : [`${incidentId} ended ${endedCount} times`]),
    ...(endedCount === 0 || ENDINGS.has(changes.at(-1) ?? '') ? [] : [`${incidentId} goes on after its end`]),
  ];
}

const isSame = (a: Told, b: Told) => a.condition === b.condition && a.environments === b.environments;

function findLost(truths: readonly Told[], incidents: readonly Told[], theCase: Case): string[] {
  const { mayWithdraw = false, isForEver = false, disturbance } = theCase;
  return truths.flatMap((truth) => {
    const own = incidents.filter((incident) => isSame(truth, incident));
    const name = `${truth.environments} ${truth.condition}`;
    if (own.length > 1 && !mayWithdraw) return [`${name} was told as ${own.length} incidents`];
    // For ever blind to it, nobody can tell of it.
    if (own.length > 0 || (isForEver && disturbance.fromMinute <= truth.openedMinute)) return [];
    if (isOverBefore(truth, disturbance)) return [];
    return [`${name} was never told`];
  });
}

/** What is over is told as ended after five minutes; and a gap ends with the run after it. */
const [CLEAR_MINUTES, RETURN_MINUTES] = [5, 2];

/** Time in which nothing was read counts neither as silence nor as waiting: what is over by then was never late. */
function isOverBefore(
  { openedMinute, endedMinute }: Told,
  { fromMinute, untilMinute }: Case['disturbance'],
): boolean {
  const gapMinutes = untilMinute - fromMinute;
  const isWithin = fromMinute <= openedMinute && untilMinute >= fromMinute;
  return isWithin && openedMinute + gapMinutes + RETURN_MINUTES >= endedMinute - CLEAR_MINUTES;
}

function findFalse(truths: readonly Told[], incidents: readonly Told[], { disturbance }: Case): string[] {
  return incidents.flatMap((incident) => {
    const { incidentId, openedMinute } = incident;
    if (!QUEUE_CONDITIONS.has(incident.condition)) {
      return openedMinute < disturbance.fromMinute ? [`${incidentId} opened before anything was wrong`] : [];
    }
    const truth = truths.find((each) => isSame(each, incident));
    return truth === undefined || openedMinute < truth.openedMinute ? [`${incidentId} is not true`] : [];
  });
}
