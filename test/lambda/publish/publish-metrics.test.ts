import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { METRIC_NAMESPACE } from '../../../contract/metrics.ts';
import { toMetricGroups } from '../../../lambda/publish/metric-data.ts';
import { publishMetrics } from '../../../lambda/publish/publish-metrics.ts';
import { type CloudWatchStandIn, startCloudWatch } from '../../../local/stand-ins/cloudwatch.ts';
import { STAND_IN_CREDENTIALS, STAND_IN_REGION } from '../../../local/stand-ins/credentials.ts';
import { createTraffic, type Traffic } from '../../../local/stand-ins/traffic.ts';

const SCHEDULED_AT = new Date('2026-11-24T17:15:00Z');
const signal = new AbortController().signal;

let traffic: Traffic;
let cloudWatch: CloudWatchStandIn;
let client: CloudWatchClient;

beforeEach(async () => {
  traffic = createTraffic(() => 0);
  cloudWatch = await startCloudWatch(traffic, () => SCHEDULED_AT);
  client = new CloudWatchClient({
    endpoint: cloudWatch.url,
    region: STAND_IN_REGION,
    credentials: STAND_IN_CREDENTIALS,
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await cloudWatch.close();
});

const groupsOf = (environmentCount: number) =>
  toMetricGroups({
    monitor: 'default',
    scheduledAt: SCHEDULED_AT,
    environments: new Map(
      Array.from({ length: environmentCount }, (_, index) => [
        `env_${index}`,
        { QueueDepth: index, QueueWait: [1, 2, 2] },
      ]),
    ),
    monitorMetrics: { Runs: 1 },
    metrics: 'essential',
  });

describe('publishMetrics()', () => {
  it('sends what was measured', async () => {
    await publishMetrics({ client, namespace: METRIC_NAMESPACE, groups: groupsOf(1), signal });

    const base = { namespace: METRIC_NAMESPACE, timestamp: SCHEDULED_AT };
    const dimensions = { Monitor: 'default', EnvironmentId: 'env_0' };
    expect(cloudWatch.points()).toEqual([
      { ...base, name: 'QueueDepth', dimensions, unit: 'Count', values: [0], counts: [1] },
      { ...base, name: 'QueueWait', dimensions, unit: 'Seconds', values: [1, 2], counts: [1, 2] },
      { ...base, name: 'Runs', dimensions: { Monitor: 'default' }, unit: 'Count', values: [1], counts: [1] },
    ]);
  });

  it('arrives whole where the SDK compresses and where several calls are needed', async () => {
    const groups = groupsOf(1200);
    const data = groups.flatMap((group) => group.data);

    await publishMetrics({ client, namespace: METRIC_NAMESPACE, groups, signal });

    expect(cloudWatch.points().map(({ name }) => name)).toEqual(data.map(({ MetricName }) => MetricName));
    expect(traffic.calls().map(({ action }) => action)).toEqual(Array(3).fill('PutMetricData'));
    expect(cloudWatch.compressedCallCount()).toBe(3);
  });

  it('sends nothing for no data', async () => {
    await publishMetrics({ client, namespace: METRIC_NAMESPACE, groups: [], signal });

    expect(traffic.calls()).toEqual([]);
  });

  it('says which call failed and why', async () => {
    traffic.failNext('cloudwatch', 'always', 'throttle');

    await expect(
      publishMetrics({ client, namespace: METRIC_NAMESPACE, groups: groupsOf(1), signal }),
    ).rejects.toThrow(
      'Publishing 3 metrics to Qoder/WorkQueue failed (call 1 of 1): ThrottlingException: Rate exceeded',
    );
  });

  it('sends the other calls when one fails, and says which', async () => {
    const groups = groupsOf(1200);
    const data = groups.flatMap((group) => group.data);
    traffic.failNext('cloudwatch', 1, 500);

    const error: unknown = await publishMetrics({
      client,
      namespace: METRIC_NAMESPACE,
      groups,
      signal,
    }).catch((thrown: unknown) => thrown);

    const ids = Array.from({ length: 500 }, (_, index) => `env_${index}`);
    expect(error).toMatchObject({
      message: expect.stringContaining('Publishing 1000 metrics to Qoder/WorkQueue failed (call 1 of 3)'),
      environmentIds: new Set(ids),
    });

    expect(cloudWatch.points()).toHaveLength(data.length - 1000);
  });

  it('ends at its signal although the service hangs', async () => {
    traffic.failNext('cloudwatch', 1, 'hang');
    const controller = new AbortController();
    const publishing = publishMetrics({
      client,
      namespace: METRIC_NAMESPACE,
      groups: groupsOf(1),
      signal: controller.signal,
    });
    controller.abort();

    await expect(publishing).rejects.toThrow('AbortError');
  });
});
