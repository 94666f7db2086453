/** Which conditions hold in one environment, with the evidence. */

import {
  DEFAULT_THRESHOLDS,
  ENVIRONMENT_CONDITIONS,
  type QueueReason,
  type Threshold,
  VERDICT_CODES,
  type Verdict,
} from '../../contract/conditions.ts';
import type { EnvironmentMetrics } from '../../contract/metrics.ts';
import type { EnvironmentRules } from '../../contract/rules.ts';
import type { Finding, FindingItem, Incident } from '../model/incident.ts';
import type { Norms } from '../model/norm.ts';
import type { Reading } from '../model/reading.ts';
import { NO_SESSION_MEMORY, type SessionMemory } from '../model/session.ts';
import type { AnyEnvironmentCondition, Observed } from './conditions/condition-definition.ts';
import { ENVIRONMENT_DEFINITIONS } from './conditions/definitions.ts';
import { isNamed } from './conditions/session-evidence.ts';
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
  /** What sessions do, after this run. @default nothing is known */
  readonly sessions?: SessionMemory;
}

/** @param counters of this run already: see countRuns */
export function diagnose(
  reading: Reading,
  sample: Sample,
  counters: RunCounters,
  rules: EnvironmentRules,
  { counted = sample, incidents = [], norms = {}, sessions = NO_SESSION_MEMORY }: Before = {},
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
    sessions: new Map(sessions.known.map((known) => [known.itemId, known])),
    isSessionReadable: sessions.isReadable,
    noProgressFromSeconds:
      thresholds['session-hung'].warning ?? DEFAULT_THRESHOLDS['session-hung'].warning ?? 0,
  };
  const findings = ENVIRONMENT_CONDITIONS.flatMap((condition): Finding[] => {
    const { find }: AnyEnvironmentCondition = ENVIRONMENT_DEFINITIONS[condition];
    const found = find(observed, thresholds[condition]);
    return found === null
      ? []
      : [{ condition, ...found, items: found.items.map(withSession(observed, thresholds[condition])) }];
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

const withSession =
  (observed: Observed, threshold: Threshold) =>
  (item: FindingItem): FindingItem => {
    const known = observed.sessions.get(item.id);
    if (known === undefined || !isNamed(known, observed, threshold)) return item;
    const { cause, since, toolName, totalCredits } = known;
    return { ...item, session: { cause, since, toolName, totalCredits } };
  };
