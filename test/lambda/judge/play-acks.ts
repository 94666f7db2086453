/** Acks as a text, `b` for one that bounces and `k` for one that is kept, as runs count them. */
import { DEFAULT_THRESHOLDS, type Threshold } from '../../../contract/conditions.ts';
import { countDeliveries } from '../../../lambda/judge/count-deliveries.ts';
import { type Deliveries, NO_DELIVERIES } from '../../../lambda/model/deliveries.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { AT, ago, aWorkItem } from '../../support/a-work-item.ts';

export const ACK_SECONDS = 60;
const START_S = 30_000;

/** Acked so many seconds before AT, and ended 5 s after it, or started. */
export const anAck = (fate: string, secondsAgo: number): WorkItem =>
  aWorkItem({
    id: `work_${String(1e9 - secondsAgo).padStart(10, '0')}`,
    createdAt: ago(secondsAgo + 5),
    acknowledgedAt: ago(secondsAgo),
    ...(fate === 'b'
      ? { state: 'stopped', stopRequestedAt: ago(secondsAgo - 5), stoppedAt: ago(secondsAgo - 7) }
      : { state: 'active', startedAt: ago(secondsAgo), latestHeartbeatAt: AT }),
  });

/** One ack a minute after what was counted, each read by itself and so late that nothing waits to be counted. */
export function playAcks(
  fates: string,
  before: Deliveries = NO_DELIVERIES,
  threshold: Threshold = DEFAULT_THRESHOLDS['work-bounced'],
): Deliveries {
  const fromS =
    before.countedUntil === null ? START_S : (AT.getTime() - before.countedUntil.getTime()) / 1000;
  return [...fates].reduce((deliveries, fate, index) => {
    const secondsAgo = fromS - (index + 1) * ACK_SECONDS;
    const items = [anAck(fate, secondsAgo)];
    return countDeliveries(
      deliveries,
      { completeness: 'complete', items },
      ago(secondsAgo - 1_000),
      threshold,
    );
  }, before);
}
