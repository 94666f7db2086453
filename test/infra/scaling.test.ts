/** What scales workers by WorkersWanted, as it is deployed. */
import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { FargateService } from 'aws-cdk-lib/aws-ecs';
import { describe, expect, it } from 'vitest';
import { toCapacitySteps } from '../../infra/scaling/capacity-steps.ts';
import { WorkQueueMonitor } from '../../infra/work-queue-monitor.ts';

const PROPS = { environmentId: 'env_a', maxWorkers: 3 };
const KEDA = { environmentId: 'env_a', deployment: 'workers', region: 'eu-west-1', maxWorkers: 20 };

function aMonitor(settings: object = { sessionsPerWorker: 1 }) {
  const app = new App();
  const stack = new Stack(app, 'Workers');
  const monitor = new WorkQueueMonitor(new Stack(app, 'Monitor'), 'Monitor', {
    monitor: 'default',
    environments: ['env_a', 'env_b'],
    ...settings,
  });
  return { monitor, stack };
}

const aService = (stack: Stack) =>
  FargateService.fromFargateServiceAttributes(stack, 'Service', {
    cluster: { clusterName: 'agents' } as never,
    serviceName: 'workers',
  });

const SIGNAL = {
  Namespace: 'Qoder/WorkQueue',
  MetricName: 'WorkersWanted',
  Dimensions: [
    { Name: 'EnvironmentId', Value: 'env_a' },
    { Name: 'Monitor', Value: 'default' },
  ],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'missing',
  OKActions: Match.absent(),
  InsufficientDataActions: Match.absent(),
};
const STEPS = [
  { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 1, ScalingAdjustment: 0 },
  { MetricIntervalLowerBound: 1, MetricIntervalUpperBound: 2, ScalingAdjustment: 1 },
  { MetricIntervalLowerBound: 2, MetricIntervalUpperBound: 3, ScalingAdjustment: 2 },
  { MetricIntervalLowerBound: 3, ScalingAdjustment: 3 },
];

const { monitor: scaling, stack: services } = aMonitor();
scaling.scaleService(aService(services), { ...PROPS, minWorkers: 1 });
const ofService = Template.fromStack(services);

const { monitor: groupScaling, stack: groups } = aMonitor();
groupScaling.scaleGroup(AutoScalingGroup.fromAutoScalingGroupName(groups, 'Group', 'workers'), PROPS);
const ofGroup = Template.fromStack(groups);

describe('scaleService()', () => {
  it('sets exact numbers of tasks by an alarm that acts only on data, in the stack of the service', () => {
    const template = ofService;

    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      ResourceId: 'service/agents/workers',
      ScalableDimension: 'ecs:service:DesiredCount',
      MinCapacity: 1,
      MaxCapacity: 3,
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ExactCapacity',
        MetricAggregationType: 'Maximum',
        StepAdjustments: STEPS,
      },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', SIGNAL);
    expect(services.dependencies).toEqual([]);
  });

  it.each([
    [{ maxWorkers: 0 }, 'maxWorkers: 0: write a whole number'],
    [{ maxWorkers: 1.5 }, 'maxWorkers: 1.5: write'],
    [{ maxWorkers: 2, minWorkers: 3 }, 'minWorkers: 3: write a whole number of at most maxWorkers'],
  ])('refuses %j', (limits, fault) => {
    const { monitor, stack } = aMonitor();

    expect(() => monitor.scaleService(aService(stack), { environmentId: 'env_a', ...limits })).toThrow(fault);
  });

  it('refuses an environment whose WorkersWanted is not published', () => {
    const { monitor, stack } = aMonitor({ overrides: { env_b: { sessionsPerWorker: 1 } } });

    expect(() => monitor.scaleService(aService(stack), PROPS)).toThrow(
      /sessionsPerWorker.*for env_a in overrides/s,
    );
    expect(() =>
      monitor.scaleService(aService(new Stack()), { ...PROPS, environmentId: 'env_b' }),
    ).not.toThrow();
  });
});

