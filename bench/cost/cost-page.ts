/** docs/cost.md, which is also what the command prints. Pure. */
import { toTable } from '../../local/text/markdown-table.ts';
import { toChoicesSection, toTroubleSection } from './choices-section.ts';
import type { CountedCost } from './count-cost.ts';
import {
  ASSUMPTIONS,
  type CostLine,
  DAYS_A_MONTH,
  metricCount,
  runsPerMonth,
  toMonthlyCost,
  toPriceText,
  totalUsd,
} from './monthly-cost.ts';
import { PRICE_REGION, PRICES, PRICES_READ_AT, toUsd } from './prices.ts';

/** What the design aims at, at list price with essential metrics. */
export const AIM_USD = { fixed: 7.4, perEnvironment: 3.3 } as const;

export interface CostPageInput extends CountedCost {
  readonly environmentCount: number;
}

export function toCostPage(input: CostPageInput): string {
  const { environmentCount, intervalMinutes } = input;
  const { fixed, perEnvironment } = toMonthlyCost(input);
  const [fixedUsd, eachUsd] = [totalUsd(fixed), totalUsd(perEnvironment)];
  return `# Cost

<!-- Written by npm run cost -- --write. -->

List prices of ${PRICE_REGION}, read on ${PRICES_READ_AT.toISOString().slice(0, 10)}, in US dollars for a month of ${DAYS_A_MONTH} days, without free tiers and discounts. A run every ${intervalMinutes === 1 ? 'minute' : `${intervalMinutes} minutes`}:
${toCount(runsPerMonth(intervalMinutes))} a month.

${toTable(
  ['', 'USD a month'],
  [
    ['a monitor, whatever it watches', fixedUsd.toFixed(2)],
    ['each environment', eachUsd.toFixed(2)],
    [`${environmentCount} environments together`, (fixedUsd + environmentCount * eachUsd).toFixed(2)],
  ],
)}

## Which metrics, and how many environments

${toChoicesSection(input)}

## What trouble adds

${toTroubleSection(input)}

## A monitor

${toLineTable(fixed)}

## Each environment

${toLineTable(perEnvironment)}

## What changes it

${toChanges(input)}

## What was counted

Resources are counted in the synthesized template, metrics in the catalogue. Calls are counted in an hour of real runs over a
simulated fleet in which items come and go all the time (an item every 45 s, three workers); request units are DynamoDB's own
rule for the rows that were read and written. ${toCountedText(input)}

## What was assumed

${toAssumptions(input)}

## Prices

${toTable(
  ['price', 'USD', 'source, below aws.amazon.com/'],
  Object.values(PRICES).map(({ usd, per, unit, source }) => [
    unit,
    per === 1 ? `${usd}` : `${usd} / ${toCount(per)}`,
    source,
  ]),
)}
`;
}

function toLineTable(lines: readonly CostLine[]): string {
  return toTable(
    ['what', 'arithmetic', 'USD'],
    [
      ...lines.map(({ what, quantity, price, usd }) => [
        what,
        `${toQuantity(quantity)} × ${toPriceText(price)}`,
        toCents(usd),
      ]),
      ['**together**', '', `**${totalUsd(lines).toFixed(2)}**`],
    ],
  );
}

