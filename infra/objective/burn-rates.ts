/**
 * When an error budget goes too fast to wait. A long window tells that it matters, a short one that it goes on.
 * Source: The Site Reliability Workbook, "Alerting on SLOs", multiwindow, multi-burn-rate alerts.
 */
import { Duration } from 'aws-cdk-lib';
import { errorBudgetOf, type Objective } from '../../contract/objective.ts';

/** Over which the budget is reckoned: whole weeks, so that every weekday counts the same. */
export const BUDGET_DAYS = 28;

export interface BurnRate {
  /** So many times as fast as the budget lasts for its days. */
  readonly rate: number;
  readonly long: Duration;
  readonly short: Duration;
}

/** 2 % of a budget in an hour: somebody has to look now. */
const FAST: BurnRate = { rate: 14.4, long: Duration.hours(1), short: Duration.minutes(5) };
/** 5 % of a budget in six hours: somebody has to look today. */
const SLOW: BurnRate = { rate: 6, long: Duration.hours(6), short: Duration.minutes(30) };

/** A large budget cannot burn so fast: more than all would have to be late. Then so much is enough. */
const LARGEST_LATE_SHARE = 0.8;

/** In the long window. One item in the night, or a few, are no reason to wake anybody. */
export const LEAST_LATE_COUNT = 5;

export function burnRatesOf(
  objective: Pick<Objective, 'target'>,
): Readonly<Record<'fast' | 'slow', BurnRate>> {
  const largestRate = LARGEST_LATE_SHARE / errorBudgetOf(objective);
  const within = (burn: BurnRate): BurnRate => ({ ...burn, rate: Math.min(burn.rate, largestRate) });
  return { fast: within(FAST), slow: within(SLOW) };
}
