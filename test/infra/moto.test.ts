/** The synthesized resources in moto, the built bundle run against them, and everything read back. */
import {
  DescribeAlarmsCommand,
  GetDashboardCommand,
  type MetricAlarm,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { DescribeContinuousBackupsCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListSubscriptionsCommand } from '@aws-sdk/client-sns';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENVIRONMENT_METRICS, MONITOR_METRICS } from '../../contract/metrics.ts';
import { monitorSchema } from '../../infra/config/monitor-config.ts';
import { toSettings } from '../../infra/function-code.ts';
import { createSimulator } from '../../local/simulator/simulator.ts';
import { skipsMoto } from '../lambda/notify/start-moto.ts';
import { bodyOf } from './support/dashboard-references.ts';
import { type Clients, listen } from './support/deploy-to-moto.ts';
import { type MotoDeployment, startMotoDeployment } from './support/moto-deployment.ts';
import { arnOf, resolve } from './support/resolve-template.ts';
import { aMonitorConfig, resourceOf, resourcesOf, synthesizeMonitor } from './support/synthesize-monitor.ts';

const MINUTE_MS = 60_000;
const CONFIG = {
  environments: ['env_stuck', 'env_fine'],
  chat: true,
  queueAlarms: true,
  slo: { pickupSeconds: 970, target: 0.95 },
};
const template = synthesizeMonitor(CONFIG);
const settings = toSettings('default', v.parse(monitorSchema, aMonitorConfig(CONFIG)));
const topic = (idPart: string) => arnOf(template, resourceOf(template, 'AWS::SNS::Topic', idPart).id);
const TABLE = resourceOf(template, 'AWS::DynamoDB::Table').id;
const DASHBOARD = resourceOf(template, 'AWS::CloudWatch::Dashboard').id;

const totalMetric = (MetricName: string): MetricAlarm => ({
  Namespace: 'Qoder/WorkQueue',
  MetricName,
  Dimensions: [{ Name: 'Monitor', Value: 'default' }],
  Period: 60,
  Statistic: 'Sum',
});

const environmentMetric = (environmentId: string, MetricName: string): MetricAlarm => ({
  Namespace: 'Qoder/WorkQueue',
  MetricName,
  Dimensions: [
    { Name: 'Monitor', Value: 'default' },
    { Name: 'EnvironmentId', Value: environmentId },
  ],
  Period: 60,
});

