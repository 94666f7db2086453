/** The built bundle in a process of its own, over real sockets: a simulated API on one side, AWS stand-ins on the other. */
import {
  type AttributeValue,
  DynamoDBClient,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { EVENT_SCHEMA_VERSION, VARIABLES } from '../../contract/deployment.ts';
import type { SettingsInput } from '../../contract/settings.ts';
import { type LocalFunction, startFunction } from '../../local/function/start-function.ts';
import { serveSimulator } from '../../local/simulator/serve-simulator.ts';
import { createSimulator, type Simulator } from '../../local/simulator/simulator.ts';
import { type StandInOptions, type StandIns, startStandIns } from '../../local/stand-ins/start-stand-ins.ts';
import { COMPILE_CACHE } from './compile-cache.ts';

export const TOKEN = 'pt-integration-0123456789';
const MINUTE_MS = 60_000;
export const START_AT = new Date('2026-11-24T12:00:00Z');

export interface LocalMonitor {
  readonly simulator: Simulator;
  readonly standIns: StandIns;
  /** Where the simulator exchanges service account keys. */
  readonly exchangeUrl: string;
  /** Invokes the function for the simulator's minute. @returns what it threw, or null */
  readonly run: () => Promise<string | null>;
  /** A function that has just been started, without what the former remembered in its process. */
  readonly restart: () => Promise<void>;
  readonly current: () => LocalFunction;
  /** A second instance of the function, as Lambda starts one for a concurrent invocation. */
  readonly startAnother: () => Promise<LocalFunction>;
  /** One of several functions that share the environments, with variables of its own. */
  readonly startShard: (
    shard: number,
    shards: number,
    env?: Readonly<Record<string, string>>,
  ) => Promise<LocalFunction>;
  readonly event: () => unknown;
  /** Frees the lease of a killed run: what 75 seconds do in reality. */
  readonly letLeaseExpire: () => Promise<void>;
  /** Replaces the body of a row, as a fault or another version would. */
  readonly overwriteRow: (sortKey: string, body: string) => Promise<void>;
  /** All rows of the table. */
  readonly rows: () => Promise<Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

export interface LocalMonitorOptions {
  readonly settings?: Partial<SettingsInput>;
  readonly onCall?: StandInOptions['onCall'];
  /** @default false */
  readonly hasEventBus?: boolean;
}

export async function startLocalMonitor({
  settings,
  onCall,
  hasEventBus = false,
}: LocalMonitorOptions = {}): Promise<LocalMonitor> {
  const simulator = createSimulator({ startAt: START_AT, token: TOKEN });
  const server = await serveSimulator(simulator, { port: 0 });
  const standIns = await startStandIns({
    secretText: TOKEN,
    now: simulator.now,
    ...(onCall === undefined ? {} : { onCall }),
  });
  const start = (change: Partial<SettingsInput> = {}, env: Readonly<Record<string, string>> = {}) =>
    startFunction(
      { schemaVersion: 1, monitor: 'test', environments: 'all', ...settings, ...change },
      {
        ...COMPILE_CACHE,
        ...standIns.env,
        [VARIABLES.baseUrl]: server.baseUrl,
        [VARIABLES.tokenSecretId]: standIns.secretId,
        [VARIABLES.tableName]: standIns.tableName,
        [VARIABLES.alertsTopicArn]: standIns.alertsTopicArn,
        ...(hasEventBus ? { [VARIABLES.eventBusName]: standIns.eventBusName } : {}),
        ...env,
      },
    );
  const started: LocalFunction[] = [];
  const keep = async (starting: Promise<LocalFunction>) => {
    const instance = await starting;
    started.push(instance);
    return instance;
  };
  const startAnother = () => keep(start());
  let current = await startAnother();
  const table = new DynamoDBClient({
    region: standIns.env.AWS_REGION ?? '',
    endpoint: standIns.env.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const setAttribute = async (sortKey: string, name: string, value: AttributeValue) => {
    await table.send(
      new UpdateItemCommand({
        TableName: standIns.tableName,
        Key: { pk: { S: 'test' }, sk: { S: sortKey } },
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':value': value },
      }),
    );
  };
  const event = () => ({
    schemaVersion: EVENT_SCHEMA_VERSION,
    scheduledTime: simulator
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z'),
  });

  return {
    simulator,
    standIns,
    exchangeUrl: server.exchangeUrl,
    event,
    startAnother,
    startShard: (shard, shards, env) => keep(start({ shards }, { [VARIABLES.shard]: String(shard), ...env })),
    current: () => current,
    run: async () => (await current.invoke(event())).error?.message ?? null,
    restart: async () => {
      current = await startAnother();
    },
    letLeaseExpire: () => setAttribute('run', 'expiresAtMs', { N: '0' }),
    overwriteRow: (sortKey, body) => setAttribute(sortKey, 'body', { S: body }),
    rows: async () => {
      const { Items = [] } = await table.send(
        new QueryCommand({
          TableName: standIns.tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: 'test' } },
        }),
      );
      return Items.map((item) => unmarshall(item));
    },
    close: async () => {
      table.destroy();
      await Promise.all(started.map((instance) => instance.close()));
      await standIns.close();
      await server.close();
    },
  };
}

/** One environment, whose work has waited past the critical level for want of workers. */
export async function startStuckMonitor(options: LocalMonitorOptions = {}): Promise<LocalMonitor> {
  const monitor = await startLocalMonitor({ settings: { environments: ['env_stuck'] }, ...options });
  monitor.simulator.addEnvironment({ id: 'env_stuck', name: 'nightly' });
  monitor.simulator.addWork('env_stuck', { count: 1 });
  monitor.simulator.advance(16 * MINUTE_MS);
  return monitor;
}

/** A run of the next minute. @returns what it threw, or null */
export function runNextMinute({ simulator, run }: LocalMonitor): Promise<string | null> {
  simulator.advance(MINUTE_MS);
  return run();
}

/** Everything that has left the function. */
export async function writtenBy({ current, standIns, rows }: LocalMonitor): Promise<string> {
  const values = [standIns.metrics(), standIns.alerts(), await rows()];
  return [current().output(), ...values.map((each) => JSON.stringify(each))].join('\n');
}

/** Values of a metric of an environment, oldest first. */
export function valuesOf({ standIns }: LocalMonitor, name: string, environmentId?: string): number[] {
  return standIns
    .metrics()
    .filter((point) => point.name === name && point.dimensions.EnvironmentId === environmentId)
    .flatMap(({ values }) => values);
}

export const subjectsOf = ({ standIns }: LocalMonitor): string[] =>
  standIns.alerts().map(({ subject }) => subject ?? '');

export const messageIdsOf = ({ standIns }: LocalMonitor): string[] =>
  standIns.alerts().map(({ https }) => JSON.parse(https).messageId);
