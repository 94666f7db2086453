/** What must hold of a play that was disturbed, by the same play undisturbed. Each law returns what breaks it. */
import { ENVIRONMENT_CONDITIONS } from '../../contract/conditions.ts';
import { findAlertFaults } from './alert-laws.ts';
import { findMetricFaults } from './metric-laws.ts';
import type { Disturbance, Play } from './play.ts';

/** What a disturbance may do without breaking a law. */
export interface Allowance {
  /** Environments of which a number may be missing. */
  readonly touched: readonly string[];
  /** It tells, wrongly but clearly, that an environment is gone: to believe it, and to begin anew, is right. */
  readonly mayWithdraw?: boolean;
  /** The API says something else, in its own words: what it says is what is published of the touched ones. */
  readonly isNumbersChanged?: boolean;
  /** Runs after it until everything is published again. @default 3 */
  readonly recoveryRunCount?: number;
  /** It never ends: what is open stays so. */
  readonly isForEver?: boolean;
}

export interface Case extends Allowance {
  readonly name: string;
  readonly disturbance: Disturbance;
}

/** Conditions that say something about the queue itself, not about the monitor's sight of it. */
export const QUEUE_CONDITIONS: ReadonlySet<string> = new Set(
  ENVIRONMENT_CONDITIONS.filter(
    (condition) => !/unreadable|incomplete|understood|not-asked|clock/.test(condition),
  ),
);

export function findFaults(truth: Play, played: Play, theCase: Case): string[] {
  return [
    ...findAlertFaults(truth, played, theCase),
    ...findMetricFaults(truth, played, theCase),
    ...findRunFaults(played),
  ];
}

/** A run that did not publish, save and release is no success, and one that nothing disturbed is. */
export function findRunFaults({ runs, published }: Play): string[] {
  const successMinutes = published.flatMap(({ minute, monitor }) => (monitor.Runs === 1 ? [minute] : []));
  const countOf = (minute: number) => successMinutes.filter((each) => each === minute).length;
  const minutes = [...new Set(runs.map(({ minute }) => minute))];
  return minutes.flatMap((minute) => {
    const own = runs.filter((run) => run.minute === minute);
    const failed = own.filter(({ error, broken }) => error !== null || broken.some(isEssential));
    const ownLost = own.filter(({ broken }) =>
      broken.some((step) => step.startsWith('publish own answer-lost')),
    );
    if (countOf(minute) <= own.length - failed.length + ownLost.length) return [];
    return [`minute ${minute}: Runs counts a run that failed`];
  });
}

/** What a run cannot succeed without. */
const isEssential = (broken: string): boolean =>
  /^(acquireLease|load|save|remove|publish|releaseLease)\b.* refused$/.test(broken);