function toChanges({ intervalMinutes, metrics, resources, objective }: CostPageInput): string {
  const moreMetrics = metricCount('full') - metricCount('essential');
  const fewerMetrics = metricCount('essential') - metricCount('lean');
  const oneCall = toUsd('putMetricData', runsPerMonth(intervalMinutes));
  return [
    `- \`metrics: "lean"\`: ${fewerMetrics} metrics fewer, ${toUsd('metric', fewerMetrics).toFixed(2)} less for each environment; they are in the log.`,
    `- \`metrics: "full"\`: ${moreMetrics} more metrics, ${toUsd('metric', moreMetrics).toFixed(2)} more for each environment${metrics === 'full' ? ' (in the table above)' : ''}.`,
    `- \`queueAlarms: true\`: two alarms that pay for every metric their query analyses, ${toUsd('queriedMetric', 2).toFixed(2)} more for each environment${resources.queryAlarmCount > 0 ? ' (in the table above)' : ''}.`,
    `- \`eventBusName\`: an event for each alert, ${toUsd('event', ASSUMPTIONS.alertsPerMonth).toFixed(4)} more for ${ASSUMPTIONS.alertsPerMonth} of them. Without it nothing is put on any bus.`,
    `- \`slo\`: ${objective.metricCount} more metrics, ${objective.perEnvironmentUsd.toFixed(2)} more for each environment, and none of it with lean ones; and for the monitor the totals and the alarms on them, ${objective.fixedUsd.toFixed(2)} more. What Application Signals asks is not worked out.`,
    `- \`sessionsPerWorker\`: one metric more, ${toUsd('metric', 1).toFixed(2)} more for each environment.`,
    `- An environment that is idle writes no state of its own; one with 50 silent active items writes about 5 units a run instead of 1, ${toUsd('dynamoWrite', 4 * runsPerMonth(intervalMinutes)).toFixed(2)} more.`,
    `- One PutMetricData call a run instead of two would save ${oneCall.toFixed(2)}. Why there are two: [decision 0001](decisions/0001-two-metric-calls-a-run.md).`,
    `- Several monitors in an account each pay the fixed part; environments of one monitor share it.`,
  ].join('\n');
}

function toCountedText({ counts: { fixed, perEnvironment } }: CostPageInput): string {
  const each = (name: keyof typeof fixed) =>
    `${toQuantity(fixed[name])} + ${toQuantity(perEnvironment[name])} for each environment`;
  return `A run
needs, on average:

${toTable(
  ['call', 'of a run'],
  [
    ['PutMetricData', each('putMetricData')],
    ['DynamoDB write units', each('dynamoWriteUnits')],
    ['DynamoDB read units', each('dynamoReadUnits')],
    ['readings of the secret', each('secretReads')],
    ['bytes of log', each('logBytes')],
    ['requests to the Qoder API', each('apiRequests')],
  ],
)}`;
}

function toAssumptions({ resources }: CostPageInput): string {
  const {
    billedMs,
    billedMsPerEnvironment,
    lambdaLogBytes,
    sentBytesPerRequest,
    alertsPerMonth,
    mailAddressCount,
  } = ASSUMPTIONS;
  return [
    `- The function runs ${billedMs} ms, and ${billedMsPerEnvironment} ms more for each environment, at ${resources.functionMemoryMb} MB on ARM. Most of it is waiting, so it depends on how fast the Qoder API answers. A second more would cost ${toUsd('lambdaCompute', (resources.functionMemoryMb / 1_024) * runsPerMonth(1)).toFixed(2)}.`,
    `- Lambda adds ${lambdaLogBytes} bytes of log to each run. The log is counted as stored for ${resources.logRetentionDays} days, uncompressed.`,
    `- A request to the Qoder API sends ${toCount(sentBytesPerRequest)} bytes out of AWS. What comes in is free.`,
    `- ${alertsPerMonth} alerts a month, each mailed to ${mailAddressCount} address. SMS is charged by country and not worked out.`,
    `- Every metric is sent in every hour. CloudWatch charges a metric only for the hours in which it was sent.`,
    `- Not worked out, since they come to less than a cent: the stored state and its backup, alarms' own mails, the bundle in the bootstrap bucket. Nor is what reading the dashboard costs: its log widgets scan the log at 0.005 a GB.`,
  ].join('\n');
}

const toCount = (count: number): string => count.toLocaleString('en-US');

const toQuantity = (quantity: number): string =>
  quantity >= 100
    ? toCount(Math.round(quantity))
    : quantity.toLocaleString('en-US', { maximumSignificantDigits: 3 });

/** What is not nothing must not look like it. */
const toCents = (usd: number): string => (usd > 0 && usd < 0.005 ? '< 0.01' : usd.toFixed(2));
