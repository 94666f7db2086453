import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createKedaScaler, type KedaSpec } from '../../bench/scaling/keda-scaler.ts';
import { playAll, UNSAFE_SCALER } from '../../bench/scaling/play-all.ts';
import type { Scaler } from '../../bench/scaling/scaler.ts';
import { toScalingTable } from '../../bench/scaling/scaling-table.ts';
import { createStepScaler, type StepPolicy } from '../../bench/scaling/step-scaler.ts';

const POLICY: StepPolicy = {
  alarm: {
    Threshold: 0,
    Period: 60,
    EvaluationPeriods: 1,
    Statistic: 'Maximum',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'missing',
  },
  adjustmentType: 'ExactCapacity',
  steps: [
    { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 1, ScalingAdjustment: 0 },
    { MetricIntervalLowerBound: 1, MetricIntervalUpperBound: 5, ScalingAdjustment: 4 },
    { MetricIntervalLowerBound: 5, ScalingAdjustment: 9 },
  ],
  cooldownSeconds: 60,
  minCapacity: 1,
  maxCapacity: 8,
};

const KEDA: KedaSpec = {
  pollingInterval: 30,
  cooldownPeriod: 0,
  minReplicaCount: 0,
  maxReplicaCount: 50,
  advanced: {
    horizontalPodAutoscalerConfig: {
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 0,
          policies: [{ type: 'Pods', value: 50, periodSeconds: 15 }],
        },
        scaleDown: { stabilizationWindowSeconds: 0 },
      },
    },
  },
  trigger: {
    targetMetricValue: '1',
    minMetricValue: '0',
    ignoreNullValues: 'false',
    metricCollectionTime: '300',
  },
};

/** Asks every 15 s of so many minutes. @returns the capacity at the end of each */
function follow(scaler: Scaler, capacityAtFirst: number, points: readonly (number | null)[]): number[] {
  let capacity = capacityAtFirst;
  return points.map((_point, minute) => {
    for (let nowMs = minute * 60_000 + 15_000; nowMs <= (minute + 1) * 60_000; nowMs += 15_000)
      capacity = scaler.decide(nowMs, capacity, (atMs) => points[atMs / 60_000] ?? null);
    return capacity;
  });
}

describe('the model of step scaling', () => {
  it.each([
    ['takes the step that a value is in, within the limits', [0, 1, 4, 5, 100], [1, 4, 4, 8, 8]],
    ['does nothing without a point', [4, null, null, null], [4, 4, 4, 4]],
  ])('%s', (_what, points, capacities) => {
    expect(follow(createStepScaler(POLICY, 0), 3, points)).toEqual(capacities);
  });

  it('takes an older point where the newest are missing', () => {
    expect(follow(createStepScaler(POLICY, 2), 8, [1, null, null, null])).toEqual([4, 4, 4, 4]);
  });

  it('refuses a policy that it does not know', () => {
    expect(() => createStepScaler({ ...POLICY, adjustmentType: 'ChangeInCapacity' }, 0)).toThrow(
      'does not know a policy of ["ChangeInCapacity"',
    );
  });
});

describe('the model of KEDA', () => {
  it.each([
    ['starts with one, then follows', {}, 0, [4, 4], [1, 4]],
    ['goes to zero', {}, 3, [0, 0], [0, 0]],
    ['keeps what there is when a gap is an error', {}, 3, [null, null], [3, 3]],
    ['goes to zero when a gap is the least value', { ignoreNullValues: 'true' }, 3, [null, null], [0, 0]],
    ['ignores a tenth', {}, 20, [21, 23], [20, 23]],
    [
      'does not where the target makes up for it',
      { targetMetricValue: '0.91' },
      20,
      [21, 22, 23],
      [24, 24, 24],
    ],
    ['needs no second for one', { targetMetricValue: '0.91' }, 0, [1, 1, 1], [1, 1, 1]],
  ])('%s', (_what, trigger, capacity, points, capacities) => {
    const scaler = createKedaScaler({ ...KEDA, trigger: { ...KEDA.trigger, ...trigger } });

    expect(follow(scaler, capacity, points)).toEqual(capacities);
  });

  it('keeps spare ones as long as its window says', () => {
    const spec = structuredClone(KEDA);
    const behavior = {
      ...spec.advanced.horizontalPodAutoscalerConfig.behavior,
      scaleDown: { stabilizationWindowSeconds: 120 },
    };
    const scaler = createKedaScaler({ ...spec, advanced: { horizontalPodAutoscalerConfig: { behavior } } });

    expect(follow(scaler, 6, [6, 6, 2, 2, 2, 2])).toEqual([6, 6, 6, 6, 2, 2]);
  });
});

const played = await playAll();
const playedWithoutKeeping = await playAll(0);

describe('what is deployed to scale by WorkersWanted', () => {
  it.each([...played, ...playedWithoutKeeping].filter(({ scaler }) => scaler !== UNSAFE_SCALER))(
    '$scaler, $scenario: takes no worker in a gap, and none that is wanted',
    (result) => {
      const { gapScaleInCount, belowWantedCount, maxCapacity, endCapacity } = result;

      expect({ gapScaleInCount, belowWantedCount, endCapacity }).toEqual({
        gapScaleInCount: 0,
        belowWantedCount: 0,
        endCapacity: 0,
      });
      expect(maxCapacity).toBeGreaterThan(0);
      expect(Math.max(...result.signalSeconds)).toBeLessThanOrEqual(65);
    },
  );

  it.each(played.filter(({ scaler }) => scaler !== UNSAFE_SCALER))(
    '$scaler, $scenario: cuts no session while spare workers are kept',
    ({ cutCount }) => {
      expect(cutCount).toBe(0);
    },
  );

  it('is needed: what KEDA does by default takes workers in a gap', () => {
    const unsafe = played.filter(({ scaler }) => scaler === UNSAFE_SCALER);

    expect(unsafe.some(({ gapScaleInCount, cutCount }) => gapScaleInCount > 0 && cutCount > 0)).toBe(true);
  });

  it('is measured in docs/autoscaling.md', () => {
    const page = readFileSync(new URL('../../docs/autoscaling.md', import.meta.url), 'utf8');

    expect(page).toContain(toScalingTable(played));
  });
});
