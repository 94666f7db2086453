import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { addedBy, NO_CALLS, perRun, splitCounts } from '../../bench/cost/call-counts.ts';
import { AIM_USD, toCostPage } from '../../bench/cost/cost-page.ts';
import { type CountedCost, countCost } from '../../bench/cost/count-cost.ts';
import { countResources } from '../../bench/cost/count-resources.ts';
import {
  type CostInput,
  fleetUsd,
  metricCount,
  toMonthlyCost,
  toObjectiveCost,
  toPriceText,
  totalUsd,
} from '../../bench/cost/monthly-cost.ts';
import { arePricesStale, PRICES, toUsd } from '../../bench/cost/prices.ts';
import type { MetricDefinition } from '../../contract/metric-definition.ts';
import { ENVIRONMENT_METRICS, MONITOR_METRICS } from '../../contract/metrics.ts';

const fixed = { ...NO_CALLS, putMetricData: 2, dynamoWriteUnits: 2, secretReads: 0.2, logBytes: 600 };
const perEnvironment = { ...NO_CALLS, dynamoWriteUnits: 1, dynamoReadUnits: 0.5, apiRequests: 1.5 };
const INPUT: CostInput = {
  intervalMinutes: 1,
  metrics: 'essential',
  counts: { fixed, perEnvironment },
  resources: {
    dashboardCount: 1,
    alarmedMetricCount: 4,
    queryAlarmCount: 0,
    compositeAlarmCount: 0,
    secretCount: 1,
    functionMemoryMb: 256,
    logRetentionDays: 30,
  },
};
const usdOf = (lines: readonly { readonly what: string; readonly usd: number }[]) =>
  Object.fromEntries(lines.map(({ what, usd }) => [what, Number(usd.toFixed(4))]));

describe('docs/cost.md', () => {
  let counted: CountedCost = {
    ...INPUT,
    variants: [],
    incident: NO_CALLS,
    objective: { metricCount: 0, fixedUsd: 0, perEnvironmentUsd: 0 },
  };
  beforeAll(async () => {
    counted = await countCost({ intervalMinutes: 1, metrics: 'essential', queueAlarms: false });
  }, 300_000);

  it('says what counting says now; else run: npm run cost -- --write', () => {
    const page = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');

    expect(page).toBe(toCostPage({ ...counted, environmentCount: 10 }));
  });

  it('stays within what a monitor and an environment may cost', () => {
    const cost = toMonthlyCost(counted);

    expect(totalUsd(cost.fixed)).toBeLessThanOrEqual(AIM_USD.fixed);
    expect(totalUsd(cost.perEnvironment)).toBeLessThanOrEqual(AIM_USD.perEnvironment);
  });

  it('rests on calls that were counted: two publications and two writes of the lease a run', () => {
    const { fixed: calls, perEnvironment: each } = counted.counts;

    expect(calls.putMetricData).toBe(2);
    // Some environments write a little more than others, which is counted as fixed, or is missing there.
    expect(calls.dynamoWriteUnits).toBeCloseTo(2, 0);
    // The secret is kept for five minutes, and read by the first run after that.
    expect(calls.secretReads).toBeGreaterThanOrEqual(1 / 6);
    expect(calls.secretReads).toBeLessThanOrEqual(1 / 5);
    expect(each.apiRequests).toBeGreaterThanOrEqual(1);
    expect(each.putMetricData).toBe(0);
  });
});

describe('toMonthlyCost()', () => {
  it('prices what a monitor needs, whatever it watches', () => {
    expect(usdOf(toMonthlyCost(INPUT).fixed)).toEqual({
      dashboard: 3,
      'alarms on the monitor itself': 0.4,
      "the monitor's own metrics": Number((Object.keys(MONITOR_METRICS).length * 0.3).toFixed(4)),
      'publishing metrics': 0.864,
      secret: 0.4,
      'reading the secret': 0.0432,
      schedule: 0.0432,
      'function, requests': 0.0086,
      // 0.8 s of a quarter GB.
      'function, time': 0.072,
      'state, written': 0.054,
      'state, read': 0,
      // 600 bytes of ours and 400 of Lambda's.
      'log, ingested': 0.0216,
      'log, stored': 0.0013,
      'alerts, published': 0.0001,
      'alerts, mailed': 0.006,
    });
  });

  it('prices what each environment adds', () => {
    expect(usdOf(toMonthlyCost(INPUT).perEnvironment)).toEqual({
      'metrics, essential': 3,
      'function, time': 0.0036,
      'state, written': 0.027,
      'state, read': 0.0027,
      'log, ingested': 0,
      'log, stored': 0,
      'requests to the Qoder API': 0.0117,
    });
  });

  it('prices every metric of the catalogue when all are asked for, but for those of a setting', () => {
    const [metrics] = toMonthlyCost({ ...INPUT, metrics: 'full' }).perEnvironment;
    const all = Object.values<MetricDefinition>(ENVIRONMENT_METRICS);

    expect(metrics).toMatchObject({
      what: 'metrics, full',
      quantity: all.filter(({ setting }) => setting === undefined).length,
    });
  });

  it('lets an alarm on a query pay for each metric that it analyses', () => {
    const resources = { ...INPUT.resources, queryAlarmCount: 2 };

    const { perEnvironment: lines } = toMonthlyCost({ ...INPUT, resources });

    expect(usdOf(lines)['alarms over all environments']).toBe(0.2);
  });

  it('asks the services less often with a longer interval', () => {
    const often = usdOf(toMonthlyCost(INPUT).fixed);
    const seldom = usdOf(toMonthlyCost({ ...INPUT, intervalMinutes: 2 }).fixed);

    expect(seldom['publishing metrics']).toBe(0.432);
    expect(seldom.dashboard).toBe(often.dashboard);
  });
});

