/** The plain template, deployed by moto's CloudFormation, and the code of its zip run as the function of that stack. */
import { createHash } from 'node:crypto';
import { GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalFunction } from '../../../local/function/start-function.ts';
import { type SimulatorServer, serveSimulator } from '../../../local/simulator/serve-simulator.ts';
import { createSimulator } from '../../../local/simulator/simulator.ts';
import { STAND_IN_CREDENTIALS } from '../../../local/stand-ins/credentials.ts';
import { type Moto, skipsMoto, startMoto } from '../../lambda/notify/start-moto.ts';
import {
  BUCKET,
  connectStack,
  forMoto,
  type MotoStack,
  startZip,
  uploadCode,
} from '../support/cloudformation-in-moto.ts';
import { type Clients, connect, listen } from '../support/deploy-to-moto.ts';
import { plainTemplate, synthesized } from '../support/plain-template.ts';
import { ACCOUNT, REGION } from '../support/resolve-template.ts';

const MINUTE_MS = 60_000;

describe.skipIf(skipsMoto)('the plain template in moto', () => {
  const simulator = createSimulator({
    startAt: new Date('2026-11-24T12:00:00Z'),
    token: 'pt-moto-0123456789',
  });
  let moto: Moto;
  let api: SimulatorServer;
  let clients: Clients;
  let stack: MotoStack;
  let parameters: Readonly<Record<string, string>>;

  beforeAll(async () => {
    [moto, api] = await Promise.all([startMoto(ACCOUNT), serveSimulator(simulator, { port: 0 })]);
    clients = connect(moto.url);
    const { ARN = '' } = await clients.secrets.send(
      new CreateSecretCommand({ Name: 'token', SecretString: simulator.token }),
    );
    await uploadCode(moto.url, 'monitors/');
    stack = connectStack(moto.url, forMoto(ARN));
    parameters = {
      Environments: 'env_stuck, env_fine',
      MonitorName: 'night',
      Email1: 'me@example.com',
      // The simulator is on this machine; a real deployment refuses anything but https.
      BaseUrl: api.baseUrl,
      Thresholds: '{"queue-stuck":{"warning":60,"critical":120}}',
      Settings: '{"metrics":"full"}',
      CodeBucket: BUCKET,
      CodePrefix: 'monitors/',
    };
    expect(await stack.deploy(parameters)).toBe('CREATE_COMPLETE');

    simulator.addEnvironment({ id: 'env_stuck', name: 'nightly' });
    simulator.addWork('env_stuck', { count: 2 });
    simulator.addEnvironment({ id: 'env_fine', name: 'research' });
    simulator.advance(3 * MINUTE_MS);
  }, 120_000);
  afterAll(async () => {
    stack?.close();
    for (const client of Object.values(clients ?? {})) client.destroy();
    await api?.close();
    await moto?.close();
  });

  /** The function as the stack has it at this moment. */
  async function useFunction<Result>(use: (deployed: LocalFunction) => Promise<Result>): Promise<Result> {
    const { Environment } = await stack.functionConfiguration();
    const deployed = startZip({
      ...Environment.Variables,
      AWS_ENDPOINT_URL: moto.url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: STAND_IN_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: STAND_IN_CREDENTIALS.secretAccessKey,
      // moto decompresses compressed JSON twice.
      AWS_DISABLE_REQUEST_COMPRESSION: 'true',
    });
    try {
      return await use(deployed);
    } finally {
      await deployed.close();
    }
  }

  const runOnce = () =>
    useFunction(async (deployed) => {
      const scheduledTime = simulator
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z');
      const { error } = await deployed.invoke({ schemaVersion: 1, scheduledTime });
      return { error: error?.message ?? null, runs: deployed.logged('run') };
    });

  /** What the alarm NoSuccessfulRun watches. */
  async function countSuccessfulRuns(): Promise<number> {
    const { Datapoints = [] } = await clients.cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'Qoder/WorkQueue',
        MetricName: 'Runs',
        Dimensions: [{ Name: 'Monitor', Value: 'night' }],
        Period: 60,
        Statistics: ['Sum'],
        StartTime: new Date(simulator.now().getTime() - 60 * MINUTE_MS),
        EndTime: new Date(simulator.now().getTime() + 60 * MINUTE_MS),
      }),
    );
    return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
  }

  it('has every resource of a type that moto knows, under its own id', async () => {
    const made = [...(await stack.resources())].filter(([, { name }]) => name !== '');

    expect(made.map(([id]) => id).filter((id) => !(id in plainTemplate.Resources))).toEqual([]);
    expect(made.map(([, { type }]) => type).toSorted()).toEqual([
      'AWS::CloudWatch::Dashboard',
      'AWS::DynamoDB::Table',
      'AWS::IAM::Policy',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
      'AWS::SNS::Topic',
      'AWS::SNS::Topic',
    ]);
  });

  it('has a function with the code of the zip, and with what the parameters say', async () => {
    const configuration = await stack.functionConfiguration();

    expect(configuration).toMatchObject({
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      CodeSha256: createHash('sha256').update(synthesized.zip).digest('base64'),
      Environment: {
        Variables: {
          QODER_MONITOR: 'night',
          QODER_ENVIRONMENTS: 'env_stuck, env_fine',
          QODER_THRESHOLDS: parameters.Thresholds,
          QODER_SETTINGS: parameters.Settings,
          QODER_BASE_URL: api.baseUrl,
        },
      },
    });
  });

  it('has a function that runs by them: environments, levels and metrics, and tells its topic', async () => {
    const { AlertsTopicArn = '', MonitorName } = await stack.outputs();
    const queueUrl = await listen(clients, AlertsTopicArn);
    const { error, runs } = await runOnce();
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    const { Metrics = [] } = await clients.cloudWatch.send(
      new ListMetricsCommand({
        MetricName: 'ItemsStopping',
        Dimensions: [{ Name: 'Monitor', Value: 'night' }],
      }),
    );

    expect(error).toBeNull();
    expect(await countSuccessfulRuns()).toBe(1);
    expect(runs).toMatchObject([{ environmentCount: 2 }]);
    expect(MonitorName).toBe('night');
    // So soon it is critical by the parameter only; by default after 15 minutes.
    expect(Messages.map(({ Body = '' }) => JSON.parse(Body).Subject)).toEqual([
      'CRITICAL: nightly (env_stuck): work has waited 2 min and no worker is there',
    ]);
    expect(
      Metrics.map(
        ({ Dimensions = [] }) => Dimensions.find(({ Name }) => Name === 'EnvironmentId')?.Value,
      ).toSorted(),
    ).toEqual(['env_fine', 'env_stuck']);
  });

  it('tells a faulty parameter in the first run, by name, value and remedy, and publishes no run', async () => {
    expect(
      await stack.deploy({ ...parameters, Thresholds: '{"queue-stuk":"off"}', Environments: 'prod' }),
    ).toBe('UPDATE_COMPLETE');
    simulator.advance(MINUTE_MS);
    const { error, runs } = await runOnce();

    expect(await countSuccessfulRuns()).toBe(1);
    expect(error).toBe(
      [
        "The function's configuration is not valid:",
        '  Thresholds.queue-stuk (QODER_THRESHOLDS): "off": did you mean queue-stuck? there is no setting of this name',
        '  Environments[0] (QODER_ENVIRONMENTS): "prod": write an environment id: env_ followed by letters, digits, _ or -',
      ].join('\n'),
    );
    expect(runs).toEqual([]);
  });
});
