/** What happened between two runs: how often, and how long it took. */
import type { EnvironmentMetrics } from '../../contract/metrics.ts';
import { ageSeconds, type WorkItem } from '../model/work-item.ts';
import { bounceEndAt } from './bounce.ts';

type Flows = { readonly previousAt: Date; readonly at: Date };

export function flows(items: readonly WorkItem[], { previousAt, at }: Flows): EnvironmentMetrics {
  const count = (instantOf: (item: WorkItem) => Date | null) => countWithin(items, instantOf, previousAt, at);
  return {
    ItemsCreated: count((item) => item.createdAt),
    ItemsAcknowledged: count((item) => item.acknowledgedAt),
    ItemsStopped: count((item) => item.stoppedAt),
    ItemsBounced: count(bounceEndAt),
  };
}

export function distributions(items: readonly WorkItem[], { previousAt, at }: Flows): EnvironmentMetrics {
  const between = (
    fromOf: (item: WorkItem) => Date | null,
    toOf: (item: WorkItem) => Date | null,
  ): readonly number[] =>
    items.flatMap((item) => {
      const [from, to] = [fromOf(item), toOf(item)];
      return from !== null && to !== null && isWithin(to, previousAt, at) ? [ageSeconds(from, to)] : [];
    });
  const measured = {
    QueueWait: between(
      (item) => item.createdAt,
      (item) => item.acknowledgedAt,
    ),
    StartupTime: between(
      (item) => item.acknowledgedAt,
      (item) => item.startedAt,
    ),
    RunTime: between(
      (item) => item.startedAt,
      (item) => item.stoppedAt,
    ),
    StopLag: between(
      (item) => item.stopRequestedAt,
      (item) => item.stoppedAt,
    ),
  };
  return Object.fromEntries(Object.entries(measured).filter(([, values]) => values.length > 0));
}

/** By numbers: comparing Dates asks each for its primitive first, and this is asked 800 times a page. */
const isWithin = (instant: Date, after: Date, until: Date): boolean =>
  instant.getTime() > after.getTime() && instant.getTime() <= until.getTime();

export function countWithin(
  items: readonly WorkItem[],
  instantOf: (item: WorkItem) => Date | null,
  after: Date,
  until: Date,
): number {
  return items.filter((item) => {
    const instant = instantOf(item);
    return instant !== null && isWithin(instant, after, until);
  }).length;
}
