/** The built bundle as two functions over one table, and as one again. */
import { afterEach, describe, expect, it } from 'vitest';
import { VARIABLES } from '../../contract/deployment.ts';
import { shardOf } from '../../lambda/model/share.ts';
import { startSecretsManager } from '../../local/stand-ins/secrets-manager.ts';
import { createTraffic } from '../../local/stand-ins/traffic.ts';
import {
  type LocalMonitor,
  startLocalMonitor,
  subjectsOf,
  TOKEN,
  valuesOf,
} from '../support/a-local-monitor.ts';

const MINUTE_MS = 60_000;
const KEY = 'sak-integration-0123456789';
const IDS = Array.from({ length: 8 }, (_, number) => `env_${number}`);

describe('the built bundle of several shards', () => {
  let monitor: LocalMonitor;
  afterEach(() => monitor.close());

  it('reads each environment once a minute, tells each thing once, and goes on as one', async () => {
    monitor = await startLocalMonitor({ settings: { environments: IDS } });
    const { simulator } = monitor;
    for (const id of IDS) simulator.addEnvironment({ id });
    simulator.addWork('env_3');
    const functions = [await monitor.startShard(0, 2), await monitor.startShard(1, 2)];
    const runBoth = async () => {
      simulator.advance(MINUTE_MS);
      return Promise.all(functions.map((each) => each.invoke(monitor.event())));
    };
    for (let minute = 0; minute < 8; minute++)
      expect((await runBoth()).map(({ error }) => error)).toEqual([null, null]);

    // In the first minute the second one may have found nobody to share with yet.
    const depthCounts = IDS.map((id) => valuesOf(monitor, 'QueueDepth', id).length);
    for (const count of depthCounts) expect([7, 8]).toContain(count);
    expect(subjectsOf(monitor)).toEqual([expect.stringContaining('env_3')]);
    const keys = (await monitor.rows()).map(({ sk }) => sk);
    expect(keys).toEqual(expect.arrayContaining(['monitor#1', 'run', 'run#1', 'run#layout']));

    const single = await monitor.startShard(0, 1);
    simulator.addWorker('env_3', { behaviour: 'works', name: 'w' });
    for (let minute = 0; minute < 9; minute++) {
      simulator.advance(MINUTE_MS);
      expect((await single.invoke(monitor.event())).error).toBeNull();
    }

    expect(subjectsOf(monitor)).toHaveLength(2);
    for (const [index, id] of IDS.entries())
      expect(valuesOf(monitor, 'QueueDepth', id)).toHaveLength((depthCounts[index] ?? 0) + 9);
    const rows = await monitor.rows();
    expect(rows.find(({ sk }) => sk === 'run')).not.toHaveProperty('shards');
    expect(rows.map(({ sk }) => sk)).not.toContain('monitor#1');
  });

  it('logs in with what is in the secret of each: a token, or a key that it exchanges by itself', async () => {
    monitor = await startLocalMonitor({ settings: { environments: IDS, tokenPerShard: true } });
    const { simulator, exchangeUrl } = monitor;
    for (const id of IDS) simulator.addEnvironment({ id });
    simulator.serviceAccounts.setKey(KEY);
    const key = JSON.stringify({ serviceAccountKey: KEY, exchangeUrl });
    const ofSecond = await startSecretsManager(
      createTraffic(() => performance.now()),
      'qoder-token-1',
      key,
    );
    const functions = [
      await monitor.startShard(0, 2),
      await monitor.startShard(1, 2, {
        [VARIABLES.tokenSecretId]: 'qoder-token-1',
        AWS_ENDPOINT_URL_SECRETS_MANAGER: ofSecond.url,
      }),
    ];
    for (let minute = 0; minute < 4; minute++) {
      simulator.advance(MINUTE_MS);
      for (const each of functions) expect((await each.invoke(monitor.event())).error).toBeNull();
    }
    await ofSecond.close();

    const bearersOf = (shard: number) =>
      new Set(
        IDS.filter((id) => shardOf(id, 2) === shard).flatMap((id) =>
          simulator.requests.filter(({ path }) => path.includes(`/${id}/`)).map(({ bearer }) => bearer),
        ),
      );
    expect(bearersOf(0)).toEqual(new Set([TOKEN]));
    expect(bearersOf(1)).toEqual(new Set([expect.stringMatching(/^eyJ/)]));
    const posts = simulator.requests.filter(({ method }) => method === 'POST');
    expect(posts.map(({ bearer, status }) => [bearer, status])).toEqual([[KEY, 200]]);
    for (const each of functions) expect(each.output()).not.toContain(KEY);
  });
});