describe('toObjectiveCost()', () => {
  it('pays for totals, for the metrics of each window and for what joins them, and for two metrics an environment', () => {
    const count = (slo?: { pickupSeconds: number; target: number }) =>
      countResources({ environments: ['env_a'], queueAlarms: true, ...(slo === undefined ? {} : { slo }) });
    const [without, withObjective] = [count(), count({ pickupSeconds: 60, target: 0.95 })];
    const { fixedUsd, perEnvironmentUsd } = toObjectiveCost(without, withObjective);

    expect([withObjective.queryAlarmCount, withObjective.compositeAlarmCount]).toEqual([2, 2]);
    // 2 x 0.30, 4 windows of 2 metrics at 0.10, 2 x 0.50.
    expect(fixedUsd).toBeCloseTo(0.6 + 0.8 + 1);
    expect(perEnvironmentUsd).toBeCloseTo(0.6);
  });
});

describe('lean metrics', () => {
  it('make an environment cost less than a dollar', () => {
    const lean = totalUsd(toMonthlyCost({ ...INPUT, metrics: 'lean' }).perEnvironment);

    expect([metricCount('lean'), lean < 1]).toEqual([3, true]);
  });
});

describe('fleetUsd()', () => {
  it.each([
    { metrics: 'essential', environmentCount: 100, moreCalls: 0 },
    { metrics: 'essential', environmentCount: 101, moreCalls: 1 },
    { metrics: 'lean', environmentCount: 333, moreCalls: 0 },
    { metrics: 'lean', environmentCount: 1_000, moreCalls: 3 },
  ] as const)(
    'pays for $environmentCount environments with $metrics metrics $moreCalls more calls a run',
    (row) => {
      const { metrics, environmentCount, moreCalls } = row;
      const input = { ...INPUT, metrics };
      const { fixed: once, perEnvironment: each } = toMonthlyCost(input);

      const moreUsd = fleetUsd(input, environmentCount) - totalUsd(once) - environmentCount * totalUsd(each);

      expect(moreUsd).toBeCloseTo(toUsd('putMetricData', moreCalls * 43_200));
    },
  );
});

it('addedBy() counts what is more, and nothing that is less', () => {
  const before = { ...NO_CALLS, logBytes: 600, dynamoWriteUnits: 2 };
  const counts = { ...NO_CALLS, logBytes: 900, dynamoWriteUnits: 1 };

  expect(addedBy(counts, before)).toEqual({ ...NO_CALLS, logBytes: 300 });
});

describe('splitCounts()', () => {
  it('takes apart what is fixed and what each environment adds', () => {
    const few = { environmentCount: 1, counts: { ...NO_CALLS, putMetricData: 2, apiRequests: 1.5 } };
    const many = { environmentCount: 4, counts: { ...NO_CALLS, putMetricData: 2, apiRequests: 6 } };

    expect(splitCounts(few, many)).toEqual({
      fixed: { ...NO_CALLS, putMetricData: 2 },
      perEnvironment: { ...NO_CALLS, apiRequests: 1.5 },
    });
  });

  it('refuses two countings that do not differ', () => {
    const same = { environmentCount: 2, counts: NO_CALLS };

    expect(() => splitCounts(same, same)).toThrow('Cannot split counts of 2 and 2 environments');
  });
});

it('perRun() is the mean', () => {
  expect(perRun({ ...NO_CALLS, secretReads: 12, logBytes: 600 }, 60)).toEqual({
    ...NO_CALLS,
    secretReads: 0.2,
    logBytes: 10,
  });
});

describe('countResources()', () => {
  it('counts alarms on queries only where they are asked for', () => {
    const count = (queueAlarms: boolean) =>
      countResources({ environments: ['env_a'], queueAlarms }).queryAlarmCount;

    expect([count(false), count(true)]).toEqual([0, 2]);
  });

  it('counts no secret where there is one already', () => {
    const tokenSecretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:qoder-token-AbCdEf';

    expect(countResources({ environments: ['env_a'], tokenSecretArn }).secretCount).toBe(0);
  });
});

describe('prices', () => {
  it('are multiplied and divided by their unit', () => {
    expect(toUsd('putMetricData', 86_400)).toBeCloseTo(0.864);
    expect(toUsd('dashboard', 2)).toBe(6);
  });

  it('name a price, a unit and the page they are from', () => {
    const incomplete = Object.values(PRICES).filter(
      ({ usd, per, unit, source }) => !(usd > 0 && per >= 1 && unit !== '' && /pricing/.test(source)),
    );

    expect(incomplete).toEqual([]);
  });

  it.each([
    ['2026-12-24T00:00:00Z', false],
    ['2027-05-23T00:00:00Z', false],
    ['2027-05-24T00:00:00Z', true],
  ])('at %s are stale: %s', (at, expected) => {
    expect(arePricesStale(new Date(at))).toBe(expected);
  });

  it.each([
    ['dashboard', '3.00'],
    ['putMetricData', '0.01 / 1,000'],
    ['dynamoWrite', '0.625 / 1,000,000'],
    ['lambdaCompute', '0.0000133334'],
  ] as const)('%s is written as %s', (name, expected) => {
    expect(toPriceText(name)).toBe(expected);
  });
});
