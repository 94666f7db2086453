import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TOKEN_PLACEHOLDER } from '../../../contract/deployment.ts';
import { createStore } from '../../../lambda/remember/store.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from '../../../local/stand-ins/credentials.ts';
import { type StandIns, startStandIns } from '../../../local/stand-ins/start-stand-ins.ts';

const NOW = new Date('2026-11-24T17:15:00Z');

let standIns: StandIns;
let nowMs: number;

beforeEach(async () => {
  nowMs = 0;
  standIns = await startStandIns({ now: () => NOW, nowMs: () => nowMs });
});
afterEach(() => standIns.close());

const configOf = (service: string, maxAttempts = 1) => ({
  endpoint: standIns.env[`AWS_ENDPOINT_URL_${service}`] ?? '',
  region: STAND_IN_REGION,
  credentials: STAND_IN_CREDENTIALS,
  maxAttempts,
});
const putMetric = () =>
  new CloudWatchClient(configOf('CLOUDWATCH')).send(
    new PutMetricDataCommand({
      Namespace: 'Qoder/WorkQueue',
      MetricData: [{ MetricName: 'Runs', Timestamp: NOW, Value: 1 }],
    }),
  );
const publish = () =>
  new SNSClient(configOf('SNS')).send(
    new PublishCommand({ TopicArn: standIns.alertsTopicArn, Message: 'hello' }),
  );
const putEvents = (...details: readonly string[]) =>
  new EventBridgeClient(configOf('EVENTBRIDGE')).send(
    new PutEventsCommand({
      Entries: details.map((Detail) => ({
        EventBusName: standIns.eventBusName,
        Source: 'test',
        DetailType: 'Test',
        Detail,
      })),
    }),
  );
const loadRows = () =>
  createStore({
    client: new DynamoDBClient(configOf('DYNAMODB')),
    tableName: standIns.tableName,
    monitor: 'default',
  }).load();
const readSecret = (secretId = standIns.secretId) =>
  new SecretsManagerClient(configOf('SECRETS_MANAGER')).send(
    new GetSecretValueCommand({ SecretId: secretId }),
  );

describe('startStandIns()', () => {
  it('names only loopback endpoints', () => {
    const endpoints = Object.entries(standIns.env).filter(([name]) => name.startsWith('AWS_ENDPOINT_URL_'));

    expect(endpoints.map(([name]) => name)).toEqual([
      'AWS_ENDPOINT_URL_CLOUDWATCH',
      'AWS_ENDPOINT_URL_DYNAMODB',
      'AWS_ENDPOINT_URL_SNS',
      'AWS_ENDPOINT_URL_EVENTBRIDGE',
      'AWS_ENDPOINT_URL_SECRETS_MANAGER',
    ]);
    expect(endpoints.filter(([, url]) => !/^http:\/\/127\.0\.0\.1:\d+$/.test(url))).toEqual([]);
  });

  it('serves the services and keeps the order of the calls', async () => {
    await loadRows();
    nowMs = 5;
    await putMetric();
    nowMs = 9;
    await publish();
    await putEvents('{"a":1}');
    await readSecret();

    expect(standIns.calls()).toEqual([
      { service: 'dynamodb', action: 'Query', atMs: 0 },
      { service: 'cloudwatch', action: 'PutMetricData', atMs: 5 },
      { service: 'sns', action: 'Publish', atMs: 9 },
      { service: 'events', action: 'PutEvents', atMs: 9 },
      { service: 'secretsmanager', action: 'GetSecretValue', atMs: 9 },
    ]);
    expect(standIns.metrics()).toHaveLength(1);
    expect(standIns.events()).toMatchObject([{ source: 'test', 'detail-type': 'Test', detail: { a: 1 } }]);
    expect(standIns.alerts().map(({ email, sms }) => [email, sms])).toEqual([['hello', 'hello']]);
  });

  it.each([
    ['cloudwatch', putMetric],
    ['dynamodb', loadRows],
    ['sns', publish],
    ['events', () => putEvents('{}')],
    ['secretsmanager', readSecret],
  ] as const)('failNext() fails %s as often as told', async (service, call) => {
    standIns.failNext(service, 1, 'throttle');
    await expect(call()).rejects.toMatchObject({ name: 'ThrottlingException' });
    standIns.failNext(service, 1, 500);
    await expect(call()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });

    await expect(call()).resolves.toBeDefined();
  });

  it('failNext() always fails until told otherwise', async () => {
    standIns.failNext('cloudwatch', 'always', 500);
    await expect(putMetric()).rejects.toThrow();
    await expect(putMetric()).rejects.toThrow();

    standIns.failNext('cloudwatch', 0, 500);

    await expect(putMetric()).resolves.toBeDefined();
  });

  it('close() ends while a request hangs', async () => {
    const own = await startStandIns();
    own.failNext('cloudwatch', 'always', 'hang');
    const client = new CloudWatchClient({
      ...configOf('CLOUDWATCH'),
      endpoint: own.env.AWS_ENDPOINT_URL_CLOUDWATCH ?? '',
    });
    const hanging = client
      .send(new PutMetricDataCommand({ Namespace: 'a', MetricData: [] }))
      .catch((error: unknown) => error);
    while (own.calls().length === 0) await new Promise(setImmediate);

    await own.close();

    expect(await hanging).toBeInstanceOf(Error);
  });
});

