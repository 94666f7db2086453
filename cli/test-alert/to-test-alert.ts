/** The facts of a test alert: rendered and filtered like a real one, and marked so that nobody is fooled. */
import { DEFAULT_THRESHOLDS } from '../../contract/conditions.ts';
import type { Alert } from '../../lambda/model/incident.ts';

/** Told when nobody names another; no environment of the API is called so. */
export const TEST_ENVIRONMENT_ID = 'env_test';

const WAITED_MS = 15 * 60_000;

/** Critical, so that it passes the filters that let anything pass. */
export function toTestAlert(environmentId: string, at: Date): Alert {
  const incidentId = `test.${at.toISOString()}`;
  return {
    messageId: `${incidentId}.1`,
    incidentId,
    environmentIds: [environmentId],
    environmentName: 'TEST ALERT, all is well',
    condition: 'queue-stuck',
    severity: 'critical',
    change: 'opened',
    reason: 'no-workers',
    at,
    openedAt: at,
    since: new Date(at.getTime() - WAITED_MS),
    ending: null,
    items: [],
    itemCount: 0,
    newItemCount: 0,
    evidence: { test: 'sent by qoder-monitor test-alert: nothing is wrong' },
    threshold: DEFAULT_THRESHOLDS['queue-stuck'],
  };
}
