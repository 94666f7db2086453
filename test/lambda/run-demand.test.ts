import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byHand } from '../../local/virtual/by-hand.ts';
import type { StepFault } from '../../local/virtual/run-steps.ts';
import { createVirtualMonitor, type VirtualMonitor } from '../../local/virtual/virtual-monitor.ts';

const SCALED = { environments: ['env_a'], sessionsPerWorker: 1 };

function aScaledMonitor(itemCount: number): VirtualMonitor {
  const monitor = createVirtualMonitor(SCALED);
  monitor.simulator.addEnvironment({ id: 'env_a' });
  for (let count = 0; count < itemCount; count++) monitor.simulator.addWork('env_a');
  return monitor;
}

const apiIsDown = (monitor: VirtualMonitor) =>
  monitor.breakSteps(({ name }) => (name.startsWith('GET') ? 'refused' : null));

const wantedOf = (monitor: VirtualMonitor) => monitor.valuesOf('WorkersWanted', 'env_a');

describe('run() with sessionsPerWorker', () => {
  it('publishes WorkersWanted in every run, and nothing of it without the setting', async () => {
    const monitor = aScaledMonitor(2);
    await monitor.runMinutes(1);
    monitor.deploy({ ...SCALED, sessionsPerWorker: 2 });
    await monitor.runMinutes(1);
    monitor.deploy({ environments: ['env_a'] });
    await monitor.runMinutes(1);

    expect(wantedOf(monitor)).toEqual([2, 1]);
    expect(monitor.valuesOf('QueueDepth', 'env_a')).toEqual([2, 2, 2]);
  });

  it('holds it for 15 minutes of an outage, marks it in the log, then says nothing', async () => {
    const monitor = aScaledMonitor(2);
    await monitor.runMinutes(1);
    apiIsDown(monitor);
    await monitor.runMinutes(20);
    monitor.breakSteps(null);
    await monitor.runMinutes(1);

    expect(wantedOf(monitor)).toEqual(Array.from({ length: 17 }, () => 2));
    const marks = monitor.logged('run').map(({ workersWantedHeld }) => workersWantedHeld ?? null);
    expect(marks.filter((mark) => mark !== null)).toHaveLength(15);
    expect(marks[1]).toEqual([
      { environmentId: 'env_a', workersWanted: 2, since: monitor.logged('run')[0]?.at },
    ]);
  });

  it('publishes no value that it could not remember', async () => {
    const monitor = aScaledMonitor(1);
    monitor.breakSteps(({ name }) => (name === 'save demand' ? 'refused' : null));
    const { error } = await monitor.runMinutes(1);
    monitor.breakSteps(null);
    await monitor.runMinutes(1);

    expect(error).toContain('save the demand');
    expect(monitor.valuesOf('QueueDepth', 'env_a')).toEqual([1, 1]);
    expect(wantedOf(monitor)).toEqual([1]);
  });
});

/** What happens in a minute: items come, and go; and a step of its run goes wrong. */
const aMinute = fc.record({
  added: fc.integer({ min: 0, max: 3 }),
  ended: fc.integer({ min: 0, max: 3 }),
  isApiDown: fc.boolean(),
  fault: fc.option(
    fc.record({
      number: fc.integer({ min: 0, max: 14 }),
      how: fc.constantFrom<StepFault>('refused', 'answer-lost', 'hangs', 'killed-before', 'killed-after'),
    }),
    { nil: null },
  ),
  /** A gap between the runs. */
  pauseMinutes: fc.constantFrom(0, 0, 0, 1, 9, 20),
});

describe('WorkersWanted', () => {
  it('falls only where the whole list was read, equals it then, and is held at most 15 minutes, whatever goes wrong', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aMinute, { minLength: 3, maxLength: 14 }), async (minutes) => {
        const monitor = aScaledMonitor(0);
        const { simulator } = monitor;
        const hand = byHand(simulator, 'env_a');
        const live: string[] = [];
        // What a complete reading may have said last, at the least.
        let floor = 0;
        let readableAt = Number.NEGATIVE_INFINITY;
        for (const { added, ended, isApiDown, fault, pauseMinutes } of minutes) {
          if (added > 0) live.push(...simulator.addWork('env_a', { count: added }));
          for (const id of live.splice(0, Math.min(ended, live.length))) hand.forceStop(id);
          simulator.advance(pauseMinutes * 60_000);
          monitor.breakSteps(({ name, number }) => {
            if (isApiDown && name.startsWith('GET')) return 'refused';
            return number === fault?.number ? fault.how : null;
          });
          const before = monitor.published.length;
          await monitor.runMinutes(1);
          if (!isApiDown) {
            readableAt = simulator.now().getTime();
            floor = Math.min(floor, live.length);
          }
          for (const { environments, scheduledAt } of monitor.published.slice(before)) {
            const { WorkersWanted: wanted, QueueDepth: depth } = environments.get('env_a') ?? {};
            if (wanted === undefined) continue;
            if (depth !== undefined) expect(wanted).toBe(live.length);
            expect(wanted).toBeGreaterThanOrEqual(floor);
            expect(scheduledAt.getTime() - readableAt).toBeLessThanOrEqual(16 * 60_000);
            floor = wanted;
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
