/**
 * Keeps an outbox bounded while its topic or bus fails: what newer words replace is not told twice, and what waits
 * never fills the row that decides what is told.
 */
import { type Alert, environmentCountOf, LISTED_ENVIRONMENTS_COUNT } from '../model/incident.ts';

/** From so many alerts on, the older ones keep their counts but not their lists of items. */
const ALERTS_WITH_ITEMS_COUNT = 30;
/** Environments that those still list: as many as a mail does. */
const OLDER_ENVIRONMENTS_COUNT = 10;

/** @returns the outbox, oldest first, with the new alerts at its end */
export function waitInOutbox(outbox: readonly Alert[], alerts: readonly Alert[]): readonly Alert[] {
  if (alerts.length === 0) return outbox;
  // A filter may name any environment of a new alert; one that has waited for a run keeps those that are listed.
  const shortened = outbox.map((alert) => listing(alert, LISTED_ENVIRONMENTS_COUNT));
  const kept = alerts.reduce(append, shortened);
  const bareCount = Math.max(0, kept.length - ALERTS_WITH_ITEMS_COUNT);
  return kept.map((alert, index) =>
    index < bareCount ? { ...listing(alert, OLDER_ENVIRONMENTS_COUNT), items: [] } : alert,
  );
}

/** With no more ids than that, and the count of all. */
function listing(alert: Alert, idsCount: number): Alert {
  if (alert.environmentIds.length <= idsCount) return alert;
  const environmentCount = environmentCountOf(alert);
  return { ...alert, environmentIds: alert.environmentIds.slice(0, idsCount), environmentCount };
}

/** A growth or reminder that still waits says nothing that a later message of its incident does not say. */
function append(outbox: readonly Alert[], alert: Alert): readonly Alert[] {
  const isReplaced = ({ incidentId, change }: Alert) =>
    incidentId === alert.incidentId && (change === 'grew' || change === 'reminded');
  // What the topics took was told to people, and only the event bus lacks it.
  const isUntold = (waiting: Alert) => isReplaced(waiting) && waiting.reached !== 'topics';
  const untoldCount = outbox.filter(isUntold).reduce((sum, { newItemCount }) => sum + newItemCount, 0);
  const newItemCount = Math.min(alert.itemCount, alert.newItemCount + untoldCount);
  return [...outbox.filter((waiting) => !isReplaced(waiting)), { ...alert, newItemCount }];
}
