import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ENVIRONMENT_METRICS,
  type EnvironmentMetrics,
  MONITOR_METRICS,
  type MonitorMetrics,
} from '../../../contract/metrics.ts';
import { BATCH_BYTES, DATA_PER_BATCH_COUNT, toBatches } from '../../../lambda/publish/metric-batches.ts';
import {
  type MeasuredRun,
  toMetricGroups,
  VALUES_PER_DATUM_COUNT,
} from '../../../lambda/publish/metric-data.ts';

const SCHEDULED_AT = new Date('2026-11-24T17:15:00Z');

function aRun(overrides: Partial<MeasuredRun> = {}): MeasuredRun {
  return {
    monitor: 'default',
    scheduledAt: SCHEDULED_AT,
    environments: new Map(),
    monitorMetrics: {},
    metrics: 'full',
    ...overrides,
  };
}

const anySeconds = fc.double({ min: 0, max: 1e7, noNaN: true });

const anyMetrics: fc.Arbitrary<EnvironmentMetrics> = fc.record(
  Object.fromEntries(
    Object.entries(ENVIRONMENT_METRICS).map(([name, { kind }]): [string, fc.Arbitrary<number | number[]>] => [
      name,
      kind === 'distribution' ? fc.array(anySeconds, { minLength: 1, maxLength: 400 }) : anySeconds,
    ]),
  ),
  { requiredKeys: [] },
);

const anyMonitorMetrics: fc.Arbitrary<MonitorMetrics> = fc.record(
  Object.fromEntries(Object.keys(MONITOR_METRICS).map((name) => [name, fc.nat()])),
  { requiredKeys: [] },
);

const anyRun: fc.Arbitrary<MeasuredRun> = fc.record({
  monitor: fc.constant('default'),
  scheduledAt: fc.constant(SCHEDULED_AT),
  environments: fc
    .array(fc.tuple(fc.stringMatching(/^env_[a-z0-9]{1,40}$/), anyMetrics), { maxLength: 20 })
    .map((entries) => new Map(entries)),
  monitorMetrics: anyMonitorMetrics,
  metrics: fc.constantFrom('lean', 'essential', 'full'),
});

const toMetricData = (run: MeasuredRun) => toMetricGroups(run).flatMap(({ data }) => data);

