/** What a person needs after a deployment, under names that scripts may rely on. */
import { Aws, CfnOutput, type Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { toCommandLine, toTokenCommand } from '../contract/commands.ts';
import { OUTPUTS } from '../contract/deployment.ts';
import { LOCAL_RUNBOOK } from '../contract/local-runbook.ts';
import type { MonitorConfig } from './config/monitor-config.ts';
import type { Demand } from './demands.ts';

/** What of a monitor the outputs name. */
export interface MonitorFacts {
  readonly name: string;
  readonly config: MonitorConfig;
  readonly alertsTopic: sns.ITopic;
  readonly healthTopic: sns.ITopic;
  readonly chatTopic: sns.ITopic | undefined;
  readonly eventBus: events.IEventBus | undefined;
  readonly tokenSecretArn: string;
  /** One, or that of each shard. */
  readonly tokenSecrets: readonly secretsmanager.ISecret[];
  readonly deadManAlarm: Alarm;
  readonly dashboardUrl: string;
  readonly runbookUrl: string | null;
  readonly demands: readonly Demand[];
}

/** Adds the outputs of the only monitor of a stack. */
export function addOutputs(stack: Stack, monitor: MonitorFacts): void {
  const output = (name: string, value: string, description: string) =>
    new CfnOutput(stack, name, { value, description });

  output(OUTPUTS.monitorName, monitor.name, 'Name of the monitor: the dimension Monitor of its metrics');
  output(OUTPUTS.dashboardUrl, monitor.dashboardUrl, 'The dashboard');
  output(
    OUTPUTS.alertsTopicArn,
    monitor.alertsTopic.topicArn,
    'Subscribe to it to get alerts, filtered if you like',
  );
  output(
    OUTPUTS.healthTopicArn,
    monitor.healthTopic.topicArn,
    'Alarms on the monitor itself; never filter it',
  );
  if (monitor.chatTopic !== undefined) {
    output(OUTPUTS.chatTopicArn, monitor.chatTopic.topicArn, 'For Amazon Q Developer in chat applications');
  }
  if (monitor.eventBus !== undefined) {
    output(
      OUTPUTS.eventBusName,
      monitor.eventBus.eventBusArn,
      'Each change of an incident is an event on it',
    );
  }
  output(OUTPUTS.tokenSecretArn, monitor.tokenSecretArn, 'Holds the token, or the service account key');
  output(OUTPUTS.deadManAlarmName, monitor.deadManAlarm.alarmName, 'Fires when no run succeeds');
  output(OUTPUTS.baseUrl, monitor.config.baseUrl, 'The API that is read');
  const runbook = monitor.runbookUrl ?? `${LOCAL_RUNBOOK} of the package qoder-work-queue-monitor`;
  output(OUTPUTS.runbookUrl, runbook, 'What each condition and alarm means');
  output(
    OUTPUTS.storeTokenCommand,
    toTokenCommand(monitor.tokenSecretArn, monitor.config),
    'Next step: store the token',
  );
  output(
    OUTPUTS.testAlertCommand,
    toCommandLine('test-alert', '--stack', Aws.STACK_NAME),
    'Then: see that alerts arrive',
  );
  addTokensOfShards(stack, monitor);
  addStatements(stack, monitor.demands);
}

/** Of each but the first, whose outputs are those of the only one. */
function addTokensOfShards(stack: Stack, { tokenSecrets, config }: MonitorFacts): void {
  for (const [index, { secretArn }] of tokenSecrets.slice(1).entries()) {
    const shard = index + 1;
    new CfnOutput(stack, `${OUTPUTS.tokenSecretArn}${shard}`, {
      value: secretArn,
      description: `Holds the token, or the service account key, of shard ${shard}`,
    });
    new CfnOutput(stack, `${OUTPUTS.storeTokenCommand}${shard}`, {
      value: toTokenCommand(secretArn, config),
      description: `Next step: store the token of shard ${shard}`,
    });
  }
}

/** What the app could not add to policies that it did not make. */
function addStatements(stack: Stack, demands: readonly Demand[]): void {
  for (const { output, subject, statements } of demands) {
    new CfnOutput(stack, output, {
      value: stack.toJsonString(statements.map((statement) => statement.toStatementJson())),
      description: `Add these statements to the policy of ${subject}`,
    });
  }
}