describe('event bus', () => {
  it('answers for each entry, refuses those that it is told to, and keeps the others', async () => {
    standIns.refuseEntries([1]);
    const { FailedEntryCount, Entries = [] } = await putEvents('{"n":0}', '{"n":1}', '[]');
    standIns.refuseEntries([]);
    await putEvents('{"n":3}');

    expect([FailedEntryCount, Entries.map(({ ErrorCode }) => ErrorCode)]).toEqual([
      2,
      [undefined, 'ThrottlingException', 'MalformedDetail'],
    ]);
    expect(standIns.events().map(({ detail }) => detail)).toEqual([{ n: 0 }, { n: 3 }]);
    standIns.forget();
    expect(standIns.events()).toEqual([]);
  });

  it('is the only one', async () => {
    const other = new PutEventsCommand({
      Entries: [{ EventBusName: 'other', Source: 's', DetailType: 't', Detail: '{}' }],
    });

    await expect(new EventBridgeClient(configOf('EVENTBRIDGE')).send(other)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('secret', () => {
  it('holds the placeholder until a token is put', async () => {
    const fresh = await readSecret();
    standIns.putSecret('pt-first');
    const put = await readSecret();
    await new SecretsManagerClient(configOf('SECRETS_MANAGER')).send(
      new PutSecretValueCommand({ SecretId: standIns.secretId, SecretString: 'pt-second' }),
    );
    const replaced = await readSecret();

    expect([fresh, put, replaced].map(({ SecretString }) => SecretString)).toEqual([
      TOKEN_PLACEHOLDER,
      'pt-first',
      'pt-second',
    ]);
  });

  it('is the only one', async () => {
    await expect(readSecret('another')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('memory of the stand-ins', () => {
  const collect = () => {
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
  };

  it('keeps no row as it was at an earlier query', { timeout: 180_000 }, async () => {
    const client = new DynamoDBClient(configOf('DYNAMODB'));
    const body = 'x'.repeat(390_000);
    const writeAndRead = async (count: number) => {
      for (let index = 0; index < count; index++) {
        const Item = { pk: { S: 'default' }, sk: { S: 'environment#env_a' }, body: { S: body } };
        await client.send(new PutItemCommand({ TableName: standIns.tableName, Item }));
        await loadRows();
      }
    };
    await writeAndRead(2);
    collect();
    const before = process.memoryUsage().arrayBuffers;
    await writeAndRead(10);

    // Every version kept would be 4 MB.
    await expect
      .poll(() => {
        collect();
        return process.memoryUsage().arrayBuffers - before;
      })
      .toBeLessThan(2_000_000);
  });

  it('forgets calls, points and messages when told, and keeps the table and the topics', async () => {
    await publish();
    await putMetric();
    standIns.forget();

    expect([standIns.calls(), standIns.metrics(), standIns.alerts()]).toEqual([[], [], []]);
    await publish();
    await loadRows();
    expect(standIns.alerts()).toHaveLength(1);
  });
});
