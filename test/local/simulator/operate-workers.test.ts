import { describe, expect, it } from 'vitest';
import { aSimulator, ENVIRONMENT, livesOf, statsOf } from './a-simulator.ts';

const MINUTE_MS = 60_000;

describe('killWorker()', () => {
  it('leaves the item active and silent for ever, even after a revival', () => {
    const simulator = aSimulator();
    const [id = ''] = simulator.addWork(ENVIRONMENT);
    const worker = simulator.addWorker(ENVIRONMENT, { behaviour: 'slow' });
    simulator.advance(5 * MINUTE_MS);
    const [before] = simulator.truth(ENVIRONMENT);

    simulator.killWorker(worker);
    simulator.advance(60 * MINUTE_MS);
    const [dead] = simulator.truth(ENVIRONMENT);
    simulator.reviveWorker(worker);
    simulator.advance(60 * MINUTE_MS);
    const [orphaned] = simulator.truth(ENVIRONMENT);
    simulator.stopWork(ENVIRONMENT, id, { force: true });
    const [ended] = simulator.truth(ENVIRONMENT);

    expect(before).toMatchObject({ id, state: 'active', cause: 'healthy', workerId: worker });
    expect(dead).toEqual({ ...before, cause: 'dead-worker' });
    expect(orphaned).toEqual({ ...before, cause: 'dead-worker', workerId: null });
    expect(ended).toEqual({ ...orphaned, state: 'stopped', cause: null, stoppedAt: simulator.now() });
  });
});

describe('hangWorker()', () => {
  it('keeps the heartbeats going and the item from ending', () => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT, { count: 2 });
    const worker = simulator.addWorker(ENVIRONMENT, { behaviour: 'slow' });
    simulator.advance(MINUTE_MS);

    simulator.hangWorker(worker);
    simulator.advance(180 * MINUTE_MS);

    const [item] = simulator.truth(ENVIRONMENT);
    expect(livesOf(simulator)).toEqual(['active: hung', 'queued: saturated']);
    expect(Number(simulator.now()) - Number(item?.latestHeartbeatAt)).toBeLessThanOrEqual(30_000);
  });

  it('refuses a worker that is down', () => {
    const simulator = aSimulator();
    const worker = simulator.addWorker(ENVIRONMENT, { behaviour: 'absent' });

    expect(() => simulator.hangWorker(worker)).toThrow(
      `Cannot hang worker ${worker}: it is down, revive it first`,
    );
  });
});

describe('drainWorker()', () => {
  it('ends the session, takes nothing new, and can be revived', () => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT, { count: 2 });
    const worker = simulator.addWorker(ENVIRONMENT, { behaviour: 'works' });
    simulator.advance(10_000);
    const statusOf = () => simulator.workers(ENVIRONMENT)[0]?.status;

    simulator.drainWorker(worker);
    const during = [statusOf(), ...livesOf(simulator)];
    simulator.advance(10 * MINUTE_MS);
    const after = [statusOf(), ...livesOf(simulator)];
    simulator.reviveWorker(worker);
    simulator.advance(10 * MINUTE_MS);

    expect(during).toEqual(['up', 'active: healthy', 'queued: saturated']);
    expect(after).toEqual(['down', 'queued: no-workers']);
    expect([statusOf(), ...livesOf(simulator)]).toEqual(['up']);
  });
});

describe('cutOffWorker()', () => {
  it('lets no beat and no poll arrive for so long, and the worker go on with its item', () => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT);
    const worker = simulator.addWorker(ENVIRONMENT, { behaviour: 'slow' });
    simulator.advance(5 * MINUTE_MS);
    const silentFor = () =>
      Number(simulator.now()) - Number(simulator.liveTruth(ENVIRONMENT)[0]?.latestHeartbeatAt);

    simulator.cutOffWorker(worker, 3 * MINUTE_MS);
    simulator.advance(3 * MINUTE_MS);
    const silentMs = silentFor();
    simulator.advance(10_000);

    expect(silentMs).toBeGreaterThanOrEqual(3 * MINUTE_MS);
    expect(silentFor()).toBeLessThan(10_000);
    expect(livesOf(simulator)).toEqual(['active: healthy']);
  });

  it('lets an idle worker find nothing', () => {
    const simulator = aSimulator();
    const worker = simulator.addWorker(ENVIRONMENT, { behaviour: 'works' });
    simulator.advance(MINUTE_MS);
    simulator.cutOffWorker(worker, 2 * MINUTE_MS);
    simulator.addWork(ENVIRONMENT);

    simulator.advance(2 * MINUTE_MS);
    const [waiting] = simulator.liveTruth(ENVIRONMENT);
    simulator.advance(10_000);

    expect(waiting).toMatchObject({ state: 'queued', deliveredAt: null });
    expect(livesOf(simulator)).toEqual(['active: healthy']);
  });
});