describe('toMetricGroups()', () => {
  it.each([
    ['essential', ['EnvironmentId Within', 'EnvironmentId Beyond', 'Monitor Within', 'Monitor Beyond']],
    ['lean', ['Monitor Within', 'Monitor Beyond']],
  ] as const)(
    'adds the share of totals to the group of its environment, with %s metrics',
    (metrics, points) => {
      const measured = { PickupsWithinObjective: 7, PickupsBeyondObjective: 0 };
      const [group] = toMetricGroups(aRun({ metrics, environments: new Map([['env_a', measured]]) }));

      expect(group?.environmentId).toBe('env_a');
      expect(
        group?.data.map(({ MetricName, Dimensions }) =>
          `${Dimensions?.at(-1)?.Name} ${MetricName}`.replace(/Pickups|Objective/g, ''),
        ),
      ).toEqual(points);
      expect(group?.data.map(({ Value }) => Value)).toEqual(
        points.map((point) => (point.endsWith('Within') ? 7 : 0)),
      );
    },
  );

  it('gives every point the unit and dimensions of the catalogue and the scheduled minute', () => {
    const environments = new Map([['env_a', { QueueDepth: 0, QueueWait: [5, 12, 5], QueueVerdict: 4 }]]);

    const data = toMetricData(aRun({ environments, monitorMetrics: { Runs: 1 } }));

    const Dimensions = [
      { Name: 'Monitor', Value: 'default' },
      { Name: 'EnvironmentId', Value: 'env_a' },
    ];
    expect(data).toEqual([
      { MetricName: 'QueueDepth', Dimensions, Timestamp: SCHEDULED_AT, Unit: 'Count', Value: 0 },
      {
        MetricName: 'QueueWait',
        Dimensions,
        Timestamp: SCHEDULED_AT,
        Unit: 'Seconds',
        Values: [5, 12],
        Counts: [2, 1],
      },
      { MetricName: 'QueueVerdict', Dimensions, Timestamp: SCHEDULED_AT, Unit: 'None', Value: 4 },
      {
        MetricName: 'Runs',
        Dimensions: [{ Name: 'Monitor', Value: 'default' }],
        Timestamp: SCHEDULED_AT,
        Unit: 'Count',
        Value: 1,
      },
    ]);
  });

  it('leaves what is not essential out of essential metrics', () => {
    const environments = new Map([
      ['env_a', { QueueDepth: 3, ItemsCreated: 2, RunTime: [60], QueueWait: [1] }],
    ]);

    const namesOf = (metrics: MeasuredRun['metrics']) =>
      toMetricData(aRun({ environments, metrics })).map(({ MetricName }) => MetricName);

    expect(namesOf('lean')).toEqual(['QueueDepth']);
    expect(namesOf('essential')).toEqual(['QueueDepth', 'QueueWait']);
    expect(namesOf('full')).toEqual(['QueueDepth', 'QueueWait', 'RunTime', 'ItemsCreated']);
  });

  it('keeps every measured value, in datums within the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 600 }), { minLength: 1, maxLength: 2000 }), (measured) => {
        const data = toMetricData(aRun({ environments: new Map([['env_a', { QueueWait: measured }]]) }));

        const unfolded = data.flatMap(({ Values = [], Counts = [] }) =>
          Values.flatMap((value, index) => Array.from({ length: Counts[index] ?? 0 }, () => value)),
        );
        expect(unfolded).toEqual(measured.toSorted((a, b) => a - b));
        expect(Math.max(...data.map(({ Values = [] }) => Values.length))).toBeLessThanOrEqual(
          VALUES_PER_DATUM_COUNT,
        );
      }),
    );
  });
});

describe('toBatches()', () => {
  it('splits any run into calls within the limits that put together again are the run', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const batches = toBatches(toMetricGroups(run));

        expect(batches.flatMap(({ data }) => data)).toEqual(toMetricData(run));
        for (const { data, environmentIds } of batches) {
          expect(data.length).toBeGreaterThan(0);
          expect(data.length).toBeLessThanOrEqual(DATA_PER_BATCH_COUNT);
          expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThanOrEqual(BATCH_BYTES + 1);
          const ids = data.flatMap(({ Dimensions = [] }) => Dimensions[1]?.Value ?? []);
          expect(new Set(ids)).toEqual(new Set(environmentIds));
        }
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['nothing', 0, 8, []],
    ['what fits', 1000, 8, [1000]],
    ['one too many', 1001, 8, [1000, 1]],
    ['too many bytes', 900, 1000, [680, 220]],
  ])('makes of %s the right calls', (_, datumCount, nameLength, expectedCounts) => {
    const datum = {
      MetricName: 'n'.repeat(nameLength),
      Timestamp: SCHEDULED_AT,
      Value: 1,
      Unit: 'None' as const,
    };

    const batches = toBatches([
      { environmentId: 'env_a', data: Array.from({ length: datumCount }, () => datum) },
    ]);

    expect(batches.map(({ data }) => data.length)).toEqual(expectedCounts);
  });

  it('keeps an environment whole', () => {
    const datum = { MetricName: 'QueueDepth', Timestamp: SCHEDULED_AT, Value: 1, Unit: 'Count' as const };
    const groups = [600, 600, 300].map((count, index) => ({
      environmentId: `env_${index}`,
      data: Array.from({ length: count }, () => datum),
    }));

    const batches = toBatches(groups);

    expect(batches.map(({ environmentIds, data }) => [environmentIds, data.length])).toEqual([
      [['env_0'], 600],
      [['env_1', 'env_2'], 900],
    ]);
  });
});
