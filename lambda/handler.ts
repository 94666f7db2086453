/** Composition root: wires one run to AWS and the API. Holds the only module-level state. */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { toTokenCommand } from '../contract/commands.ts';
import { SETTINGS_FILE } from '../contract/deployment.ts';
import { parseWith } from '../contract/invalid-input.ts';
import { type Settings, settingsSchema } from '../contract/settings.ts';
import { TIME_BUDGET } from '../contract/time-budget.ts';
import { VERSION } from '../contract/version.ts';
import { parseEvent, type Resources, readResources, toShare } from './config.ts';
import { sendAlert } from './notify/send-alert.ts';
import { sessionUrlTemplate } from './notify/session-url.ts';
import { toMetricGroups } from './publish/metric-data.ts';
import { publishMetrics } from './publish/publish-metrics.ts';
import { createHttpTransport } from './read/api/transport.ts';
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
  const settings = await readSettings();
  const resources = readResources(process.env);
  const { baseUrl, tableName, tokenSecretId } = resources;
  const share = toShare(settings, resources);
  const secrets = new SecretsManagerClient(AWS_CLIENT);
  const readSecret = () => fetchSecret(secrets, tokenSecretId);
  const command = toTokenCommand(tokenSecretId, { baseUrl: baseUrl.href, workspaceId: settings.workspaceId });
  const token = toToken({ readSecret, timing: systemTiming }, command);
  const parts: Parts = {
    settings,
    share,
    baseUrl,
    readSecret,
    transport: createHttpTransport(sockets),
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
    sendAlert: toSender(settings, resources, createRedact(token.seen)),
  };
  return wire(parts, token);
}

async function readSettings(): Promise<Settings> {
  const text = await readFile(new URL(SETTINGS_FILE, import.meta.url), 'utf8');
  return parseWith(settingsSchema, JSON.parse(text), SETTINGS_FILE);
}

async function fetchSecret(client: SecretsManagerClient, secretId: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  return SecretString ?? '';
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

function toSender(
  { monitor, runbookUrl, sessionUrl, workspaceId }: Settings,
  { baseUrl, tokenSecretId, alertsTopicArn, chatTopicArn, dashboardUrl }: Resources,
  redact: Redact,
): Parts['sendAlert'] {
  const topics = {
    client: new SNSClient(AWS_CLIENT),
    alertsTopicArn,
    chatTopicArn,
    redact,
    takenBy: new Map(),
    context: {
      monitor,
      sessionUrl: sessionUrlTemplate(sessionUrl, baseUrl),
      runbookUrl,
      dashboardUrl,
      tokenSecretId,
      baseUrl: baseUrl.href,
      workspaceId,
      version: VERSION,
    },
  };
  return (alert, signal) => sendAlert(topics, alert, signal);
}
