import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../local/simulator/random.ts';
import type { Cause } from '../../../local/simulator/truth.ts';
import type { WorkerOptions } from '../../../local/simulator/worker.ts';
import { aSimulator, ENVIRONMENT, livesOf, START_AT, statsOf } from './a-simulator.ts';

const MINUTE_MS = 60_000;
const after = (durationMs: number) => new Date(START_AT.getTime() + durationMs);

describe('addWorker()', () => {
  it('lets an item begin as late as its container takes to start', () => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT);
    const startupSeconds = { min: 300, max: 300 };
    simulator.addWorker(ENVIRONMENT, { behaviour: 'slow', startupSeconds });

    simulator.advance(300_000);
    const before = livesOf(simulator);
    simulator.advance(10_000);

    expect([before, livesOf(simulator)]).toEqual([['starting: healthy'], ['active: healthy']]);
  });

  it('makes a healthy fleet that leaves nothing waiting for two hours', () => {
    const simulator = aSimulator({ random: createRandom(7) });
    simulator.setArrivals(ENVIRONMENT, { kind: 'poisson', meanSeconds: 60 });
    for (const name of ['a', 'b', 'c']) simulator.addWorker(ENVIRONMENT, { behaviour: 'works', name });
    simulator.advance(120 * MINUTE_MS);

    const items = simulator.truth(ENVIRONMENT);
    const waitsMs = items.map(
      (item) => Number(item.acknowledgedAt ?? simulator.now()) - Number(item.createdAt),
    );

    expect(items.length).toBeGreaterThan(80);
    expect(Math.max(...waitsMs)).toBeLessThan(90_000);
    expect(new Set(items.map((item) => item.cause))).toEqual(new Set([null, 'healthy']));
  });

  it.each<{ name: string; options: WorkerOptions; lives: string[]; polling: number }>([
    {
      name: 'one that is absent',
      options: { behaviour: 'absent' },
      lives: ['queued: no-workers'],
      polling: 0,
    },
    {
      name: 'one that never acks',
      options: { behaviour: 'never-acks' },
      lives: ['queued: unacknowledged'],
      polling: 1,
    },
    {
      name: 'one that acks and never starts',
      options: { behaviour: 'acks-never-starts' },
      lives: ['starting: never-started'],
      polling: 1,
    },
    {
      name: 'one that hangs while it beats',
      options: { behaviour: 'hangs-while-beating' },
      lives: ['active: hung'],
      polling: 0,
    },
    { name: 'a slow one', options: { behaviour: 'slow' }, lives: ['active: healthy'], polling: 0 },
    {
      name: 'one that crashes',
      options: { behaviour: 'slow', crashesAt: after(MINUTE_MS) },
      lives: ['active: dead-worker'],
      polling: 0,
    },
    { name: 'one that works', options: { behaviour: 'works' }, lives: [], polling: 1 },
    { name: 'one without Worker-ID', options: { behaviour: 'no-worker-id' }, lives: [], polling: 0 },
    { name: 'one that bounces', options: { behaviour: 'bounces' }, lives: [], polling: 1 },
  ])('$name leaves after 15 minutes: $lives', ({ options, lives, polling }) => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT);
    simulator.addWorker(ENVIRONMENT, options);
    simulator.advance(15 * MINUTE_MS);

    expect({ lives: livesOf(simulator), polling: statsOf(simulator).workers_polling }).toEqual({
      lives,
      polling,
    });
  });

  it.each([30, 200])('beats every %i s while it works', (beatEverySeconds) => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT);
    simulator.addWorker(ENVIRONMENT, { behaviour: 'slow', beatEverySeconds });
    const silencesMs: number[] = [];
    for (let minute = 0; minute < 18; minute++) {
      simulator.advance(MINUTE_MS);
      const [item] = simulator.truth(ENVIRONMENT);
      silencesMs.push(Number(simulator.now()) - Number(item?.latestHeartbeatAt));
    }

    expect(Math.max(...silencesMs)).toBeLessThanOrEqual(beatEverySeconds * 1000);
    expect(Math.max(...silencesMs)).toBeGreaterThan(beatEverySeconds * 400);
  });

  it('lets a dispatcher stop its items seconds after the ack, before they start', () => {
    const simulator = aSimulator();
    simulator.addWork(ENVIRONMENT, { count: 5 });
    simulator.addWorker(ENVIRONMENT, { behaviour: 'bounces' });
    simulator.advance(5 * MINUTE_MS);

    for (const item of simulator.truth(ENVIRONMENT)) {
      const ackedMs = Number(item.acknowledgedAt);
      expect(item).toMatchObject({ state: 'stopped', startedAt: null, latestHeartbeatAt: null });
      expect(Number(item.stopRequestedAt) - ackedMs).toBeLessThan(3_000);
      expect(Number(item.stoppedAt) - ackedMs).toBeLessThan(10_000);
    }
  });

  it('leaves a poison item behind while others overtake it', () => {
    const simulator = aSimulator();
    const [poison] = simulator.addWork(ENVIRONMENT, { isPoison: true });
    const [healthy] = simulator.addWork(ENVIRONMENT);
    simulator.addWorker(ENVIRONMENT, { behaviour: 'works' });
    simulator.advance(10 * MINUTE_MS);

    const causes = new Map<string, Cause | null>(
      simulator.truth(ENVIRONMENT).map((item) => [item.id, item.cause]),
    );
    expect([causes.get(poison ?? ''), causes.get(healthy ?? '')]).toEqual(['poison', null]);
  });

  it('refuses a second worker of the same name', () => {
    const simulator = aSimulator();
    simulator.addWorker(ENVIRONMENT, { behaviour: 'works', name: 'a' });

    expect(() => simulator.addWorker(ENVIRONMENT, { behaviour: 'works', name: 'a' })).toThrow(
      'Cannot add worker a: there is one of this name',
    );
  });
});
