/** Everything the monitor may do in the account, and what others may do to it: the page for a security review. */
import { Aws, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { METRIC_NAMESPACE } from '../contract/metrics.ts';

export interface FunctionResources {
  readonly tableArn: string;
  readonly topicArns: readonly string[];
  readonly tokenSecretArn: string;
  /** With the `:*` that covers the group's streams. */
  readonly logGroupArn: string;
  readonly encryptionKeyArn: string | undefined;
}

/** The function's own role: nothing else is attached to it. */
export function functionStatements(resources: FunctionResources): iam.PolicyStatement[] {
  const { tableArn, topicArns, tokenSecretArn, logGroupArn, encryptionKeyArn } = resources;
  const statements = [
    // Not CreateLogGroup: after `cdk destroy` a last run must not bring the group back, without retention.
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroupArn]),
    allow(['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [tableArn]),
    allow(['secretsmanager:GetSecretValue'], [tokenSecretArn]),
    allow(['sns:Publish'], topicArns),
    // PutMetricData knows no resources; its namespace is the only bound IAM offers.
    allow(['cloudwatch:PutMetricData'], ['*'], {
      StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE },
    }),
  ];
  return encryptionKeyArn === undefined
    ? statements
    : [...statements, allow(KEY_USE_ACTIONS, [encryptionKeyArn], throughServices())];
}

/** Source: DynamoDB, "Authorizing use of your customer managed key"; topics and secret need fewer. */
const KEY_USE_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** Only through the services that keep our data under the key, never directly. */
const throughServices = (): iam.Conditions => ({
  StringEquals: {
    'kms:ViaService': ['dynamodb', 'secretsmanager', 'sns'].map(
      (service) => `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`,
    ),
  },
});

/** Lets the account's alarms publish. Without it a topic that has any policy of its own drops them silently. */
export function alarmsMayPublish(topicArn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'AllowAlarms',
    principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}

export function functionMayPublish(topicArn: string, roleArn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'AllowMonitor',
    principals: [new iam.ArnPrincipal(roleArn)],
    actions: ['sns:Publish'],
    resources: [topicArn],
  });
}

/** What a customer key's policy must say: alarms publish to an encrypted topic with CloudWatch's own hands. */
export function keyStatements(roleArn: string): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      sid: 'AllowAlarms',
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
    new iam.PolicyStatement({
      sid: 'AllowMonitor',
      principals: [new iam.ArnPrincipal(roleArn)],
      actions: KEY_USE_ACTIONS,
      resources: ['*'],
      conditions: throughServices(),
    }),
  ];
}

/** EventBridge Scheduler may take its role only for schedules of this account. Source: its guide, "Confused deputy". */
export function schedulerPrincipal(stack: Stack): iam.ServicePrincipal {
  const groupArn = stack.formatArn({
    service: 'scheduler',
    resource: 'schedule-group',
    resourceName: 'default',
  });
  return new iam.ServicePrincipal('scheduler.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': groupArn } },
  });
}

function allow(actions: readonly string[], resources: readonly string[], conditions?: iam.Conditions) {
  return new iam.PolicyStatement({
    actions: [...actions],
    resources: [...resources],
    ...(conditions === undefined ? {} : { conditions }),
  });
}
