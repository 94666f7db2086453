/**
 * Work stats only explain what a list shows. Where nobody gets them, they are not asked for again and again: else lists would
 * wait for it, of all environments when all queues are stuck.
 */
import { TIME_BUDGET } from '../../contract/time-budget.ts';
import type { QoderClient } from './api/client.ts';

/** So many environments without stats, and none with. */
const HOPELESS_COUNT = 3;

/** @returns a client for one run */
export function spareStats(client: QoderClient): QoderClient {
  /** Whose stats have failed since anybody's came. */
  const failedIds = new Set<string>();
  const isHopeless = () => failedIds.size >= HOPELESS_COUNT;
  return {
    ...client,
    workStats: async (environmentId, options) => {
      const stats = await client.workStats(environmentId, {
        ...options,
        ...(isHopeless() ? { timeoutMs: TIME_BUDGET.statsRequestMs } : {}),
        onFailure: () => {
          failedIds.add(environmentId);
          return isHopeless() ? 'give up' : 'try again';
        },
      });
      failedIds.clear();
      return stats;
    },
  };
}
