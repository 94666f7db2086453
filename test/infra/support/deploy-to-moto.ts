/** Creates a template's topics, table, secret, alarms and dashboard in moto, through the SDK, as a deployment would. */
import {
  CloudWatchClient,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand, DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateTopicCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { STAND_IN_CREDENTIALS } from '../../../local/stand-ins/credentials.ts';
import { REGION, resolve } from './resolve-template.ts';
import { type Resource, resourceOf, resourcesOf, type TemplateJson } from './synthesize-monitor.ts';

export interface Clients {
  readonly cloudWatch: CloudWatchClient;
  readonly dynamoDb: DynamoDBClient;
  readonly secrets: SecretsManagerClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

export function connect(endpoint: string): Clients {
  // moto decompresses compressed JSON twice.
  const config = {
    endpoint,
    region: REGION,
    credentials: STAND_IN_CREDENTIALS,
    disableRequestCompression: true,
  };
  return {
    cloudWatch: new CloudWatchClient(config),
    dynamoDb: new DynamoDBClient(config),
    secrets: new SecretsManagerClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
}

/**
 * Properties of a resource, resolved. Their names and shapes in a template are those of the service's own API,
 * which is what the type parameter says.
 */
function inputOf<Input>(template: TemplateJson, { Properties }: Resource): Input {
  return resolve(template, Properties) as Input;
}

/** @returns the ARN of the secret, the one name that AWS makes up */
export async function deploy(clients: Clients, template: TemplateJson, token: string): Promise<string> {
  await createTopics(clients, template);
  await createTable(clients, template);
  for (const [AlarmName, alarm] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
    await clients.cloudWatch.send(
      new PutMetricAlarmCommand({ ...inputOf<PutMetricAlarmCommandInput>(template, alarm), AlarmName }),
    );
  }
  const { id: DashboardName, ...dashboard } = resourceOf(template, 'AWS::CloudWatch::Dashboard');
  const { DashboardBody } = inputOf<{ DashboardBody: string }>(template, dashboard);
  await clients.cloudWatch.send(new PutDashboardCommand({ DashboardName, DashboardBody }));
  const { id: Name } = resourceOf(template, 'AWS::SecretsManager::Secret');
  const { ARN = '' } = await clients.secrets.send(new CreateSecretCommand({ Name, SecretString: token }));
  return ARN;
}

async function createTopics({ sns }: Clients, template: TemplateJson): Promise<void> {
  for (const [Name, topic] of resourcesOf(template, 'AWS::SNS::Topic')) {
    await sns.send(new CreateTopicCommand({ Name, Attributes: inputOf(template, topic) }));
  }
  for (const [, policy] of resourcesOf(template, 'AWS::SNS::TopicPolicy')) {
    const { Topics, PolicyDocument } = inputOf<{ Topics: string[]; PolicyDocument: object }>(
      template,
      policy,
    );
    for (const TopicArn of Topics) {
      const AttributeValue = JSON.stringify(PolicyDocument);
      await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
    }
  }
  for (const [, subscription] of resourcesOf(template, 'AWS::SNS::Subscription')) {
    await sns.send(new SubscribeCommand(inputOf(template, subscription)));
  }
}

async function createTable({ dynamoDb }: Clients, template: TemplateJson): Promise<void> {
  const { id: TableName, ...table } = resourceOf(template, 'AWS::DynamoDB::Table');
  const { PointInTimeRecoverySpecification, ...input } = inputOf<
    CreateTableCommand['input'] &
      Pick<UpdateContinuousBackupsCommand['input'], 'PointInTimeRecoverySpecification'>
  >(template, table);
  await dynamoDb.send(new CreateTableCommand({ ...input, TableName }));
  await dynamoDb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
}

/** A queue that gets what the topic sends. @returns its URL */
export async function listen({ sns, sqs }: Clients, TopicArn: string): Promise<string> {
  const QueueName = TopicArn.replace(/^.*:/, '');
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: Attributes?.QueueArn }));
  return QueueUrl;
}
