/** What the choices cost for fleets of several sizes, and what trouble adds: a part of docs/cost.md. Pure. */
import { TIME_BUDGET } from '../../contract/time-budget.ts';
import { toTable } from '../../local/text/markdown-table.ts';
import type { CountedCost } from './count-cost.ts';
import {
  ASSUMPTIONS,
  fleetUsd,
  metricCount,
  runsPerMonth,
  shardUsd,
  totalUsd,
  troubleLines,
} from './monthly-cost.ts';
import { toUsd } from './prices.ts';

const ENVIRONMENT_COUNTS = [1, 10, 100, 1_000] as const;

export function toChoicesSection({ variants, ...input }: CountedCost): string {
  return `${toTable(
    ['USD a month for', ...ENVIRONMENT_COUNTS.map((count) => count.toLocaleString('en-US'))],
    variants.map((variant) => [
      variant.name,
      ...ENVIRONMENT_COUNTS.map((count) => fleetUsd(variant.input, count).toFixed(2)),
    ]),
  )}

- \`metrics: "lean"\` sends ${metricCount('lean')} metrics for each environment: QueueDepth, OldestQueuedAge, StaleHeartbeats. The others stand in
  the log, a line for each environment and run, from which the dashboard draws them; alarms cannot be set on them.
  Alerts are the same with every choice.
- A run every five minutes saves next to nothing, since a metric is charged by the hour in which it was sent. It is here to
  be compared: the interval cannot be set, and everything would be told up to five minutes later.
- A call takes 1,000 data points, so large fleets need several in each run.
- \`shards\`: each function but the first costs ${shardUsd(input).toFixed(2)}; with \`tokenPerShard\` its secret ${toUsd('secret', 1).toFixed(2)} more. All of them read all rows of the table.
- CloudWatch also takes metrics by OTLP, charged by the GB instead of by the metric. [Its documentation](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/metrics-otel-pricing.html)
  names no price and refers to the price page, so what it would cost is not worked out here. The monitor does not send by it.`;
}

export function toTroubleSection({ incident, ...input }: CountedCost): string {
  const { resources } = input;
  const hourRunCount = 60;
  const longestRunUsd = toUsd(
    'lambdaCompute',
    hourRunCount * (TIME_BUDGET.readKnownUntilMs / 1_000) * (resources.functionMemoryMb / 1_024),
  );
  const billedSeconds = (count: number) =>
    (ASSUMPTIONS.billedMs + count * ASSUMPTIONS.billedMsPerEnvironment) / 1_000;
  const billedUsd = (count: number) =>
    toUsd('lambdaCompute', billedSeconds(count) * (resources.functionMemoryMb / 1_024) * runsPerMonth(1));
  return `- **An open incident** adds a line of log to each run, and its row is written more often: ${totalUsd(troubleLines(incident, resources)).toFixed(2)} for one that is open
  a whole month.
- **An outage of the API** makes runs wait: each reads until ${TIME_BUDGET.readKnownUntilMs / 1_000} s at the latest, so an hour of it adds at most ${longestRunUsd.toFixed(3)}, and a
  day ${(24 * longestRunUsd).toFixed(2)}. It is told once, by one message.
- **The function's time** is in the tables above:

${toTable(
  ['environments', 'billed a run', 'USD a month'],
  ENVIRONMENT_COUNTS.map((count) => [
    count.toLocaleString('en-US'),
    `${billedSeconds(count).toFixed(1)} s`,
    billedUsd(count).toFixed(2),
  ]),
)}`;
}
