/** The scalers as they are deployed: of an ECS service and of an Auto Scaling group from their template, KEDA from its manifest. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import * as v from 'valibot';
import { toScaledObject } from '../../infra/scaling/scaled-object.ts';
import { scaleGroup, scaleService } from '../../infra/scaling/worker-scaling.ts';
import { createKedaScaler, type KedaSpec } from './keda-scaler.ts';
import type { Scaler } from './scaler.ts';
import { createStepScaler, type StepPolicy } from './step-scaler.ts';

export const MAX_WORKERS = 20;
const ENVIRONMENT_ID = 'env_scaled';
const MONITOR = { name: 'default', config: { sessionsPerWorker: 1, overrides: {} } };
/** Spare workers are kept for so long in the plays: it is what the page recommends. */
export const KEEP_WORKERS_MINUTES = 10;
/** Periods that CloudWatch looks back where points are missing. */
const EXTRA_PERIODS = 4;

/** By name: a new one for each play. */
export function deployedScalers(): Readonly<Record<string, () => Scaler>> {
  const { service, group } = synthesize();
  const keda = kedaSpec();
  return {
    'ECS service': () => createStepScaler(service, EXTRA_PERIODS),
    'Auto Scaling group': () => createStepScaler(group, EXTRA_PERIODS),
    KEDA: () => createKedaScaler(keda),
  };
}

/** As KEDA comes: a gap is the least value. */
export const kedaByDefault = (): Scaler =>
  createKedaScaler({
    ...kedaSpec(),
    trigger: { targetMetricValue: '1', minMetricValue: '0', metricCollectionTime: '300' },
  });

function kedaSpec(): KedaSpec {
  const { spec } = toScaledObject(MONITOR, {
    environmentId: ENVIRONMENT_ID,
    deployment: 'workers',
    region: 'eu-west-1',
    maxWorkers: MAX_WORKERS,
  });
  const [trigger] = spec.triggers;
  return { ...spec, trigger: trigger?.metadata ?? {} };
}

function synthesize(): { readonly service: StepPolicy; readonly group: StepPolicy } {
  const outdir = mkdtempSync(join(tmpdir(), 'qoder-scaling-'));
  try {
    const stack = new Stack(new App({ outdir, context: CURRENTLY_RECOMMENDED_FLAGS }), 'Workers');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-west-1a'],
      privateSubnetIds: ['subnet-0123456789abcdef0'],
      privateSubnetRouteTableIds: ['rtb-0123456789abcdef0'],
    });
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
    taskDefinition.addContainer('worker', { image: ecs.ContainerImage.fromRegistry('example.com/worker') });
    const cluster = ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'workers', vpc });
    const service = new ecs.FargateService(stack, 'Service', {
      cluster,
      taskDefinition,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
    });
    const group = new AutoScalingGroup(stack, 'Group', {
      vpc,
      instanceType: new ec2.InstanceType('t4g.small'),
      machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
      minCapacity: 0,
      maxCapacity: MAX_WORKERS,
    });
    const props = { environmentId: ENVIRONMENT_ID, maxWorkers: MAX_WORKERS };
    scaleService(MONITOR, service, props);
    scaleGroup(MONITOR, group, props);
    return toPolicies(Template.fromStack(stack).toJSON().Resources);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const alarmSchema = v.object({
  Threshold: v.number(),
  Period: v.number(),
  EvaluationPeriods: v.number(),
  Statistic: v.string(),
  ComparisonOperator: v.string(),
  TreatMissingData: v.string(),
});
const stepsSchema = v.array(
  v.object({
    MetricIntervalLowerBound: v.exactOptional(v.number()),
    MetricIntervalUpperBound: v.exactOptional(v.number()),
    ScalingAdjustment: v.number(),
  }),
);
const policyEntries = { AdjustmentType: v.string(), StepAdjustments: stepsSchema };
const servicePolicySchema = v.object({
  StepScalingPolicyConfiguration: v.object({ ...policyEntries, Cooldown: v.number() }),
});
const targetSchema = v.object({ MinCapacity: v.number(), MaxCapacity: v.number() });
const groupSchema = v.object({ MinSize: v.string(), MaxSize: v.string() });

type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>;

function toPolicies(resources: Resources): { readonly service: StepPolicy; readonly group: StepPolicy } {
  const propertiesOf = (type: string, idPart = '') =>
    Object.entries(resources).find(([id, { Type }]) => Type === type && id.startsWith(idPart))?.[1]
      .Properties;
  const alarmOf = (idPart: string) => v.parse(alarmSchema, propertiesOf('AWS::CloudWatch::Alarm', idPart));
  const { StepScalingPolicyConfiguration: service } = v.parse(
    servicePolicySchema,
    propertiesOf('AWS::ApplicationAutoScaling::ScalingPolicy'),
  );
  const target = v.parse(targetSchema, propertiesOf('AWS::ApplicationAutoScaling::ScalableTarget'));
  const group = v.parse(v.object(policyEntries), propertiesOf('AWS::AutoScaling::ScalingPolicy'));
  const limits = v.parse(groupSchema, propertiesOf('AWS::AutoScaling::AutoScalingGroup'));
  return {
    service: {
      alarm: alarmOf('Service'),
      adjustmentType: service.AdjustmentType,
      steps: service.StepAdjustments,
      cooldownSeconds: service.Cooldown,
      minCapacity: target.MinCapacity,
      maxCapacity: target.MaxCapacity,
    },
    group: {
      alarm: alarmOf('Group'),
      adjustmentType: group.AdjustmentType,
      steps: group.StepAdjustments,
      // Step scaling of a group knows none.
      cooldownSeconds: 0,
      minCapacity: Number(limits.MinSize),
      maxCapacity: Number(limits.MaxSize),
    },
  };
}
