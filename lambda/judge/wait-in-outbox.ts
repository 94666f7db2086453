/** Keeps an outbox bounded while its topic or bus fails: what newer words replace is not told twice. */
import type { Alert } from '../model/incident.ts';

/** From so many alerts on, the older ones keep their counts but not their lists of items. */
const ALERTS_WITH_ITEMS_COUNT = 30;

/** @returns the outbox, oldest first, with the new alerts at its end */
export function waitInOutbox(outbox: readonly Alert[], alerts: readonly Alert[]): readonly Alert[] {
  if (alerts.length === 0) return outbox;
  const kept = alerts.reduce(append, outbox);
  const bareCount = Math.max(0, kept.length - ALERTS_WITH_ITEMS_COUNT);
  return kept.map((alert, index) => (index < bareCount ? { ...alert, items: [] } : alert));
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
