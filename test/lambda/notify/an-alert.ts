/** An alert and a context with boring values, for tests of what is sent. */
import { type Condition, DEFAULT_THRESHOLDS, isMonitorCondition } from '../../../contract/conditions.ts';
import type { EvidenceOf } from '../../../lambda/judge/conditions/definitions.ts';
import type { Alert, FindingItem } from '../../../lambda/model/incident.ts';
import type { RenderContext } from '../../../lambda/notify/links.ts';

const AT = new Date('2026-11-24T17:15:00Z');

export const aContext: RenderContext = {
  monitor: 'default',
  sessionUrl: 'https://qoder.com/cloud/sessions/{id}',
  runbookUrl: 'https://example.com/runbook.md',
  dashboardUrl:
    'https://eu-central-1.console.aws.amazon.com/cloudwatch/home#dashboards:name=QoderMonitor-default',
  tokenSecretId: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:Token-AbCdEf',
  version: '1.2.3',
};

/** A name that the evidence of the condition does not have does not compile. */
type AlertOverrides<C extends Condition> = Omit<Partial<Alert>, 'condition' | 'evidence'> & {
  readonly condition?: C;
  readonly evidence?: Partial<EvidenceOf<C>>;
};

/** Opened at 17:15 with items of up to 27 minutes. */
export function anAlert<C extends Condition = 'queue-stuck'>(overrides: AlertOverrides<C> = {}): Alert {
  const condition: Condition = overrides.condition ?? 'queue-stuck';
  const { itemCount = overrides.items?.length ?? 1 } = overrides;
  const incidentId = `env_019e64e01a137caf.${condition}.20261124T171500Z`;
  return {
    messageId: `${incidentId}.1`,
    incidentId,
    environmentIds: ['env_019e64e01a137caf'],
    environmentName: 'nightly-reports',
    condition,
    severity: 'critical',
    change: 'opened',
    reason: 'no-workers',
    at: AT,
    openedAt: AT,
    since: new Date('2026-11-24T16:48:00Z'),
    ending: null,
    items: [anItem(1, 1620)],
    itemCount,
    newItemCount: itemCount,
    threshold: isMonitorCondition(condition) ? null : DEFAULT_THRESHOLDS[condition],
    ...overrides,
    evidence: { ...overrides.evidence },
  };
}

export function anItem(
  number: number,
  ageSeconds: number,
  state: FindingItem['state'] = 'queued',
): FindingItem {
  return {
    id: `work_019f3be4fd24${number.toString().padStart(4, '0')}`,
    sessionId: `sess_019f3be3fa66${number.toString().padStart(4, '0')}`,
    state,
    ageSeconds,
    crossedAt: new Date(AT.getTime() - (ageSeconds - 300) * 1000),
  };
}

export function someItems(count: number, longestSeconds: number, state: FindingItem['state'] = 'queued') {
  return Array.from({ length: count }, (_, index) => anItem(index + 1, longestSeconds - index * 5, state));
}

/** Newest first, a minute after each other; each ended some seconds after its ack. */
export function someBouncedItems(count: number, newestSeconds: number): FindingItem[] {
  return Array.from({ length: count }, (_, index) => {
    const ageSeconds = newestSeconds + index * 60;
    const endedAt = new Date(AT.getTime() - ageSeconds * 1000);
    const acknowledgedAt = new Date(endedAt.getTime() - (4 + index) * 1000);
    return { ...anItem(count - index, ageSeconds, 'stopped'), bounce: { acknowledgedAt, endedAt } };
  });
}