describe('liveTruth()', () => {
  it('leaves out what is stopped', () => {
    const simulator = aSimulator();
    const [done = '', waiting] = simulator.addWork(ENVIRONMENT, { count: 2 });
    simulator.stopWork(ENVIRONMENT, done, { force: true });

    expect(simulator.truth(ENVIRONMENT).map(({ id }) => id)).toEqual([done, waiting]);
    expect(simulator.liveTruth(ENVIRONMENT).map(({ id }) => id)).toEqual([waiting]);
  });
});

describe('reviveWorker()', () => {
  it('ends the process that was there: the worker does not go on twice', () => {
    const simulator = aSimulator();
    const worker = simulator.addWorker(ENVIRONMENT, { behaviour: 'hangs-while-beating' });
    simulator.advance(MINUTE_MS);
    simulator.reviveWorker(worker);
    simulator.addWork(ENVIRONMENT);
    simulator.advance(MINUTE_MS);

    const beats = new Set<number>();
    for (let playedMs = 0; playedMs < 300_000; playedMs += 50) {
      simulator.advance(50);
      beats.add(Number(simulator.truth(ENVIRONMENT)[0]?.latestHeartbeatAt));
    }

    // The one before the five minutes, and two in each of them.
    expect(beats.size).toBe(11);
  });
});

describe('stopAllWorkers()', () => {
  it('stops those of one environment, or all', () => {
    const simulator = aSimulator();
    simulator.addEnvironment({ id: 'env_other' });
    const here = simulator.addWorker(ENVIRONMENT, { behaviour: 'works' });
    simulator.addWorker('env_other', { behaviour: 'works' });
    const statuses = () =>
      [ENVIRONMENT, 'env_other'].flatMap((id) => simulator.workers(id).map((worker) => worker.status));

    simulator.stopAllWorkers(ENVIRONMENT);
    const afterOne = statuses();
    simulator.stopAllWorkers();
    const afterAll = statuses();
    simulator.reviveWorker(here);

    expect([afterOne, afterAll, statuses()]).toEqual([
      ['down', 'up'],
      ['down', 'down'],
      ['up', 'down'],
    ]);
    expect(simulator.workers(ENVIRONMENT)).toEqual([
      { id: here, status: 'up', workerId: `${here}-2`, itemId: null },
    ]);
  });
});

describe('stopWork()', () => {
  it('makes a worker end an item that is asked to stop, at its next heartbeat', () => {
    const simulator = aSimulator();
    const [id = ''] = simulator.addWork(ENVIRONMENT);
    simulator.addWorker(ENVIRONMENT, { behaviour: 'slow' });
    simulator.advance(5 * MINUTE_MS);

    simulator.stopWork(ENVIRONMENT, id, { force: false });
    const asked = livesOf(simulator);
    simulator.advance(30_000);

    expect([asked, livesOf(simulator)]).toEqual([['stopping: healthy'], []]);
  });

  it('makes a worker leave an item that was stopped behind its back and take the next', () => {
    const simulator = aSimulator();
    const [id = ''] = simulator.addWork(ENVIRONMENT, { count: 2 });
    simulator.addWorker(ENVIRONMENT, { behaviour: 'slow' });
    simulator.advance(5 * MINUTE_MS);

    simulator.stopWork(ENVIRONMENT, id, { force: true });
    simulator.advance(MINUTE_MS);

    expect(livesOf(simulator)).toEqual(['active: healthy']);
  });
});

describe('setDeliveryPaused()', () => {
  it('makes polls find nothing while work waits', () => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT);
    simulator.addWorker(ENVIRONMENT, { behaviour: 'works' });
    simulator.setDeliveryPaused(ENVIRONMENT, true);
    simulator.advance(10 * MINUTE_MS);

    expect(livesOf(simulator)).toEqual(['queued: delivery-paused']);
    expect(statsOf(simulator)).toMatchObject({ depth: 1, pending: 0, workers_polling: 1 });
  });
});
