/** What AWS asks, as its price pages say. Free tiers and volume discounts are left out: this is the most it costs. */

export interface Price {
  /** US dollars for `per` units. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  /** The price page, below https://aws.amazon.com/. */
  readonly source: string;
}

export const PRICE_REGION = 'us-east-1';
export const PRICES_READ_AT = new Date('2026-11-24T00:00:00Z');
/** Prices change about once a year, mostly downwards: older ones should be read again. */
export const PRICES_VALID_DAYS = 180;

const CLOUDWATCH = 'cloudwatch/pricing';
const DYNAMODB = 'dynamodb/pricing/on-demand';
const LAMBDA = 'lambda/pricing';
const SNS = 'sns/pricing';
const MILLION = 1_000_000;

const price = (usd: number, per: number, unit: string, source: string): Price => ({ usd, per, unit, source });

export const PRICES = {
  dashboard: price(3, 1, 'dashboard, a month', CLOUDWATCH),
  alarmedMetric: price(0.1, 1, 'metric of an alarm, a month', CLOUDWATCH),
  /** Such an alarm pays for every metric that its query analyses. */
  queriedMetric: price(0.1, 1, 'metric analysed by an alarm on a query, a month', CLOUDWATCH),
  compositeAlarm: price(0.5, 1, 'composite alarm, a month', CLOUDWATCH),
  metric: price(0.3, 1, 'custom metric, a month', CLOUDWATCH),
  putMetricData: price(0.01, 1_000, 'PutMetricData requests', CLOUDWATCH),
  logIngested: price(0.5, 1, 'GB of log ingested', CLOUDWATCH),
  logStored: price(0.03, 1, 'GB of log stored, a month', CLOUDWATCH),
  lambdaRequest: price(0.2, MILLION, 'Lambda requests', LAMBDA),
  lambdaCompute: price(0.0000133334, 1, 'GB-second of Lambda on ARM', LAMBDA),
  schedule: price(1, MILLION, 'Scheduler invocations', 'eventbridge/pricing'),
  event: price(1, MILLION, 'events put on a bus, of up to 64 KB', 'eventbridge/pricing'),
  dynamoWrite: price(0.625, MILLION, 'DynamoDB write request units', DYNAMODB),
  dynamoRead: price(0.125, MILLION, 'DynamoDB read request units', DYNAMODB),
  secret: price(0.4, 1, 'secret, a month', 'secrets-manager/pricing'),
  secretCall: price(0.05, 10_000, 'Secrets Manager calls', 'secrets-manager/pricing'),
  publish: price(0.5, MILLION, 'SNS publishes', SNS),
  mail: price(2, 100_000, 'SNS mails', SNS),
  dataOut: price(0.09, 1, 'GB sent to the internet', 'ec2/pricing/on-demand'),
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;

/** @param quantity in units of the price */
export const toUsd = (name: PriceName, quantity: number): number =>
  (PRICES[name].usd * quantity) / PRICES[name].per;

export function arePricesStale(at: Date): boolean {
  return at.getTime() - PRICES_READ_AT.getTime() > PRICES_VALID_DAYS * 24 * 3_600_000;
}
