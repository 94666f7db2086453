/** Several functions over one table: each environment is one's, and what concerns the fleet is told once. */
import { describe, expect, it } from 'vitest';
import { TOKEN_PLACEHOLDER } from '../../contract/deployment.ts';
import type { SettingsInput } from '../../contract/settings.ts';
import { shardOf } from '../../lambda/model/share.ts';
import { createVirtualMonitor, TOKEN, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

const KEY = 'sak-of-a-shard-0123456789';
const IDS = Array.from({ length: 24 }, (_, number) => `env_${number + 1}`);

function aFleet(settings: Partial<SettingsInput> = {}): VirtualMonitor {
  const monitor = createVirtualMonitor({ environments: IDS, shards: 4, ...settings });
  for (const id of IDS) monitor.simulator.addEnvironment({ id });
  return monitor;
}

/** How often a depth of each environment was published, in each minute. */
function depthCounts({ published }: VirtualMonitor): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { scheduledAt, environments } of published)
    for (const [id, { QueueDepth }] of environments) {
      const key = `${scheduledAt.toISOString()} ${id}`;
      if (QueueDepth !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return counts;
}

describe('run() of several shards', () => {
  it('reads every environment once a minute, whoever reads it', async () => {
    const monitor = aFleet();
    await monitor.runMinutes(5);

    const counts = depthCounts(monitor);
    expect(counts.size).toBe(5 * IDS.length);
    expect(new Set(counts.values())).toEqual(new Set([1]));
    expect(monitor.valuesOf('Runs')).toHaveLength(5 * 4);
    expect(monitor.logged('run').map(({ shard }) => shard)).toEqual(expect.arrayContaining([0, 1, 2, 3]));
  });

  it('lets the first one discover, for all of them', async () => {
    const monitor = aFleet({ environments: 'all' });
    await monitor.runMinutes(3);
    monitor.simulator.addEnvironment({ id: 'env_new' });
    await monitor.runMinutes(11);

    const discoveries = monitor.simulator.requests.filter(({ path }) => /\/environments(\?|$)/.test(path));
    expect(discoveries).toHaveLength(2);
    expect(monitor.valuesOf('QueueDepth', 'env_new').length).toBeGreaterThan(0);
  });

  it('tells once that the API cannot be reached, and of no environment that it cannot be read', async () => {
    const monitor = aFleet();
    await monitor.runMinutes(5);
    const end = monitor.simulator.addFault({ kind: 'status', status: 503 });
    await monitor.runMinutes(12);
    end();
    await monitor.runMinutes(10);

    expect(monitor.alerts.map(({ condition, change }) => `${condition} ${change}`)).toEqual([
      'api-unreachable opened',
      'api-unreachable resolved',
    ]);
    expect(new Set(monitor.alerts[0]?.environmentIds)).toEqual(new Set(IDS));
    expect(monitor.alerts[0]?.evidence).toMatchObject({ environmentCount: 24, failedCount: 24 });
  });

  it('tells once whose token is refused, where each has its own', async () => {
    const monitor = aFleet({ tokenPerShard: true });
    await monitor.runMinutes(5);
    const refused = IDS.filter((id) => shardOf(id, 4) === 2);
    for (const environmentId of refused)
      monitor.simulator.addFault({ kind: 'status', status: 401, environmentId });
    await monitor.runMinutes(8);

    expect(refused.length).toBeGreaterThanOrEqual(4);
    expect(monitor.alerts).toHaveLength(1);
    expect(monitor.alerts[0]).toMatchObject({
      condition: 'api-unreachable',
      reason: '401 of shard 2',
      evidence: { shards: '2', failedCount: refused.length, environmentCount: IDS.length },
    });
  });

  it('lets each have a token or a key of its own, and tells once whose key is refused', async () => {
    const monitor = aFleet({ tokenPerShard: true });
    const { simulator } = monitor;
    simulator.serviceAccounts.setKey(KEY);
    monitor.setSecret(JSON.stringify({ serviceAccountKey: KEY }), 1);
    monitor.setSecret(JSON.stringify({ serviceAccountKey: `${KEY}-mistyped` }), 2);
    await monitor.runMinutes(9);

    const bearersOf = (shard: number) =>
      new Set(
        simulator.requests.flatMap(({ path, bearer }) => {
          const [, id = ''] = /\/environments\/(\w+)\/work/.exec(path) ?? [];
          return id !== '' && shardOf(id, 4) === shard ? [bearer] : [];
        }),
      );
    expect([0, 1, 2, 3].map((shard) => [...bearersOf(shard)])).toEqual([
      [TOKEN],
      [expect.stringMatching(/^eyJ/)],
      [],
      [TOKEN],
    ]);
    const posts = simulator.requests.filter(({ method }) => method === 'POST');
    expect(posts.filter(({ bearer }) => bearer === KEY)).toHaveLength(1);
    expect(monitor.alerts.map(({ condition, change }) => `${condition} ${change}`)).toEqual([
      'api-unreachable opened',
    ]);
    expect(monitor.alerts[0]).toMatchObject({
      reason: '401 of shard 2',
      environmentIds: IDS.filter((id) => shardOf(id, 4) === 2),
      evidence: { shards: '2', type: 'key_refused' },
    });
  });

  it('leaves the share of a function without a token unwatched, of which each minute lacks a run', async () => {
    const monitor = aFleet({ tokenPerShard: true });
    monitor.setSecret(TOKEN_PLACEHOLDER, 3);
    await monitor.runMinutes(5);

    const read = new Set(monitor.published.flatMap(({ environments }) => [...environments.keys()]));
    expect([...read].toSorted()).toEqual(IDS.filter((id) => shardOf(id, 4) !== 3).toSorted());
    expect(monitor.valuesOf('Runs')).toHaveLength(5 * 3);
    expect(monitor.logged('no token yet')).toHaveLength(5);
  });

  it('says which of them nothing is heard of, and goes on with the others', async () => {
    const monitor = aFleet();
    await monitor.runMinutes(3);
    monitor.breakSteps(({ name }) => (name === 'releaseLease' ? 'refused' : null));
    await monitor.runMinutes(1);
    monitor.breakSteps(null);
    for (let minute = 0; minute < 5; minute++) {
      monitor.simulator.advance(60_000);
      for (const shard of [0, 1, 2]) await monitor.run({ shard });
    }

    const ofFirst = monitor.logged('run').filter(({ shard }) => shard === 0);
    expect(ofFirst[2]).toMatchObject({ shards: 4, silentShards: [] });
    expect(ofFirst.at(-1)).toMatchObject({ shards: 4, silentShards: [3] });
    expect(monitor.alerts).toEqual([]);
  });

  /** Lets the tokens of shards be refused. @returns ends it */
  function refuse({ simulator }: VirtualMonitor, shards: readonly number[]): () => void {
    const ids = IDS.filter((id) => shards.includes(shardOf(id, 4)));
    const ends = ids.map((environmentId) =>
      simulator.addFault({ kind: 'status', status: 401, environmentId }),
    );
    return () => {
      for (const end of ends) end();
    };
  }
  const toldBy = ({ alerts }: VirtualMonitor) =>
    alerts.map(({ condition, change, reason }) => `${condition} ${change} ${reason}`);

  it('tells of each token that is refused while others are, and of what is left of all', async () => {
    const monitor = aFleet({ tokenPerShard: true });
    await monitor.runMinutes(5);
    const mendOne = refuse(monitor, [1]);
    await monitor.runMinutes(8);
    const mendTwo = refuse(monitor, [2]);
    await monitor.runMinutes(5);
    mendOne();
    await monitor.runMinutes(20);
    mendTwo();
    await monitor.runMinutes(10);

    expect(toldBy(monitor)).toEqual([
      'api-unreachable opened 401 of shard 1',
      'api-unreachable changed 401 of shards 1, 2',
      'api-unreachable changed 401 of shard 2',
      'api-unreachable resolved 401 of shard 2',
    ]);
  });

  it('tells that all tokens are refused, which of them still are, and of their end once', async () => {
    const monitor = aFleet({ tokenPerShard: true });
    await monitor.runMinutes(5);
    const mendFirst = refuse(monitor, [0]);
    const mendOthers = refuse(monitor, [1, 2, 3]);
    await monitor.runMinutes(8);
    const all = [...toldBy(monitor)];
    mendFirst();
    await monitor.runMinutes(8);
    const some = toldBy(monitor).slice(all.length);
    mendOthers();
    await monitor.runMinutes(10);

    expect([all, some]).toEqual([
      ['api-unreachable opened 401 of all shards'],
      ['api-unreachable changed 401 of shards 1, 2, 3'],
    ]);
    expect(toldBy(monitor).at(-1)).toBe('api-unreachable resolved 401 of shards 1, 2, 3');
    expect(monitor.alerts).toHaveLength(3);
  });

  it('tells nothing of tokens that come back together', async () => {
    const monitor = aFleet({ tokenPerShard: true });
    await monitor.runMinutes(5);
    const mend = refuse(monitor, [0, 1, 2, 3]);
    await monitor.runMinutes(8);
    mend();
    await monitor.runMinutes(10);

    expect(toldBy(monitor)).toEqual([
      'api-unreachable opened 401 of all shards',
      'api-unreachable resolved 401 of all shards',
    ]);
  });

  const runWithoutFirst = async (monitor: VirtualMonitor, minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      monitor.simulator.advance(60_000);
      await Promise.all([1, 2, 3].map((shard) => monitor.run({ shard })));
    }
  };

  it.each<[string, Partial<SettingsInput>, number]>([
    ['the API is down', {}, 503],
    ['all tokens are refused', { tokenPerShard: true }, 401],
  ])('lets the others tell that %s while the first one is dead', async (_, settings, status) => {
    const monitor = aFleet(settings);
    await monitor.runMinutes(5);
    await runWithoutFirst(monitor, 5);
    monitor.simulator.addFault({ kind: 'status', status });
    await runWithoutFirst(monitor, 6);

    expect(new Set(monitor.alerts.map(({ condition, change }) => `${condition} ${change}`))).toEqual(
      new Set(['environment-unreadable opened']),
    );
    const told = monitor.alerts.flatMap(({ environmentIds }) => environmentIds);
    expect(told.toSorted()).toEqual(IDS.filter((id) => shardOf(id, 4) !== 0).toSorted());
    expect(monitor.alerts).toHaveLength(3);
  });

  it('lets the others tell it while the first one has no token yet', async () => {
    const monitor = aFleet({ tokenPerShard: true });
    monitor.setSecret(TOKEN_PLACEHOLDER, 0);
    monitor.simulator.addFault({ kind: 'status', status: 401 });
    await monitor.runMinutes(12);

    expect(new Set(monitor.alerts.map(({ condition }) => condition))).toEqual(
      new Set(['environment-unreadable']),
    );
  });

  it('leaves it to the first one while another number of shards comes into force', async () => {
    const monitor = aFleet();
    await monitor.runMinutes(5);
    monitor.simulator.addFault({ kind: 'status', status: 503 });
    await monitor.runMinutes(8);
    monitor.deploy({ environments: IDS, shards: 3 });
    await monitor.runMinutes(8);

    expect(monitor.alerts.map(({ condition, change }) => `${condition} ${change}`)).toEqual([
      'api-unreachable opened',
    ]);
  });

  it.each([
    [false, 80],
    [true, 20],
  ])('with tokenPerShard %s asks every %d ms', async (tokenPerShard, intervalMs) => {
    const monitor = aFleet({ tokenPerShard });
    monitor.simulator.advance(60_000);
    for (const shard of [0, 1]) {
      await monitor.run({ shard });
      // The second run of each has found the number of shards in force.
      await monitor.run({ shard });
    }
    const times = monitor.simulator.requests.map(({ at }) => at.getTime());
    const gapsMs = times.slice(1).map((time, index) => time - (times[index] ?? 0));

    expect(gapsMs.filter((gapMs) => gapMs > 0 && gapMs < 1_000).toSorted((a, b) => a - b)[0]).toBe(
      intervalMs,
    );
  });

  it('leaves the rows of a single function as they were', async () => {
    const monitor = aFleet({ shards: 1 });
    await monitor.runMinutes(3);

    expect(Object.keys(monitor.runRow).toSorted()).toEqual([
      'body',
      'expiresAtMs',
      'runNumber',
      'schemaVersion',
    ]);
    expect(
      [...monitor.rows.keys()].filter((key) => !/^(environment|ranges)#env_|^(directory|monitor)$/.test(key)),
    ).toEqual([]);
    expect(monitor.logged('run')[0]).not.toHaveProperty('shard');
  });

  it('forgets that there were several, once there is one again', async () => {
    const monitor = aFleet();
    await monitor.runMinutes(3);
    monitor.deploy({ environments: IDS });
    await monitor.runMinutes(3);

    expect(monitor.runRow.shards).toBeUndefined();
    const [, ...steps] = (await monitor.run()).steps;
    expect(steps[0]).toBe('load');
  });
});
