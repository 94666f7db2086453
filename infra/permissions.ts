/** Everything the monitor may do in the account, and what others may do to it: the page for a security review. */
import { Aws, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EVENT_SOURCE } from '../contract/deployment.ts';
import { METRIC_NAMESPACE } from '../contract/metrics.ts';

export interface FunctionResources {
  readonly tableArn: string;
  readonly topicArns: readonly string[];
  readonly eventBusArn: string | undefined;
  readonly tokenSecretArns: readonly string[];
  /** With the `:*` that covers the group's streams. */
  readonly logGroupArn: string;
  readonly encryptionKeyArn: string | undefined;
  /** Keys of an existing secret and an existing topic. */
  readonly tokenSecretKeyArn: string | undefined;
  readonly alertsTopicKeyArn: string | undefined;
}

/** The function's own role: nothing else is attached to it. */
export function functionStatements(resources: FunctionResources): iam.PolicyStatement[] {
  const { tableArn, topicArns, eventBusArn, tokenSecretArns, logGroupArn, ...keys } = resources;
  const { encryptionKeyArn, tokenSecretKeyArn, alertsTopicKeyArn } = keys;
  const ifThere = (arn: string | undefined, actions: readonly string[], conditions: iam.Conditions) =>
    arn === undefined ? [] : [allow(actions, [arn], conditions)];
  return [
    // Not CreateLogGroup: after `cdk destroy` a last run must not bring the group back, without retention.
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroupArn]),
    allow(['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [tableArn]),
    allow(['secretsmanager:GetSecretValue'], tokenSecretArns),
    allow(['sns:Publish'], topicArns),
    ...ifThere(eventBusArn, PUT_ACTIONS, OF_OUR_SOURCE),
    // PutMetricData knows no resources; its namespace is the only bound IAM offers.
    allow(['cloudwatch:PutMetricData'], ['*'], {
      StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE },
    }),
    ...ifThere(encryptionKeyArn, KEY_USE_ACTIONS, through('dynamodb', 'secretsmanager', 'sns')),
    ...ifThere(tokenSecretKeyArn, SECRET_KEY_ACTIONS, through('secretsmanager')),
    ...ifThere(alertsTopicKeyArn, TOPIC_KEY_ACTIONS, through('sns')),
  ];
}

const PUT_ACTIONS = ['events:PutEvents'];
/**
 * Nothing is put on a bus in the name of somebody else. A request names the sources of all its entries.
 * Source: EventBridge, "Example policy: Send events to a custom bus in a different account".
 */
const OF_OUR_SOURCE: iam.Conditions = { 'ForAllValues:StringEquals': { 'events:source': EVENT_SOURCE } };

/** Source: DynamoDB, "Authorizing use of your customer managed key"; topics and secret need fewer. */
const KEY_USE_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** Source: Secrets Manager, "Permissions for the KMS key", for who reads. */
const SECRET_KEY_ACTIONS = ['kms:Decrypt'];
/** Source: SNS, "Managing Amazon SNS encryption keys and costs", for who publishes. */
const TOPIC_KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey*'];

/** Only through the services that keep our data under the key, never directly. */
const through = (...services: readonly string[]): iam.Conditions => ({
  StringEquals: {
    'kms:ViaService': services.map((service) => `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`),
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

/** For a bus in another account. */
export function functionMayPutEvents(eventBusArn: string, roleArn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'AllowMonitor',
    principals: [new iam.ArnPrincipal(roleArn)],
    actions: PUT_ACTIONS,
    resources: [eventBusArn],
    conditions: OF_OUR_SOURCE,
  });
}

/** What the policy of the health topic's key must say: alarms publish with CloudWatch's own hands. */
export const alarmsMayUseKey = (): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid: 'AllowAlarms',
    principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: TOPIC_KEY_ACTIONS,
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });

/** What the policies of keys must say, unless they leave it to IAM, as those that AWS writes do. */
export const functionMayUseKey = (roleArn: string): iam.PolicyStatement =>
  keyStatement(roleArn, KEY_USE_ACTIONS, through('dynamodb', 'secretsmanager', 'sns'));
export const functionMayUseSecretKey = (roleArn: string): iam.PolicyStatement =>
  keyStatement(roleArn, SECRET_KEY_ACTIONS, through('secretsmanager'));
export const functionMayUseTopicKey = (roleArn: string): iam.PolicyStatement =>
  keyStatement(roleArn, TOPIC_KEY_ACTIONS, through('sns'));

const keyStatement = (roleArn: string, actions: readonly string[], conditions: iam.Conditions) =>
  new iam.PolicyStatement({
    sid: 'AllowMonitor',
    principals: [new iam.ArnPrincipal(roleArn)],
    actions: [...actions],
    resources: ['*'],
    conditions,
  });

/** Amazon Q Developer draws the graph of an alarm, and does nothing else: no command of a chat goes further. */
export const chatStatements = (): iam.PolicyStatement[] => [
  allow(['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:GetMetricWidgetImage'], ['*']),
];

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
