/** What a person needs after a deployment, under names that scripts may rely on. */
import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { OUTPUTS } from '../contract/deployment.ts';
import { LOCAL_RUNBOOK } from '../contract/local-runbook.ts';
import { alarmsMayPublish, functionMayPublish, keyStatements } from './permissions.ts';
import type { WorkQueueMonitor } from './work-queue-monitor.ts';

/** Adds the outputs of the only monitor of a stack. */
export function addOutputs(stack: Stack, monitor: WorkQueueMonitor): void {
  const output = (name: string, value: string, description: string) =>
    new CfnOutput(stack, name, { value, description });

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
  output(OUTPUTS.tokenSecretArn, monitor.tokenSecretArn, 'Holds the personal access token');
  output(OUTPUTS.deadManAlarmName, monitor.deadManAlarm.alarmName, 'Fires when no run succeeds');
  output(OUTPUTS.baseUrl, monitor.config.baseUrl, 'The API that is read');
  const runbook = monitor.runbookUrl ?? `${LOCAL_RUNBOOK} of the package qoder-work-queue-monitor`;
  output(OUTPUTS.runbookUrl, runbook, 'What each condition and alarm means');
  output(
    OUTPUTS.storeTokenCommand,
    `npm run token -- --stack ${stack.stackName}`,
    'Next step: store the token',
  );
  output(
    OUTPUTS.testAlertCommand,
    `npm run test-alert -- --stack ${stack.stackName}`,
    'Then: see that alerts arrive',
  );
  addStatements(stack, monitor);
}

/** CDK cannot edit what it did not make: these statements have to be added by hand. */
function addStatements(stack: Stack, { config, alertsTopic, healthTopic, role }: WorkQueueMonitor): void {
  const output = (name: string, statements: readonly iam.PolicyStatement[], subject: string) =>
    new CfnOutput(stack, name, {
      value: stack.toJsonString(statements.map((statement) => statement.toStatementJson())),
      description: `Add these statements to the policy of ${subject}`,
    });

  if (config.alertsTopicArn !== undefined) {
    const statement = functionMayPublish(alertsTopic.topicArn, role.roleArn);
    output(OUTPUTS.alertsTopicStatements, [statement], 'the alerts topic, if it is in another account');
  }
  if (config.healthTopicArn !== undefined) {
    output(OUTPUTS.healthTopicStatements, [alarmsMayPublish(healthTopic.topicArn)], 'the health topic');
  }
  if (config.encryptionKeyArn !== undefined) {
    output(OUTPUTS.keyStatements, keyStatements(role.roleArn), 'the customer key');
  }
}
