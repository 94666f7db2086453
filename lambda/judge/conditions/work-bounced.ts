/** Items end right after the ack and never start: what a dispatcher looks like that returns at once. */
import type { Severity, Threshold } from '../../../contract/conditions.ts';
import type { Deliveries } from '../../model/deliveries.ts';
import type { FindingItem } from '../../model/incident.ts';
import { ageSeconds } from '../../model/work-item.ts';
import { neededInARowCount } from '../beyond-chance.ts';
import { countBounced, countInARow, hasRow } from '../count-deliveries.ts';
import { type EnvironmentDefinition, only, say } from './condition-definition.ts';

type WorkBouncedEvidence = {
  /** Of the acknowledged ones. */
  readonly bouncedCount: number;
  /** From the first that bounced among the last 30. */
  readonly acknowledgedCount: number;
  /** The last of them; 0: the last one did not bounce. */
  readonly inARowCount: number;
  /** Of acks in this environment when all is well. */
  readonly usualPercent: number;
};

const FIND_DISPATCHER = 'See which dispatcher acked the items below: others do start.';
const LET_IT_WAIT = [
  'Make the dispatcher wait until its worker has ended.',
  'Look for "kubectl apply" or "docker run -d" in it: they do not wait.',
] as const;

export const workBounced: EnvironmentDefinition<WorkBouncedEvidence> = {
  find: ({ reading, sample, counters: { deliveries } }, threshold) => {
    const { bouncingSince: since, fates, usualShare, lastBounced } = deliveries;
    const severity = judgeSeverity(deliveries, threshold);
    if (reading.completeness === 'failed' || since === null || severity === null) return null;
    const stateOf = (id: string) => sample.items.find((item) => item.id === id)?.state ?? 'stopped';
    return {
      severity,
      reason: null,
      since,
      // All crossed the level when it was reached: that more follow is the same news.
      items: lastBounced.map(
        ({ id, sessionId, acknowledgedAt, endedAt }): FindingItem => ({
          id,
          sessionId,
          state: stateOf(id),
          ageSeconds: ageSeconds(endedAt, sample.at),
          crossedAt: since,
          bounce: { acknowledgedAt, endedAt },
        }),
      ),
      evidence: {
        bouncedCount: countBounced(fates),
        acknowledgedCount: fates.length,
        inARowCount: countInARow(fates),
        usualPercent: Math.round(usualShare * 1000) / 10,
      },
    };
  },
  words: ({ number }) => {
    const [bouncedCount, acknowledgedCount] = [number('bouncedCount'), number('acknowledgedCount')];
    const isCounted = bouncedCount !== null && acknowledgedCount !== null;
    // Of several environments nobody counted the acks that were well, and of each only the last bounces are kept.
    const share = isCounted ? `${bouncedCount} of the last ${acknowledgedCount} ` : '';
    return {
      problem: `${share}acked items ended at once and never started`,
      why: 'Probably a dispatcher launches a worker and returns at once.',
      more: 'An item whose dispatcher returns is stopped, before its worker has begun. Bounces that are not in a row are told, too, as a warning, where they are more than chance.',
      steps: isCounted && bouncedCount < acknowledgedCount ? [FIND_DISPATCHER, ...LET_IT_WAIT] : LET_IT_WAIT,
    };
  },
  evidenceLines: ({ number }) => [
    say(number('acknowledgedCount'), (count) =>
      say(
        number('bouncedCount'),
        (bounced) => `${bounced} of the last ${count} acks ended within 30 s without a start`,
      ),
    ),
    say(number('inARowCount'), toRow),
    say(number('usualPercent'), (percent) => `usual in this environment: ${percent} % of acks`),
  ],
  growsBy: 'nothing',
  endings: only('work no longer ends right after the ack'),
  // Bounced items are over from the start: that no more follow is the recovery.
  fateOf: () => 'recovered',
  isTrace: true,
  example: { bouncedCount: 7, acknowledgedCount: 24, inARowCount: 1, usualPercent: 0.7 },
};

/** @returns null for a share of bounces where only a row of them is of interest */
function judgeSeverity({ fates, usualShare }: Deliveries, { warning, critical }: Threshold): Severity | null {
  const criticalCount = critical === null ? null : Math.max(critical, neededInARowCount(usualShare));
  if (criticalCount !== null && countInARow(fates) >= criticalCount) return 'critical';
  if (warning !== null) return 'warning';
  return criticalCount !== null && hasRow(fates, criticalCount) ? 'critical' : null;
}

function toRow(count: number): string {
  if (count === 0) return 'the last ack did not';
  return count === 1 ? 'the last ack did' : `the last ${count} in a row did`;
}
