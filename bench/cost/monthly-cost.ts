/** From counts to what a month costs, line by line. Pure. */
import { isPublished, type MetricDefinition, type MetricsChoice } from '../../contract/metric-definition.ts';
import { ENVIRONMENT_METRICS, MONITOR_METRICS } from '../../contract/metrics.ts';
import { DATA_PER_BATCH_COUNT } from '../../lambda/publish/metric-batches.ts';
import type { CallCounts, SplitCounts } from './call-counts.ts';
import type { Resources } from './count-resources.ts';
import { PRICES, type PriceName, toUsd } from './prices.ts';

export const DAYS_A_MONTH = 30;

/** What cannot be counted here. Each is said in docs/cost.md. */
export const ASSUMPTIONS = {
  /** How long the function runs: mostly waiting, for AWS and for the Qoder API. */
  billedMs: 500,
  /**
   * How much longer for each environment: its turn among the requests, and its page at this CPU. Measured at 512 MB
   * and 40 ms of latency (docs/scale.md): 2.3 s for 100 environments, 11 s for 500, 21 s for 1,000.
   */
  billedMsPerEnvironment: 25,
  /** Lambda's own lines START, END and REPORT. */
  lambdaLogBytes: 400,
  /** Sent for a request to the API: headers, and a share of the TLS handshake. */
  sentBytesPerRequest: 2_000,
  alertsPerMonth: 300,
  /** Addresses that get each alert. */
  mailAddressCount: 1,
} as const;

export interface CostInput {
  readonly intervalMinutes: number;
  readonly metrics: MetricsChoice;
  readonly resources: Resources;
  readonly counts: SplitCounts;
}

export interface CostLine {
  readonly what: string;
  /** Quantity a month, in the unit of the price. */
  readonly quantity: number;
  readonly price: PriceName;
  readonly usd: number;
}

export interface MonthlyCost {
  readonly fixed: readonly CostLine[];
  readonly perEnvironment: readonly CostLine[];
}

export const runsPerMonth = (intervalMinutes: number): number => (DAYS_A_MONTH * 24 * 60) / intervalMinutes;

export const totalUsd = (lines: readonly CostLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);

/** Distributions count as always sent: a metric is paid by the hour in which it was. Those of a setting come on top. */
export function metricCount(metrics: CostInput['metrics']): number {
  const all = Object.values<MetricDefinition>(ENVIRONMENT_METRICS);
  return all.filter((definition) => definition.setting === undefined && isPublished(definition, metrics))
    .length;
}

export interface ObjectiveCost {
  readonly metricCount: number;
  readonly fixedUsd: number;
  /** Unless metrics are lean. */
  readonly perEnvironmentUsd: number;
}

export function toObjectiveCost(without: Resources, withObjective: Resources): ObjectiveCost {
  const all = Object.values<MetricDefinition>(ENVIRONMENT_METRICS);
  const metricCount = all.filter(({ setting }) => setting === 'slo').length;
  const totalCount = all.filter(({ total }) => total === true).length;
  const alarmedMetricCount = withObjective.alarmedMetricCount - without.alarmedMetricCount;
  return {
    metricCount,
    fixedUsd:
      toUsd('metric', totalCount) +
      toUsd('alarmedMetric', alarmedMetricCount) +
      toUsd('compositeAlarm', withObjective.compositeAlarmCount),
    perEnvironmentUsd: toUsd('metric', metricCount),
  };
}

/** Of a whole fleet: metrics that do not fit into one call take more of them. */
export function fleetUsd(input: CostInput, environmentCount: number): number {
  const { fixed, perEnvironment } = toMonthlyCost(input);
  const environmentsPerCall = Math.floor(DATA_PER_BATCH_COUNT / metricCount(input.metrics));
  const moreCallCount = Math.ceil(environmentCount / environmentsPerCall) - 1;
  const moreCallsUsd = toUsd('putMetricData', moreCallCount * runsPerMonth(input.intervalMinutes));
  return totalUsd(fixed) + environmentCount * totalUsd(perEnvironment) + moreCallsUsd;
}

/** @param added to each run, all month, by an incident that is open */
export function troubleLines(added: CallCounts, resources: Resources): CostLine[] {
  return requestLines(added, 0, resources, runsPerMonth(1));
}

