import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../../local/simulator/simulator.ts';
import { createVirtualMonitor, type VirtualMonitor } from '../../../local/virtual/virtual-monitor.ts';
import { aSimulator, ask, ENVIRONMENT, listWork } from './a-simulator.ts';

const HOUR_MS = 3_600_000;

/** An hour of a worker that manages an item a minute, and one item that nobody ever ends. */
function playAnHour(): Simulator {
  const simulator = aSimulator();
  simulator.addWork(ENVIRONMENT, { isPoison: true });
  simulator.setArrivals(ENVIRONMENT, { kind: 'every', seconds: 60 });
  simulator.addWorker(ENVIRONMENT, { behaviour: 'works', workSeconds: { min: 10, max: 20 } });
  simulator.advance(HOUR_MS);
  return simulator;
}

describe('forgetFinished()', () => {
  it('keeps the latest finished items, and whatever is not finished however old it is', () => {
    const simulator = playAnHour();
    const before = listWork(simulator, '?limit=100').data;

    simulator.forgetFinished(20);

    const finished = before.filter(({ state }) => state === 'stopped');
    expect(finished.length).toBeGreaterThan(50);
    const goneIds = new Set(finished.slice(0, -20).map(({ id }) => id));
    expect(listWork(simulator, '?limit=100').data).toEqual(before.filter(({ id }) => !goneIds.has(id)));
    expect(before[0]?.state).toBe('queued');
  });

  it('answers of what it forgot that there is none, and of its session', () => {
    const simulator = playAnHour();
    const [, first] = simulator.truth(ENVIRONMENT);
    const statusesOf = () => [
      statusOf(simulator, `GET /environments/${ENVIRONMENT}/work/${first?.id}`),
      statusOf(simulator, `GET /sessions/${first?.sessionId}`),
    ];
    expect(statusesOf()).toEqual([200, 200]);

    simulator.forgetFinished(20);

    expect(statusesOf()).toEqual([404, 404]);
  });

  it('changes nothing while there are no more, and never the computed past', () => {
    const simulator = playAnHour();
    simulator.addEnvironment({ id: 'env_past', finishedItemCount: 30 });
    const before = simulator.truth(ENVIRONMENT);
    simulator.forgetFinished(100);
    expect(simulator.truth(ENVIRONMENT)).toEqual(before);
    simulator.forgetFinished(0);

    expect(simulator.truth(ENVIRONMENT)).toEqual(before.filter(({ state }) => state !== 'stopped'));
    expect(JSON.parse(ask(simulator, 'GET /environments/env_past/work?limit=100').body).data).toHaveLength(
      30,
    );
  });

  it('leaves the rest of the fleet as it is: the next hour is the same', () => {
    const [whole, forgetful] = [playAnHour(), playAnHour()];
    forgetful.forgetFinished(5);
    for (const simulator of [whole, forgetful]) simulator.advance(HOUR_MS);

    expect(forgetful.truth(ENVIRONMENT)).toEqual(
      whole
        .truth(ENVIRONMENT)
        .filter(({ id }) => forgetful.truth(ENVIRONMENT).some((item) => item.id === id)),
    );
    expect(forgetful.liveTruth(ENVIRONMENT)).toEqual(whole.liveTruth(ENVIRONMENT));
  });
});

const statusOf = (simulator: Simulator, call: string) => ask(simulator, call).status;

describe('a monitor whose list forgets', () => {
  /** @returns what was published of each run, and what went wrong in one */
  async function watch(keptCount: number | null) {
    const monitor = createVirtualMonitor({ environments: ['env_busy'] });
    stage(monitor);
    const errors: unknown[] = [];
    for (let minute = 0; minute < 120; minute++) {
      if (keptCount !== null) monitor.simulator.forgetFinished(keptCount);
      errors.push((await monitor.runMinutes(1)).error);
    }
    return { errors: errors.filter((error) => error !== null), published: monitor.published };
  }

  const stage = ({ simulator }: VirtualMonitor) => {
    simulator.addEnvironment({ id: 'env_busy', finishedItemCount: 300 });
    simulator.setArrivals('env_busy', { kind: 'every', seconds: 20 });
    for (let number = 0; number < 3; number++)
      simulator.addWorker('env_busy', { behaviour: 'works', workSeconds: { min: 10, max: 40 } });
  };

  it('publishes the same, run for run', async () => {
    expect(await watch(100)).toEqual(await watch(null));
  });
});
