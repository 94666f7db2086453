/** What conditions about a duration say besides: what is normal here, and by which levels they judged. */
import type { Threshold } from '../../../contract/conditions.ts';
import { formatRange } from '../../model/human-words.ts';
import type { Evidence } from '../../model/incident.ts';
import type { NormName } from '../../model/norm.ts';
import { normalRangeOf } from '../learned-levels.ts';
import { type FactsOf, type Found, type Observed, say } from './condition-definition.ts';

export type NormalEvidence = {
  /** From the shortest of ten to the longest that is no outlier; null: not known yet. */
  readonly normalFromSeconds: number | null;
  readonly normalToSeconds: number | null;
  /** The levels used, learned ones too. */
  readonly warningSeconds: number | null;
  readonly criticalSeconds: number | null;
};

export function withNormal<E extends Evidence>(
  found: Found<E> | null,
  name: NormName,
  { norms }: Observed,
  { warning, critical }: Threshold,
): Found<E & NormalEvidence> | null {
  if (found === null) return null;
  const normal = normalRangeOf(norms, name);
  const evidence = {
    ...found.evidence,
    normalFromSeconds: normal?.fromSeconds ?? null,
    normalToSeconds: normal?.toSeconds ?? null,
    warningSeconds: warning,
    criticalSeconds: critical,
  };
  return { ...found, evidence };
}

/** @param what takes that long, in one word */
export function normalLine({ number }: FactsOf<NormalEvidence>, what: string): string | null {
  const fromSeconds = number('normalFromSeconds');
  return say(number('normalToSeconds'), (toSeconds) =>
    fromSeconds === null ? null : `normal here is a ${what} of ${formatRange(fromSeconds, toSeconds)}`,
  );
}

export const usedLevels = ({ number }: FactsOf<NormalEvidence>): Threshold => ({
  warning: number('warningSeconds'),
  critical: number('criticalSeconds'),
});
