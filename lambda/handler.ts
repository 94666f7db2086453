/** Composition root: wires one run to AWS and the API. Holds the only module-level state. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { parseWith } from '../contract/invalid-input.ts';
import { type Settings, settingsSchema } from '../contract/settings.ts';
import { DEFAULT_BASE_URL, SETTINGS_FILE } from '../contract/variables.ts';
import { parseEvent } from './event.ts';
import { createLog, type Log } from './log.ts';
import { sendAlert } from './notify/send-alert.ts';
import { sessionUrlTemplate } from './notify/session-url.ts';
import { toMetricData } from './publish/metric-data.ts';
import { publishMetrics } from './publish/publish-metrics.ts';
import { createQoderClient } from './read/api/client.ts';
import { createTokenSource, type TokenSource } from './read/api/token-source.ts';
import { fetchTransport } from './read/api/transport.ts';
import { createStateStore } from './remember/state-store.ts';
import { readResources } from './resources.ts';
import { type RunDeps, run } from './run.ts';
import { systemTiming } from './timing.ts';

/** An AWS call that hangs must leave time for the rest of the run. */
const AWS_CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/** Everything a run needs but its own holder; kept while the function stays warm. */
type Wiring = Omit<RunDeps, 'holder'>;
let wiring: Promise<Wiring> | undefined;

/**
 * @throws {InvalidInputError} for an event that is not the scheduler's, settings or variables that are wrong
 * @throws {AggregateError} for faults of our own in the run, so that the function's Errors metric counts it
 */
export async function handler(event: unknown, context?: Partial<Context>): Promise<void> {
  const scheduledAt = parseEvent(event);
  wiring ??= wire();
  // A wiring that failed must not be kept: the next run may find what was missing.
  const deps = await wiring.catch((error) => {
    wiring = undefined;
    throw error;
  });
  await run(scheduledAt, { ...deps, holder: context?.awsRequestId ?? randomUUID() });
}

async function wire(): Promise<Wiring> {
  const settings = await readSettings();
  const resources = readResources(process.env);
  const secrets = new SecretsManagerClient(AWS_CLIENT);
  const token = createTokenSource(
    () => fetchSecret(secrets, resources.tokenSecretId),
    systemTiming.nowMs,
    settings.monitor,
  );
  const log = createLog((line) => process.stdout.write(line), token.seen);
  return toDeps(settings, resources, token, log);
}

async function readSettings(): Promise<Settings> {
  const text = await readFile(new URL(SETTINGS_FILE, import.meta.url), 'utf8');
  return parseWith(settingsSchema, JSON.parse(text), SETTINGS_FILE);
}

async function fetchSecret(client: SecretsManagerClient, secretId: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  return SecretString ?? '';
}

function toDeps(
  settings: Settings,
  resources: ReturnType<typeof readResources>,
  token: TokenSource,
  log: Log,
): Wiring {
  const { monitor, metrics, runbookUrl, workspaceId } = settings;
  const {
    baseUrl,
    tableName,
    alertsTopicArn,
    chatTopicArn,
    dashboardUrl,
    metricNamespace: namespace,
  } = resources;
  const cloudWatch = new CloudWatchClient(AWS_CLIENT);
  const sns = {
    client: new SNSClient(AWS_CLIENT),
    alertsTopicArn,
    chatTopicArn,
    takenBy: new Map(),
    context: {
      monitor,
      sessionUrl: sessionUrlTemplate(settings.sessionUrl, baseUrl),
      runbookUrl,
      dashboardUrl,
      ...(baseUrl.href === DEFAULT_BASE_URL ? {} : { baseUrl: baseUrl.href }),
    },
  };
  return {
    settings,
    log,
    timing: systemTiming,
    localNow: () => new Date(),
    store: createStateStore({ client: new DynamoDBClient(AWS_CLIENT), tableName, monitor }),
    checkToken: () => token.read(false),
    connect: (clock) =>
      createQoderClient({
        baseUrl,
        readToken: token.read,
        workspaceId,
        transport: fetchTransport,
        timing: systemTiming,
        clock,
      }),
    publishMetrics: (measured, signal) =>
      publishMetrics({
        client: cloudWatch,
        namespace,
        data: toMetricData({
          monitor,
          metrics,
          scheduledAt: measured.scheduledAt,
          environments: measured.environments,
          monitorMetrics: measured.monitor,
        }),
        signal,
      }),
    sendAlert: (alert, signal) => sendAlert(sns, alert, signal),
  };
}
