/** What is found where something is known of sessions. */
import type { Thresholds } from '../../../contract/conditions.ts';
import { diagnose } from '../../../lambda/judge/diagnose.ts';
import { measure } from '../../../lambda/judge/measure.ts';
import { countRuns } from '../../../lambda/judge/run-counters.ts';
import { EMPTY_STATE } from '../../../lambda/model/environment-state.ts';
import type { Finding, Incident } from '../../../lambda/model/incident.ts';
import type { KnownSession } from '../../../lambda/model/session.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { wordsOf } from '../../../lambda/notify/words.ts';
import { AT, aReading, someRules } from '../../support/a-work-item.ts';
import { aContext, anAlert } from '../notify/an-alert.ts';

export interface Known {
  readonly thresholds?: Partial<Thresholds>;
  readonly incidents?: readonly Incident[];
  readonly isReadable?: boolean;
}

export function findWith(
  items: readonly WorkItem[],
  known: readonly KnownSession[],
  { thresholds = {}, incidents = [], isReadable = true }: Known = {},
): readonly Finding[] {
  const reading = aReading(items);
  const rules = someRules(thresholds);
  const sample = measure(reading, { at: AT, previousAt: null }, rules);
  const counters = countRuns(EMPTY_STATE, reading, sample, rules);
  const sessions = { afterItemId: null, known, isReadable };
  return diagnose(reading, sample, counters, rules, { incidents, sessions }).findings;
}

/** The cause that its message names. */
export const whyOf = (finding: Finding | undefined): string | undefined => toWords(finding)?.why;

/** The evidence that its message gives. */
export const linesOf = (finding: Finding | undefined): readonly string[] =>
  toWords(finding)?.evidenceLines ?? [];

function toWords(finding: Finding | undefined) {
  if (finding === undefined) return undefined;
  const { condition, reason, since, items, evidence } = finding;
  const alert = { ...anAlert(), condition, reason, since, items, itemCount: items.length, evidence };
  return wordsOf(alert, aContext);
}

/** Condition, severity and reason of each. */
export const inShort = (findings: readonly Finding[]): string[] =>
  findings.map(({ condition, severity, reason }) => [condition, severity, reason ?? '-'].join(' '));
