/** The JSON of `check --json`: a public contract, so it is spelled out field by field. */
import type { Severity, Verdict } from '../../contract/conditions.ts';
import { ENVIRONMENT_METRICS, type EnvironmentMetricName } from '../../contract/metrics.ts';
import type { SessionCause } from '../../contract/session-causes.ts';
import { type Finding, TOLD_ITEMS_COUNT } from '../../lambda/model/incident.ts';
import type { ReadError } from '../../lambda/model/reading.ts';
import type { KnownSession } from '../../lambda/model/session.ts';
import type { CheckedEnvironment, CheckResult } from './check-environments.ts';
import type { ListedNorms } from './list-norms.ts';

export interface CheckReport {
  /** The instant the numbers are of, RFC 3339. */
  readonly observedAt: string;
  readonly environments: readonly EnvironmentReport[];
}

export interface EnvironmentReport {
  readonly environmentId: string;
  readonly name: string | null;
  readonly complete: boolean;
  /** HTTP requests sent for this environment, retries included. */
  readonly requests: number;
  readonly itemsRead: number;
  readonly verdict: Verdict;
  readonly reason: string | null;
  /** Essential metrics; distributions as arrays of seconds. Empty unless complete. */
  readonly metrics: Readonly<Record<string, number | readonly number[]>>;
  readonly findings: readonly FindingReport[];
  /** What the list tells is normal here; missing where it has too few rows that tell. */
  readonly norms: ListedNorms;
  /** What sessions do that were asked for and are not over; only with `--sessions`. */
  readonly sessions?: readonly SessionReport[];
  readonly error: ReadError | null;
}

export interface FindingReport {
  readonly condition: string;
  readonly severity: Severity;
  readonly reason: string | null;
  readonly since: string;
  /** The longest first, at most 20. */
  readonly items: readonly { id: string; sessionId: string | null; state: string; ageSeconds: number }[];
  readonly itemCount: number;
}

export interface SessionReport {
  readonly itemId: string;
  readonly cause: SessionCause;
  readonly since: string;
  readonly toolName: string | null;
  readonly totalCredits: number | null;
}

export function toReport({ observedAt, environments, sessions }: CheckResult): CheckReport {
  return {
    observedAt: observedAt.toISOString(),
    environments: environments.map((environment) => toEnvironmentReport(environment, sessions !== null)),
  };
}

function toEnvironmentReport(
  { id, name, reading, judgement, norms, requestCount }: CheckedEnvironment,
  hasSessions: boolean,
): EnvironmentReport {
  const isComplete = reading.completeness === 'complete';
  return {
    environmentId: id,
    name,
    complete: isComplete,
    requests: requestCount,
    itemsRead: reading.itemsReadCount,
    verdict: judgement.verdict,
    reason: judgement.reason,
    metrics: isComplete ? essentialMetrics(judgement.metrics) : {},
    findings: judgement.findings.map(toFindingReport),
    norms,
    ...(hasSessions ? { sessions: judgement.state.sessions.known.map(toSessionReport) } : {}),
    error: reading.error,
  };
}

function essentialMetrics(measured: CheckedEnvironment['judgement']['metrics']) {
  const names = Object.keys(ENVIRONMENT_METRICS) as EnvironmentMetricName[];
  return Object.fromEntries(
    names
      .filter((name) => ENVIRONMENT_METRICS[name].essential)
      .flatMap((name) => {
        // A program should not have to tell "nothing was acknowledged" from "no such metric".
        const value = measured[name] ?? (ENVIRONMENT_METRICS[name].kind === 'distribution' ? [] : undefined);
        return value === undefined ? [] : [[name, value]];
      }),
  );
}

function toFindingReport({ condition, severity, reason, since, items }: Finding): FindingReport {
  return {
    condition,
    severity,
    reason,
    since: since.toISOString(),
    items: items
      .slice(0, TOLD_ITEMS_COUNT)
      .map(({ id, sessionId, state, ageSeconds }) => ({ id, sessionId, state, ageSeconds })),
    itemCount: items.length,
  };
}

function toSessionReport({ itemId, cause, since, toolName, totalCredits }: KnownSession): SessionReport {
  return { itemId, cause, since: since.toISOString(), toolName, totalCredits };
}