describe('scaleGroup()', () => {
  it('sets exact numbers of instances by the same alarm', () => {
    const template = ofGroup;

    template.hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      AutoScalingGroupName: 'workers',
      PolicyType: 'StepScaling',
      AdjustmentType: 'ExactCapacity',
      MetricAggregationType: 'Maximum',
      StepAdjustments: STEPS,
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', SIGNAL);
  });
});

describe('toCapacitySteps()', () => {
  it.each([1, 2, 19, 20, 21, 50, 100, 1_000, 10_000])(
    'of %i workers are at most 20, without a hole, never too few, and end at the most there may be',
    (maxWorkers) => {
      const steps = toCapacitySteps(maxWorkers);

      expect(steps.length).toBeLessThanOrEqual(20);
      expect(steps[0]).toEqual({ from: 0, to: 1, capacity: 0 });
      for (const [index, { from, to, capacity }] of steps.entries()) {
        expect(from).toBe(index === 0 ? 0 : steps[index - 1]?.to);
        if (to !== undefined) expect(capacity).toBe(to - 1);
      }
      expect(steps.at(-1)).toMatchObject({ to: undefined, capacity: maxWorkers });
      if (maxWorkers < 20)
        expect(steps.map(({ capacity }) => capacity)).toEqual([...Array(maxWorkers + 1).keys()]);
      if (maxWorkers <= 100)
        for (const { from, capacity } of steps.slice(1)) expect(capacity).toBeLessThanOrEqual(from * 1.34);
    },
  );
});

/** Source: KEDA 2.19, "AWS CloudWatch" and "ScaledObject specification". */
const TRIGGER_FIELDS = [
  'namespace',
  'dimensionName',
  'dimensionValue',
  'expression',
  'metricName',
  'targetMetricValue',
  'activationTargetMetricValue',
  'minMetricValue',
  'ignoreNullValues',
  'awsRegion',
  'awsAccountId',
  'awsEndpoint',
  'metricCollectionTime',
  'metricStat',
  'metricStatPeriod',
  'metricUnit',
  'metricEndTimeOffset',
];

describe('toScaledObject()', () => {
  const { monitor } = aMonitor();
  const manifest = monitor.toScaledObject(KEDA);
  const [trigger] = manifest.spec.triggers;

  it('writes only fields that are documented, as texts, and each that decides', () => {
    expect(Object.keys(trigger?.metadata ?? {}).filter((name) => !TRIGGER_FIELDS.includes(name))).toEqual([]);
    expect(Object.values(trigger?.metadata ?? {}).every((value) => typeof value === 'string')).toBe(true);
    expect(trigger).toMatchObject({
      type: 'aws-cloudwatch',
      metricType: 'AverageValue',
      metadata: {
        dimensionName: 'Monitor;EnvironmentId',
        dimensionValue: 'default;env_a',
        ignoreNullValues: 'false',
        metricStat: 'Maximum',
        metricStatPeriod: '60',
      },
    });
    // Source: KEDA refuses a collection time that is no multiple of the period.
    expect(Number(trigger?.metadata.metricCollectionTime) % 60).toBe(0);
    expect(manifest).toMatchObject({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' });
    expect(Object.keys(manifest.spec)).not.toContain('fallback');
  });

  it.each([
    [9, '1'],
    [10, '0.91'],
  ])('of %i workers has the target %s', (maxWorkers, target) => {
    const [only] = monitor.toScaledObject({ ...KEDA, maxWorkers }).spec.triggers;

    expect(only?.metadata.targetMetricValue).toBe(target);
  });

  it('is what docs/autoscaling.md shows, text by text', () => {
    const page = readFileSync(new URL('../../docs/autoscaling.md', import.meta.url), 'utf8');
    const yaml = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

    for (const [name, value] of Object.entries(trigger?.metadata ?? {}))
      expect(yaml).toContain(`        ${name}: ${JSON.stringify(value)}\n`);
    // Every line is a field or an item of a list, indented by two.
    expect(yaml.split('\n').filter((line) => !/^( {2})*(- )?[a-zA-Z]+:( .+)?$|^$/.test(line))).toEqual([]);
  });

  it('is refused where WorkersWanted is not published', () => {
    expect(() => aMonitor({}).monitor.toScaledObject(KEDA)).toThrow('publishes no WorkersWanted');
  });
});
