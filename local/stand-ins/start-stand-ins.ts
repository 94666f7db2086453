/** All of AWS that a run needs, on loopback: for the local run and for tests of the deployed bundle. */
import { TOKEN_PLACEHOLDER } from '../../contract/deployment.ts';
import type { Loopback } from '../loopback-server.ts';
import { type MetricPoint, startCloudWatch } from './cloudwatch.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from './credentials.ts';
import { startDynamoDb } from './dynamodb.ts';
import { type EventBridgeStandIn, startEventBridge } from './eventbridge.ts';
import { startSecretsManager } from './secrets-manager.ts';
import { type DeliveredMessage, startSns } from './sns.ts';
import { type Call, createTraffic, type Traffic } from './traffic.ts';

const TABLE_NAME = 'monitor-state';
const SECRET_ID = 'qoder-token';

export interface StandIns
  extends Pick<Traffic, 'failNext' | 'calls'>,
    Pick<EventBridgeStandIn, 'eventBusName' | 'events' | 'refuseEntries'> {
  /** Variables for the SDK: credentials, region and one endpoint a service. */
  readonly env: Readonly<Record<string, string>>;
  readonly tableName: string;
  readonly alertsTopicArn: string;
  readonly chatTopicArn: string;
  readonly secretId: string;
  /** Points in the order in which they were sent. */
  readonly metrics: () => readonly MetricPoint[];
  /** What subscribers of the topic of alerts got, by protocol, oldest first. */
  readonly alerts: () => readonly DeliveredMessage[];
  readonly chatMessages: () => readonly DeliveredMessage[];
  readonly putSecret: (value: string | Uint8Array) => void;
  /** Lets go of the calls, points and messages so far; the table and the secret stay. */
  readonly forget: () => void;
  readonly close: () => Promise<void>;
}

export interface StandInOptions {
  /** @default what a fresh deployment holds: the placeholder */
  readonly secretText?: string;
  /** Clock by which CloudWatch finds timestamps too old or too far ahead. @default the system's */
  readonly now?: () => Date;
  /** Monotonic clock of `calls()`. @default performance.now */
  readonly nowMs?: () => number;
  /** Told of each request before it is served. */
  readonly onCall?: (call: Call) => void;
}

export async function startStandIns({
  secretText = TOKEN_PLACEHOLDER,
  now = () => new Date(),
  nowMs = () => performance.now(),
  onCall,
}: StandInOptions = {}): Promise<StandIns> {
  const traffic = createTraffic(nowMs, onCall);
  const [cloudWatch, dynamoDb, sns, eventBridge, secretsManager] = await Promise.all([
    startCloudWatch(traffic, now),
    startDynamoDb(traffic, TABLE_NAME),
    startSns(traffic),
    startEventBridge(traffic, now),
    startSecretsManager(traffic, SECRET_ID, secretText),
  ]);
  return {
    env: toEnv({
      CLOUDWATCH: cloudWatch,
      DYNAMODB: dynamoDb,
      SNS: sns,
      EVENTBRIDGE: eventBridge,
      SECRETS_MANAGER: secretsManager,
    }),
    tableName: TABLE_NAME,
    alertsTopicArn: sns.alertsTopicArn,
    chatTopicArn: sns.chatTopicArn,
    secretId: SECRET_ID,
    metrics: cloudWatch.points,
    alerts: sns.alerts,
    chatMessages: sns.chatMessages,
    eventBusName: eventBridge.eventBusName,
    events: eventBridge.events,
    refuseEntries: eventBridge.refuseEntries,
    putSecret: secretsManager.putSecret,
    forget: () => {
      traffic.forgetCalls();
      cloudWatch.forgetPoints();
      sns.forgetMessages();
      eventBridge.forgetEvents();
    },
    failNext: traffic.failNext,
    calls: traffic.calls,
    close: async () => {
      await Promise.all(
        [cloudWatch, dynamoDb, sns, eventBridge, secretsManager].map((standIn) => standIn.close()),
      );
    },
  };
}

/** @param standIns by the name that the SDK's variables give their service */
function toEnv(standIns: Readonly<Record<string, Loopback>>): Record<string, string> {
  const endpoints = Object.entries(standIns).map(([name, { url }]) => [`AWS_ENDPOINT_URL_${name}`, url]);
  return {
    AWS_ACCESS_KEY_ID: STAND_IN_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: STAND_IN_CREDENTIALS.secretAccessKey,
    AWS_REGION: STAND_IN_REGION,
    ...Object.fromEntries(endpoints),
  };
}
