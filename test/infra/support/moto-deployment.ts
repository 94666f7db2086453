/** A template deployed to moto, and the built bundle in it as its function, against a simulated API. */
import { GetMetricStatisticsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { VARIABLES } from '../../../contract/deployment.ts';
import type { Settings } from '../../../contract/settings.ts';
import { startFunction } from '../../../local/function/start-function.ts';
import { serveSimulator } from '../../../local/simulator/serve-simulator.ts';
import type { Simulator } from '../../../local/simulator/simulator.ts';
import { STAND_IN_CREDENTIALS } from '../../../local/stand-ins/credentials.ts';
import { startMoto } from '../../lambda/notify/start-moto.ts';
import { COMPILE_CACHE } from '../../support/compile-cache.ts';
import { type Clients, connect, deploy } from './deploy-to-moto.ts';
import { ACCOUNT, REGION, resolve } from './resolve-template.ts';
import { resourceOf, type TemplateJson } from './synthesize-monitor.ts';

const envelope = v.object({
  Subject: v.optional(v.string()),
  Message: v.string(),
  MessageAttributes: v.optional(v.record(v.string(), v.object({ Type: v.string(), Value: v.string() }))),
});

export interface MotoDeployment {
  readonly clients: Clients;
  /** Invokes the function for the simulator's minute. @returns what it threw, or null */
  readonly run: () => Promise<string | null>;
  /** What SNS has put into a queue. */
  readonly receive: (queueUrl: string) => Promise<v.InferOutput<typeof envelope>[]>;
  /** What a metric was in each minute of the simulator's day, oldest first. */
  readonly valuesOf: (metric: MetricAlarm) => Promise<(number | undefined)[]>;
  readonly close: () => Promise<void>;
}

export async function startMotoDeployment(
  template: TemplateJson,
  settings: Settings,
  simulator: Simulator,
): Promise<MotoDeployment> {
  const [moto, api] = await Promise.all([startMoto(ACCOUNT), serveSimulator(simulator, { port: 0 })]);
  const clients = connect(moto.url);
  const secretArn = await deploy(clients, template, simulator.token);
  const monitor = await startFunction(settings, {
    ...COMPILE_CACHE,
    ...deployedVariables(template),
    [VARIABLES.baseUrl]: api.baseUrl,
    [VARIABLES.tokenSecretId]: secretArn,
    AWS_ENDPOINT_URL: moto.url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: STAND_IN_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: STAND_IN_CREDENTIALS.secretAccessKey,
    // moto decompresses compressed JSON twice.
    AWS_DISABLE_REQUEST_COMPRESSION: 'true',
  });
  return {
    clients,
    run: async () => {
      const scheduledTime = simulator
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z');
      return (await monitor.invoke({ schemaVersion: 1, scheduledTime })).error?.message ?? null;
    },
    receive: async (QueueUrl) => {
      const { Messages = [] } = await clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      return Messages.map(({ Body = '' }) => v.parse(envelope, JSON.parse(Body)));
    },
    valuesOf: (metric) => fetchValues(clients, metric, simulator.now()),
    close: async () => {
      await monitor.close();
      await api.close();
      for (const client of Object.values(clients)) client.destroy();
      await moto.close();
    },
  };
}

/** The function's variables, as the deployment sets them. */
function deployedVariables(template: TemplateJson): Record<string, string> {
  const { Environment } = resourceOf(template, 'AWS::Lambda::Function').Properties;
  const schema = v.object({ Variables: v.record(v.string(), v.string()) });
  return v.parse(schema, resolve(template, Environment)).Variables;
}

async function fetchValues({ cloudWatch }: Clients, metric: MetricAlarm, now: Date) {
  const { Namespace, MetricName, Dimensions, Statistic = 'Maximum', Period } = metric;
  const { Datapoints = [] } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName,
      Dimensions,
      Period,
      Statistics: [Statistic],
      StartTime: new Date(now.getTime() - 24 * 3_600_000),
      EndTime: new Date(now.getTime() + 3_600_000),
    }),
  );
  return Datapoints.sort((a, b) => Number(a.Timestamp) - Number(b.Timestamp)).map(
    (point) => point[Statistic],
  );
}
