import { describe, expect, it } from 'vitest';
import { createVirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

async function statesAfter(minutes: number) {
  const monitor = createVirtualMonitor({
    environments: ['env_waits', 'env_young', 'env_refused', 'env_idle', 'env_quiet'],
  });
  const { simulator } = monitor;
  for (const id of ['env_young', 'env_idle', 'env_quiet']) simulator.addEnvironment({ id });
  simulator.addEnvironment({ id: 'env_waits', name: 'nightly' });
  simulator.addEnvironment({ id: 'env_refused', type: 'cloud' });
  simulator.addWork('env_waits', { count: 2 });
  await monitor.runMinutes(minutes - 1);
  simulator.addWork('env_young');
  monitor.forget();
  await monitor.runMinutes(1);
  return { monitor, states: monitor.logged('state') };
}

describe('toStateLines()', () => {
  it('tells each environment that is not well or where work waits, and how many there are besides', async () => {
    const { states } = await statesAfter(16);

    expect(states).toMatchObject([
      {
        environment: 'nightly (env_waits)',
        environmentId: 'env_waits',
        state: 'CRITICAL',
        verdict: 'no workers',
        open: 'queue stuck',
        oldestWait: '15 min',
        since: '2026-11-24 12:00 UTC',
        queuedCount: 2,
        silentCount: 0,
      },
      { environment: 'env_young', state: 'ok', verdict: 'ok', open: '', oldestWait: '57 s', queuedCount: 1 },
      {
        environment: 'env_refused',
        state: 'CRITICAL',
        verdict: 'unknown: invalid request error',
        open: 'environment unreadable',
        oldestWait: null,
        queuedCount: null,
      },
      { environment: 'all others', state: 'ok', verdict: 'ok: 2 environments, nothing waits' },
    ]);
  });

  it('says of what was told and does not hold any more that it is clearing', async () => {
    const { monitor } = await statesAfter(16);
    monitor.simulator.addWorker('env_waits', { behaviour: 'works', name: 'w1' });
    monitor.forget();
    await monitor.runMinutes(2);

    expect(
      monitor.logged('state').findLast(({ environmentId }) => environmentId === 'env_waits'),
    ).toMatchObject({
      state: 'ok',
      open: 'queue stuck (clearing)',
      queuedCount: 0,
    });
  });

  it('has states that Logs Insights sorts from the worst to the best', () => {
    expect(['ok', 'WARNING', 'UNKNOWN', 'CRITICAL'].toSorted()).toEqual([
      'CRITICAL',
      'UNKNOWN',
      'WARNING',
      'ok',
    ]);
  });
});
