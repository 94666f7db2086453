/** One case of the matrix: what is disturbed, and what that may do. */
import { ENVIRONMENT_CONDITIONS } from '../../contract/conditions.ts';
import type { Disturbance } from './play.ts';

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
  /** How much later than undisturbed a run may read, in which everything is older. @default 0 */
  readonly readsLateSeconds?: number;
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
