/**
 * Whether items are picked up in time. Each counts once: where it was decided, by its timestamps alone. It is decided
 * when it is picked up, or when its time runs out, whichever is first: what happens later decides nothing any more.
 */
import type { EnvironmentMetrics } from '../../contract/metrics.ts';
import type { Window } from '../model/instant.ts';
import type { WorkItem } from '../model/work-item.ts';

interface Decision {
  readonly atMs: number;
  readonly isWithin: boolean;
}

/**
 * @param pickupSeconds of this environment; null: nothing is counted
 * @returns counts of what was decided in the window; no metrics where nothing is counted, or from when is not known
 */
export function pickups(
  items: readonly WorkItem[],
  { previousAt, at }: Window,
  pickupSeconds: number | null,
): EnvironmentMetrics {
  if (pickupSeconds === null || previousAt === null) return {};
  let [withinCount, beyondCount] = [0, 0];
  for (const item of items) {
    const decision = decide(item, pickupSeconds);
    if (decision === null || decision.atMs <= previousAt.getTime() || decision.atMs > at.getTime()) continue;
    if (decision.isWithin) withinCount++;
    else beyondCount++;
  }
  return { PickupsWithinObjective: withinCount, PickupsBeyondObjective: beyondCount };
}

/**
 * The time that ran out stays the same whatever becomes of the item, and a pick-up before it is known before it: so an
 * item that was counted in one window is never counted in another.
 *
 * @returns null for what is never counted: taken back in time, or picked up at a time that is not known
 */
function decide(item: WorkItem, pickupSeconds: number): Decision | null {
  const { createdAt, acknowledgedAt } = item;
  const dueMs = createdAt.getTime() + pickupSeconds * 1000;
  if (acknowledgedAt === null) return isOverdue(item, dueMs) ? { atMs: dueMs, isWithin: false } : null;
  const pickedUpMs = Math.max(createdAt.getTime(), acknowledgedAt.getTime());
  return { atMs: Math.min(pickedUpMs, dueMs), isWithin: pickedUpMs <= dueMs };
}

/** Whether an item without an ack waits until its time runs out, as far as is known. */
function isOverdue(item: WorkItem, dueMs: number): boolean {
  const { state, startedAt, latestHeartbeatAt, stopRequestedAt, stoppedAt, unreadable = [] } = item;
  const isPickedUp = startedAt !== null || latestHeartbeatAt !== null;
  if (isPickedUp || unreadable.length > 0) return false;
  const takenBackAt = stopRequestedAt ?? stoppedAt;
  return takenBackAt === null ? state === 'queued' : takenBackAt.getTime() > dueMs;
}
