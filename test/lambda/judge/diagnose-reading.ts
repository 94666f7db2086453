/** Diagnoses readings as a run does, for tables of what must be found in them. */
import { expect, it } from 'vitest';
import type { Condition, Severity, Thresholds } from '../../../contract/conditions.ts';
import type { EvidenceOf } from '../../../lambda/judge/conditions/definitions.ts';
import { type Diagnosis, diagnose } from '../../../lambda/judge/diagnose.ts';
import { measure } from '../../../lambda/judge/measure.ts';
import { countRuns, type RunCounters } from '../../../lambda/judge/run-counters.ts';
import { NO_DELIVERIES } from '../../../lambda/model/deliveries.ts';
import { EMPTY_STATE } from '../../../lambda/model/environment-state.ts';
import type { Reading } from '../../../lambda/model/reading.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { AT, aReading, someRules } from '../../support/a-work-item.ts';

/** Work waits, and the API knows of no worker. */
export const NOBODY = { depthCount: 1, pendingCount: 0, workersPollingCount: 0 };

export const EMPTY_COUNTERS: RunCounters = {
  failedRunCount: 0,
  failingSince: null,
  deepRunCounts: { warning: 0, critical: 0 },
  streaks: {},
  deliveries: NO_DELIVERIES,
};

export function diagnoseReading(
  reading: Reading,
  thresholds: Partial<Thresholds> = {},
  counters: RunCounters = EMPTY_STATE,
): Diagnosis & { readonly counters: RunCounters } {
  const rules = someRules(thresholds);
  const sample = measure(reading, { at: AT, previousAt: null }, rules);
  const counted = countRuns(counters, reading, sample, rules);
  return { ...diagnose(reading, sample, counted, rules), counters: counted };
}

/** The severity of the first finding in each of several runs, and the counters after the last. */
export function playRuns(
  readings: readonly Reading[],
  condition: Condition,
  thresholds?: Partial<Thresholds>,
) {
  let counters: RunCounters = EMPTY_STATE;
  const severities = readings.map((reading) => {
    const diagnosis = diagnoseReading(reading, thresholds, counters);
    counters = diagnosis.counters;
    return diagnosis.findings.find((finding) => finding.condition === condition)?.severity ?? null;
  });
  return { severities, counters };
}

export interface Row {
  readonly name: string;
  readonly items: readonly WorkItem[];
  readonly overrides?: Partial<Reading>;
  readonly thresholds?: Partial<Thresholds>;
  readonly expected: readonly [
    condition: Condition,
    severity: Severity,
    reason: string | null,
    itemCount: number,
  ][];
}

/** One test for each row: what is found, and nothing else. */
export function itFinds(rows: readonly Row[]): void {
  it.each(rows)('$name', ({ items, overrides, thresholds, expected }) => {
    const { findings } = diagnoseReading(aReading(items, overrides), thresholds);

    expect(
      findings.map(({ condition, severity, reason, items: { length } }) => [
        condition,
        severity,
        reason,
        length,
      ]),
    ).toEqual(expected);
  });
}

/** The evidence of the only finding; a name that the condition does not have does not compile. */
export function itGivesEvidence<C extends Condition>(
  condition: C,
  reading: Reading,
  evidence: EvidenceOf<C>,
  thresholds?: Partial<Thresholds>,
): void {
  it('gives its evidence', () => {
    const { findings } = diagnoseReading(reading, thresholds);

    expect(findings.map((finding) => [finding.condition, finding.evidence])).toEqual([[condition, evidence]]);
  });
}