describe.skipIf(skipsMoto)('a deployment in moto', () => {
  let deployment: MotoDeployment;
  let clients: Clients;
  let queues: { readonly alerts: string; readonly chat: string };

  /** Two runs: one environment has no workers, in the other a worker takes the work. */
  beforeAll(async () => {
    const simulator = createSimulator({
      startAt: new Date('2026-11-24T12:00:00Z'),
      token: 'pt-moto-0123456789',
    });
    deployment = await startMotoDeployment(template, settings, simulator);
    clients = deployment.clients;
    queues = { alerts: await listen(clients, topic('Alerts')), chat: await listen(clients, topic('Chat')) };

    simulator.addEnvironment({ id: 'env_stuck', name: 'nightly' });
    simulator.addWork('env_stuck', { count: 2 });
    simulator.addEnvironment({ id: 'env_fine', name: 'research' });
    simulator.addWorker('env_fine', { behaviour: 'works', name: 'w-1' });
    simulator.advance(16 * MINUTE_MS);
    expect(await deployment.run()).toBeNull();
    simulator.addWork('env_fine', { count: 1 });
    simulator.advance(MINUTE_MS);
    expect(await deployment.run()).toBeNull();
  });
  afterAll(() => deployment.close());

  it('has every essential metric of the catalogue, under its dimensions', async () => {
    const found = new Set<string>();
    for await (const { Metrics = [] } of paginateListMetrics(
      { client: clients.cloudWatch },
      { Namespace: 'Qoder/WorkQueue' },
    )) {
      for (const { MetricName, Dimensions = [] } of Metrics) {
        found.add([MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].join(' '));
      }
    }
    const essential = Object.entries(ENVIRONMENT_METRICS).filter(([, { essential }]) => essential);
    const expected = [
      ...Object.keys(MONITOR_METRICS).map((name) => `${name} Monitor=default`),
      ...essential.flatMap(([name, { kind }]) =>
        // Nothing was taken in the stuck environment, so no wait was measured.
        (kind === 'distribution' ? ['env_fine'] : ['env_fine', 'env_stuck']).map(
          (id) => `${name} Monitor=default EnvironmentId=${id}`,
        ),
      ),
      ...['PickupsWithinObjective', 'PickupsBeyondObjective'].flatMap((name) =>
        ['', ' EnvironmentId=env_fine', ' EnvironmentId=env_stuck'].map(
          (of) => `${name} Monitor=default${of}`,
        ),
      ),
    ];

    expect([...found].sort()).toEqual(expected.sort());
  });

  it.each([
    ['Maximum', 'QueueDepth', 'env_stuck', [2, 2]],
    ['Maximum', 'QueueVerdict', 'env_stuck', [4, 4]],
    ['Maximum', 'QueueDepth', 'env_fine', [0, 0]],
    ['Maximum', 'QueueVerdict', 'env_fine', [0, 0]],
    ['SampleCount', 'QueueWait', 'env_fine', [1]],
  ] as const)('has the %s of %s of %s', async (statistic, name, environmentId, values) => {
    expect(
      await deployment.valuesOf({ ...environmentMetric(environmentId, name), Statistic: statistic }),
    ).toEqual(values);
  });

  it('adds up what the environments counted, in the totals that the alarms of the objective are on', async () => {
    const totals = ['PickupsWithinObjective', 'PickupsBeyondObjective'].map(totalMetric);

    // For {Monitor} moto adds the points of {Monitor, EnvironmentId} too, which CloudWatch keeps apart: so twice 1, and twice 2.
    expect(await Promise.all(totals.map(deployment.valuesOf))).toEqual([[2], [4]]);
  });

  it('has the alarms of the template, and those on our metrics look where the bundle writes', async () => {
    const { MetricAlarms = [] } = await clients.cloudWatch.send(new DescribeAlarmsCommand({}));

    const deployed = Object.fromEntries(
      resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => [
        id,
        resolve(template, Properties),
      ]),
    );
    expect(MetricAlarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(Object.keys(deployed).sort());
    for (const {
      AlarmName = '',
      AlarmActions = [],
      OKActions = [],
      Threshold,
      TreatMissingData,
    } of MetricAlarms) {
      const actions = {
        ...(AlarmActions.length > 0 ? { AlarmActions } : {}),
        ...(OKActions.length > 0 ? { OKActions } : {}),
      };
      expect(deployed[AlarmName]).toMatchObject({ ...actions, Threshold, TreatMissingData });
    }
    const ours = MetricAlarms.filter(({ Namespace }) => Namespace === 'Qoder/WorkQueue');
    const values = await Promise.all(
      ours.map(async (alarm) => [alarm.MetricName, await deployment.valuesOf(alarm)]),
    );
    expect(Object.fromEntries(values)).toEqual({ Runs: [1, 1], NotificationsFailed: [0, 0] });
  });

  it('has the dashboard', async () => {
    const { DashboardBody = '' } = await clients.cloudWatch.send(
      new GetDashboardCommand({ DashboardName: DASHBOARD }),
    );

    expect(JSON.parse(DashboardBody)).toEqual(bodyOf(template));
  });

  it('has sent one alert, to programs and to the chat, each in its own words', async () => {
    const [alert, ...more] = await deployment.receive(queues.alerts);
    const [card, ...moreCards] = await deployment.receive(queues.chat);

    expect([...more, ...moreCards]).toEqual([]);
    expect(alert?.Subject).toBe(
      'CRITICAL: nightly (env_stuck): work has waited 15 min and no worker is there',
    );
    expect(alert?.MessageAttributes).toEqual({
      environmentIds: { Type: 'String.Array', Value: '["env_stuck"]' },
      condition: { Type: 'String', Value: 'queue-stuck' },
      severity: { Type: 'String', Value: 'critical' },
      change: { Type: 'String', Value: 'opened' },
    });
    const program = JSON.parse(alert?.Message ?? '');
    expect(program).toMatchObject({
      schemaVersion: 1,
      monitor: 'default',
      condition: 'queue-stuck',
      itemCount: 2,
    });
    expect(program.links.dashboard).toContain('console.aws.amazon.com/cloudformation');
    expect(JSON.parse(card?.Message ?? '')).toMatchObject({
      version: '1.0',
      metadata: { threadId: program.incidentId },
    });
  });

  it('has the subscriptions of the template', async () => {
    const { Subscriptions = [] } = await clients.sns.send(new ListSubscriptionsCommand({}));
    const emails = Subscriptions.filter(({ Protocol }) => Protocol === 'email');

    expect(emails.map(({ TopicArn, Endpoint }) => `${Endpoint} ${TopicArn}`).sort()).toEqual(
      [topic('Alerts'), topic('Health')].map((arn) => `me@example.com ${arn}`).sort(),
    );
  });

  it('remembers in the table, which can be restored to any point', async () => {
    const { Items = [] } = await clients.dynamoDb.send(new ScanCommand({ TableName: TABLE }));
    const { ContinuousBackupsDescription: backups } = await clients.dynamoDb.send(
      new DescribeContinuousBackupsCommand({ TableName: TABLE }),
    );
    const rows = Items.map((item) => unmarshall(item));
    const stuck = rows.find(({ sk }) => sk === 'environment#env_stuck');

    expect(new Set(rows.map(({ pk }) => pk))).toEqual(new Set(['default']));
    expect(rows.map(({ sk }) => sk)).toEqual(expect.arrayContaining(['directory', 'run']));
    expect(JSON.parse(stuck?.body)).toMatchObject({
      incidents: [{ condition: 'queue-stuck', severity: 'critical', messageCount: 1 }],
      outbox: [],
    });
    expect(backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe('ENABLED');
  });
});
