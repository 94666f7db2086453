import { afterEach, describe, expect, it } from 'vitest';
import type { Call } from '../../local/stand-ins/traffic.ts';
import {
  type LocalMonitor,
  type LocalMonitorOptions,
  messageIdsOf,
  runNextMinute,
  startStuckMonitor,
  TOKEN,
  valuesOf,
} from '../support/a-local-monitor.ts';

describe('the bundle against a hostile world', () => {
  let monitor: LocalMonitor;
  afterEach(() => monitor.close());

  async function startStuck(options: LocalMonitorOptions = {}) {
    monitor = await startStuckMonitor(options);
  }
  const next = () => runNextMinute(monitor);

  it('reads, publishes and ends in time while a topic hangs, and tells once it answers', {
    timeout: 180_000,
  }, async () => {
    await startStuck();
    monitor.standIns.failNext('sns', 'always', 'hang');

    expect(await monitor.run()).toBeNull();
    expect(valuesOf(monitor, 'NotificationsFailed')).toEqual([1]);
    expect(valuesOf(monitor, 'QueueDepth', 'env_stuck')).toEqual([1]);
    expect(Number(monitor.current().logged('run')[0]?.durationMs)).toBeLessThan(30_000);

    monitor.standIns.failNext('sns', 0, 'hang');
    expect(await next()).toBeNull();
    expect(new Set(messageIdsOf(monitor)).size).toBe(1);
    expect(valuesOf(monitor, 'NotificationsFailed')).toEqual([1, 0]);
  });

  it.each<[Call['service'], Call['action']]>([
    ['dynamodb', 'UpdateItem'],
    ['dynamodb', 'Query'],
    ['secretsmanager', 'GetSecretValue'],
  ])(
    'ends with an error when %s answers %s with 500, and is whole again in the next run',
    async (service, action) => {
      let isFailing = true;
      const onCall = (call: Call) => {
        if (isFailing && call.service === service && call.action === action)
          monitor.standIns.failNext(service, 1, 500);
      };
      await startStuck({ onCall });

      const error = await monitor.run();
      isFailing = false;
      await monitor.letLeaseExpire();

      expect(error).not.toBeNull();
      expect(await next()).toBeNull();
      expect(messageIdsOf(monitor)).toHaveLength(1);
    },
  );

  it('lives through one throttled call of every service without anybody noticing', async () => {
    const seen = new Set<string>();
    const onCall = ({ service, action }: Call) => {
      if (seen.has(service + action)) return;
      seen.add(service + action);
      monitor.standIns.failNext(service, 1, 'throttle');
    };
    await startStuck({ onCall });

    expect(await monitor.run()).toBeNull();
    expect([...seen].sort()).toEqual([
      'cloudwatchPutMetricData',
      'dynamodbPutItem',
      'dynamodbQuery',
      'dynamodbUpdateItem',
      'secretsmanagerGetSecretValue',
      'snsPublish',
    ]);
    expect(messageIdsOf(monitor)).toHaveLength(1);
  });

  it('sends its token nowhere when the API redirects, and says so without it', async () => {
    await startStuck();
    monitor.simulator.addFault({
      kind: 'status',
      status: 302,
      headers: { location: 'http://127.0.0.1:9/api/v1/cloud/environments/env_stuck/work/poll' },
    });

    expect(await monitor.run()).toBeNull();

    expect(monitor.simulator.requests.every(({ path }) => !path.includes('/poll'))).toBe(true);
    expect(monitor.current().logged('run')[0]?.unread).toMatchObject([
      { environmentId: 'env_stuck', status: 302, type: 'unexpected_redirect' },
    ]);
    expect(monitor.current().output()).not.toContain(TOKEN);
  });

  it('asks the API for nothing with a secret that cannot be a token, and keeps it out of every text', async () => {
    await startStuck();
    const secret = 'pt-first\npt-second';
    monitor.standIns.putSecret(secret);

    const error = await monitor.run();

    expect(error).toContain('store the token alone');
    expect(monitor.simulator.requests).toEqual([]);
    expect(`${monitor.current().output()}${error}`).not.toMatch(/pt-first|pt-second/);
  });
});
