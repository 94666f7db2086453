/**
 * Bounced work: acked, and asked to stop or stopped at once without ever starting. It is the signature of a
 * dispatcher that returns as soon as it has spawned the real worker. Source: anthropic-sdk-python#1779.
 */
import type { WorkItem } from '../model/work-item.ts';

export const BOUNCE_SECONDS = 30;

/** When the item bounced, or null if it did not. */
export function bounceEndAt({
  acknowledgedAt,
  startedAt,
  stopRequestedAt,
  stoppedAt,
}: WorkItem): Date | null {
  const endAt = earlier(stopRequestedAt, stoppedAt);
  if (acknowledgedAt === null || startedAt !== null || endAt === null) return null;
  return endAt.getTime() - acknowledgedAt.getTime() <= BOUNCE_SECONDS * 1000 ? endAt : null;
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