/** What there is once, however many functions share the environments. */
const ONCE: readonly string[] = [
  'dashboard',
  'alarmedMetric',
  'metric',
  'secret',
  'publish',
  'mail',
] satisfies PriceName[];
/** Of each function: on its errors, and on its time. */
const ALARMS_OF_FUNCTION_COUNT = 2;

/** Of each function but the first, without the environments it reads. */
export function shardUsd(input: CostInput): number {
  const own = fixedLines(input).filter(({ price }) => !ONCE.includes(price));
  return totalUsd(own) + toUsd('alarmedMetric', ALARMS_OF_FUNCTION_COUNT);
}

export function toMonthlyCost(input: CostInput): MonthlyCost {
  return { fixed: fixedLines(input), perEnvironment: environmentLines(input) };
}

function fixedLines({ resources, counts, intervalMinutes }: CostInput): CostLine[] {
  const runCount = runsPerMonth(intervalMinutes);
  const { fixed } = counts;
  const { alertsPerMonth, mailAddressCount, billedMs } = ASSUMPTIONS;
  return [
    line('dashboard', 'dashboard', resources.dashboardCount),
    line('alarms on the monitor itself', 'alarmedMetric', resources.alarmedMetricCount),
    line("the monitor's own metrics", 'metric', Object.keys(MONITOR_METRICS).length),
    line('publishing metrics', 'putMetricData', fixed.putMetricData * runCount),
    line('secret', 'secret', resources.secretCount),
    line('reading the secret', 'secretCall', fixed.secretReads * runCount),
    line('schedule', 'schedule', runCount),
    line('function, requests', 'lambdaRequest', runCount),
    line('function, time', 'lambdaCompute', toGbSeconds(billedMs, resources) * runCount),
    ...requestLines(fixed, ASSUMPTIONS.lambdaLogBytes, resources, runCount),
    line('alerts, published', 'publish', alertsPerMonth),
    line('alerts, mailed', 'mail', alertsPerMonth * mailAddressCount),
  ];
}

function environmentLines({ resources, counts, intervalMinutes, metrics }: CostInput): CostLine[] {
  const runCount = runsPerMonth(intervalMinutes);
  const { perEnvironment } = counts;
  const { billedMsPerEnvironment, sentBytesPerRequest } = ASSUMPTIONS;
  const sentBytes = perEnvironment.apiRequests * sentBytesPerRequest * runCount;
  return [
    line(`metrics, ${metrics}`, 'metric', metricCount(metrics)),
    ...(resources.queryAlarmCount === 0
      ? []
      : [line('alarms over all environments', 'queriedMetric', resources.queryAlarmCount)]),
    line('function, time', 'lambdaCompute', toGbSeconds(billedMsPerEnvironment, resources) * runCount),
    ...requestLines(perEnvironment, 0, resources, runCount),
    line('requests to the Qoder API', 'dataOut', toGb(sentBytes)),
  ];
}

/** What grows with what is stored and logged. */
function requestLines(counts: CallCounts, moreLogBytes: number, resources: Resources, runCount: number) {
  const logGb = toGb((counts.logBytes + moreLogBytes) * runCount);
  return [
    line('state, written', 'dynamoWrite', counts.dynamoWriteUnits * runCount),
    line('state, read', 'dynamoRead', counts.dynamoReadUnits * runCount),
    line('log, ingested', 'logIngested', logGb),
    line('log, stored', 'logStored', (logGb * resources.logRetentionDays) / DAYS_A_MONTH),
  ];
}

const line = (what: string, price: PriceName, quantity: number): CostLine => ({
  what,
  quantity,
  price,
  usd: toUsd(price, quantity),
});

const toGb = (bytes: number): number => bytes / 1e9;

const toGbSeconds = (billedMs: number, { functionMemoryMb }: Resources): number =>
  (billedMs / 1_000) * (functionMemoryMb / 1_024);

/** The price as it is written: 0.30, or 1.00 / 1,000,000. */
export function toPriceText(name: PriceName): string {
  const { usd, per } = PRICES[name];
  const amount = usd < 0.01 ? String(usd) : usd.toFixed(usd * 100 === Math.round(usd * 100) ? 2 : 3);
  return per === 1 ? amount : `${amount} / ${per.toLocaleString('en-US')}`;
}
