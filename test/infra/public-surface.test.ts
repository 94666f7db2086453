/** What an app can do with the construct besides deploying it. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENT_METRICS, MONITOR_METRICS } from '../../contract/metrics.ts';
import type { MonitorConfigInput } from '../../infra/config/monitor-config.ts';
import type { MonitorSettings } from '../../infra/config/monitor-settings.ts';
import { MeasuredMonitor } from '../../infra/measured-monitor.ts';
import { WorkQueueMonitor } from '../../infra/work-queue-monitor.ts';
import { resourceOf, resourcesOf, type TemplateJson } from './support/synthesize-monitor.ts';

function aMonitor(props: Partial<MonitorSettings> = {}) {
  const stack = new Stack(new App(), 'Queues', { env: { account: '111122223333', region: 'eu-west-1' } });
  const monitor = new WorkQueueMonitor(stack, 'Monitor', {
    monitor: 'default',
    environments: ['env_a'],
    ...props,
  });
  return { stack, monitor, template: () => Template.fromStack(stack).toJSON() as TemplateJson };
}

describe('WorkQueueMonitor', () => {
  it('has its function, table, log, schedule, topics and dashboard to build on', () => {
    const { stack, monitor, template } = aMonitor({ chat: true });
    const ids = [
      monitor.function.node.defaultChild,
      monitor.table.node.defaultChild,
      monitor.logGroup.node.defaultChild,
      monitor.schedule,
      monitor.dashboard.node.defaultChild,
    ].map((resource) => stack.resolve((resource as { readonly logicalId?: string } | undefined)?.logicalId));

    monitor.alertsTopic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue')));
    monitor.chatTopic?.addSubscription(new SqsSubscription(new Queue(stack, 'ChatQueue')));
    expect(Object.keys(template().Resources)).toEqual(expect.arrayContaining(ids));
    expect(resourcesOf(template(), 'AWS::SNS::Subscription')).toHaveLength(2);
  });

  it('has its alarms by name, for actions of your own', () => {
    const { stack, monitor, template } = aMonitor({ queueAlarms: true });
    const pager = new Topic(stack, 'Pager');
    monitor.alarms.functionErrors.addAlarmAction(new SnsAction(pager));
    monitor.alarms.queueNotServed?.addOkAction(new SnsAction(pager));

    expect(monitor.alarms.noSuccessfulRun).toBe(monitor.deadManAlarm);
    expect(
      resourceOf(template(), 'AWS::CloudWatch::Alarm', 'FunctionErrors').Properties.AlarmActions,
    ).toHaveLength(2);
    expect(
      resourceOf(template(), 'AWS::CloudWatch::Alarm', 'QueueNotServed').Properties.OKActions,
    ).toHaveLength(1);
    expect(aMonitor().monitor.alarms.queueNotServed).toBeUndefined();
  });

  it('has the alarms and metrics of an objective, of one environment and of all together', () => {
    const { stack, monitor, template } = aMonitor({ slo: { pickupSeconds: 60, target: 0.95 } });
    monitor.alarms.pickupsBurnFast?.addAlarmAction(new SnsAction(new Topic(stack, 'Pager')));

    expect(
      resourceOf(template(), 'AWS::CloudWatch::CompositeAlarm', 'PickupsFast').Properties.AlarmActions,
    ).toHaveLength(2);
    expect(monitor.metricPickupsBeyondObjective().dimensions).toEqual({ Monitor: 'default' });
    expect(monitor.metricPickupsBeyondObjective('env_a')).toMatchObject({
      statistic: 'Sum',
      dimensions: { Monitor: 'default', EnvironmentId: 'env_a' },
    });
    expect(aMonitor().monitor.alarms.pickupsBurnFast).toBeUndefined();
  });

  it('has a method for every metric of the catalogue', () => {
    const expected = [...Object.keys(ENVIRONMENT_METRICS), ...Object.keys(MONITOR_METRICS)].map(
      (name) => `metric${name}`,
    );

    expect(
      Object.getOwnPropertyNames(MeasuredMonitor.prototype)
        .filter((name) => name !== 'constructor')
        .sort(),
    ).toEqual(expected.sort());
    expect(aMonitor().monitor).toBeInstanceOf(MeasuredMonitor);
  });

  it('names metrics as the function publishes them, changed by options', () => {
    const { stack, monitor, template } = aMonitor();
    monitor.metricQueueDepth('env_a').createAlarm(stack, 'Deep', { threshold: 50, evaluationPeriods: 5 });
    const wait = monitor.metricQueueWait('env_a', { statistic: 'p99', label: 'wait' });

    expect(resourceOf(template(), 'AWS::CloudWatch::Alarm', 'Deep').Properties).toMatchObject({
      Namespace: 'Qoder/WorkQueue',
      MetricName: 'QueueDepth',
      Dimensions: [
        { Name: 'EnvironmentId', Value: 'env_a' },
        { Name: 'Monitor', Value: 'default' },
      ],
      Statistic: 'Maximum',
      Period: 60,
    });
    expect([wait.statistic, wait.label, monitor.metricItemsCreated('env_a').statistic]).toEqual([
      'p99',
      'wait',
      'Sum',
    ]);
    expect(monitor.metricRuns().dimensions).toEqual({ Monitor: 'default' });
  });

  it('lets others read the token', () => {
    const { stack, monitor, template } = aMonitor();
    const role = new Role(stack, 'Worker', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });

    expect(monitor.grantReadToken(role).success).toBe(true);
    expect(resourceOf(template(), 'AWS::IAM::Policy', 'Worker').Properties.PolicyDocument).toMatchObject({
      Statement: [
        {
          Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
          Resource: { Ref: resourceOf(template(), 'AWS::SecretsManager::Secret').id },
        },
      ],
    });
  });

  it('has outputs when asked for, and none before', () => {
    const { monitor, template } = aMonitor();
    monitor.addOutputs();

    expect(aMonitor().template().Outputs).toBeUndefined();
    expect(Object.keys(template().Outputs)).toEqual(
      expect.arrayContaining(['TokenSecretArn', 'DashboardUrl']),
    );
  });
});

it('MonitorSettings takes what the schema takes, and no other', () => {
  // Checked by the compiler: each fits where the other is wanted.
  const settings: MonitorSettings = {} as MonitorConfigInput;
  const names: Record<keyof MonitorSettings, true> = {} as Record<keyof MonitorConfigInput, true>;

  expect([settings, names]).toEqual([{}, {}]);
});
