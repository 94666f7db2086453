/** Which conditions hold in one environment, with the evidence. */

import {
  ENVIRONMENT_CONDITIONS,
  type QueueReason,
  VERDICT_CODES,
  type Verdict,
} from '../../contract/conditions.ts';
import type { EnvironmentMetrics } from '../../contract/metrics.ts';
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { Finding, Incident } from '../model/incident.ts';
import type { Norms } from '../model/norm.ts';
import type { Reading } from '../model/reading.ts';
import type { AnyEnvironmentCondition } from './conditions/condition-definition.ts';
import { ENVIRONMENT_DEFINITIONS } from './conditions/definitions.ts';
import type { Sample } from './measure.ts';
import type { RunCounters } from './run-counters.ts';
import { judgeQueue } from './verdict.ts';

export interface Diagnosis {
  readonly verdict: Verdict;
  readonly reason: QueueReason | null;
  /** In the order of ENVIRONMENT_CONDITIONS; at most one a condition. */
  readonly findings: readonly Finding[];
  /** The sample's metrics with the verdict. */
  readonly metrics: EnvironmentMetrics;
}

/** What came before this run. */
export interface Before {
  /** The sample without the time in which nothing was read: see withoutGap. @default the sample */
  readonly counted?: Sample;
  /** Those that were open. @default none */
  readonly incidents?: readonly Incident[];
  /** What was normal. @default nothing is known */
  readonly norms?: Norms;
}

/** @param counters of this run already: see countRuns */
export function diagnose(
  reading: Reading,
  sample: Sample,
  counters: RunCounters,
  rules: EnvironmentRules,
  { counted = sample, incidents = [], norms = {} }: Before = {},
): Diagnosis {
  const { thresholds } = rules;
  const queue = judgeQueue(reading, sample, rules);
  const countedQueue = counted === sample ? queue : judgeQueue(reading, counted, rules);
  const { warning, critical } = thresholds['stale-heartbeat'];
  const observed = {
    reading,
    sample: counted,
    counters,
    queue: countedQueue,
    incidents,
    norms,
    silentFromSeconds: warning ?? critical,
  };
  const findings = ENVIRONMENT_CONDITIONS.flatMap((condition): Finding[] => {
    const { find }: AnyEnvironmentCondition = ENVIRONMENT_DEFINITIONS[condition];
    const found = find(observed, thresholds[condition]);
    return found === null ? [] : [{ condition, ...found }];
  });
  const { verdict, reason } = queue;
  const isMeasured = reading.completeness === 'complete' && verdict !== 'unknown';
  return {
    verdict,
    reason,
    findings,
    metrics: isMeasured ? { ...sample.metrics, QueueVerdict: VERDICT_CODES[verdict] } : sample.metrics,
  };
}
