/** Composition root: wires one run to AWS and the API. Holds the only module-level state. */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { toTokenCommand } from '../contract/commands.ts';
import { SETTINGS_FILE } from '../contract/deployment.ts';
import type { Settings } from '../contract/settings.ts';
import { TIME_BUDGET } from '../contract/time-budget.ts';
import { VERSION } from '../contract/version.ts';
import { parseEvent, type Resources, readConfiguration, toShare } from './config.ts';
import type { RenderContext } from './notify/links.ts';
import { sendAlert } from './notify/send-alert.ts';
import { sendEvents } from './notify/send-events.ts';
import { sessionUrlTemplate } from './notify/session-url.ts';
import type { EventContext } from './notify/to-event.ts';
import { toMetricGroups } from './publish/metric-data.ts';
import { publishMetrics } from './publish/publish-metrics.ts';
import { toTextOfSecret } from './read/api/secret-text.ts';
import { createHttpTransport, createKeyExchangeTransport } from './read/api/transport.ts';
import { createRedact, type Redact } from './redact.ts';
import { createStore } from './remember/store.ts';
import { run } from './run.ts';
import { createSockets } from './sockets.ts';
import { systemTiming } from './timing.ts';
import { type Parts, toToken, type Wiring, wire } from './wiring.ts';

const { awsTriesCount, awsConnectionTimeoutMs, awsRequestTimeoutMs } = TIME_BUDGET;
const sockets = createSockets();
/** An AWS call that hangs must leave time for the rest of the run. */
const AWS_CLIENT = {
  maxAttempts: awsTriesCount,
  requestHandler: {
    connectionTimeout: awsConnectionTimeoutMs,
    requestTimeout: awsRequestTimeoutMs,
    throwOnRequestTimeout: true,
    httpAgent: sockets.httpAgent,
    httpsAgent: sockets.httpsAgent,
  },
};

/** Kept while the function stays warm. */
let wiring: Promise<Wiring> | undefined;

/**
 * @throws {InvalidInputError} for an event that is not the scheduler's, settings or variables that are wrong
 * @throws {AggregateError} for faults of our own in the run, so that the function's Errors metric counts it
 */
export async function handler(event: unknown, context?: Partial<Context>): Promise<void> {
  const scheduledAt = parseEvent(event);
  sockets.dropIdle();
  wiring ??= wireUp();
  // A wiring that failed must not be kept: the next run may find what was missing.
  const wired = await wiring.catch((error) => {
    wiring = undefined;
    throw error;
  });
  await run(scheduledAt, context?.awsRequestId ?? randomUUID(), wired);
}

async function wireUp(): Promise<Wiring> {
  const settingsText = await readFile(new URL(SETTINGS_FILE, import.meta.url), 'utf8');
  const { settings, resources } = readConfiguration(settingsText, process.env);
  const { baseUrl, tableName, tokenSecretId } = resources;
  const share = toShare(settings, resources);
  const secrets = new SecretsManagerClient(AWS_CLIENT);
  const readSecret = () => fetchSecret(secrets, tokenSecretId);
  const command = toTokenCommand(tokenSecretId, { baseUrl: baseUrl.href, workspaceId: settings.workspaceId });
  const exchange = createKeyExchangeTransport(sockets);
  const token = toToken({ readSecret, timing: systemTiming, baseUrl, exchange }, command);
  const redact = createRedact(token.seen);
  const parts: Parts = {
    settings,
    share,
    baseUrl,
    readSecret,
    transport: createHttpTransport(sockets),
    exchange,
    timing: systemTiming,
    localNow: () => new Date(),
    writeLine: (line) => process.stdout.write(line),
    store: createStore({
      client: new DynamoDBClient(AWS_CLIENT),
      tableName,
      monitor: settings.monitor,
      share,
      timing: systemTiming,
    }),
    publishMetrics: toPublisher(settings, resources),
    ...toSenders(settings, resources, redact),
  };
  return wire(parts, token, redact);
}

async function fetchSecret(client: SecretsManagerClient, secretId: string): Promise<string> {
  return toTextOfSecret(await client.send(new GetSecretValueCommand({ SecretId: secretId })));
}

function toPublisher(
  { monitor, metrics }: Settings,
  { metricNamespace: namespace }: Resources,
): Parts['publishMetrics'] {
  const client = new CloudWatchClient(AWS_CLIENT);
  return ({ scheduledAt, environments, monitor: monitorMetrics }, signal) => {
    const groups = toMetricGroups({ monitor, metrics, scheduledAt, environments, monitorMetrics });
    return publishMetrics({ client, namespace, groups, signal });
  };
}

function toSenders(
  settings: Settings,
  resources: Resources,
  redact: Redact,
): Pick<Parts, 'sendAlert' | 'sendEvents'> {
  const { alertsTopicArn, chatTopicArn, eventBusName } = resources;
  const shared = { context: toRenderContext(settings, resources), redact };
  const topics = {
    ...shared,
    client: new SNSClient(AWS_CLIENT),
    alertsTopicArn,
    chatTopicArn,
    takenBy: new Map(),
  };
  return {
    sendAlert: (alert, signal) => sendAlert(topics, alert, signal),
    sendEvents: eventBusName === null ? null : toEventSender({ ...shared, eventBusName }),
  };
}

function toEventSender(context: EventContext): Parts['sendEvents'] {
  const bus = { ...context, client: new EventBridgeClient(AWS_CLIENT) };
  return (alerts, signal) => sendEvents(bus, alerts, signal);
}

const toRenderContext = (
  { monitor, runbookUrl, sessionUrl, workspaceId }: Settings,
  { baseUrl, tokenSecretId, dashboardUrl }: Resources,
): RenderContext => ({
  monitor,
  sessionUrl: sessionUrlTemplate(sessionUrl, baseUrl),
  runbookUrl,
  dashboardUrl,
  tokenSecretId,
  baseUrl: baseUrl.href,
  workspaceId,
  version: VERSION,
});
