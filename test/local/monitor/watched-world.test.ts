import { describe, expect, it } from 'vitest';
import { openWorld } from '../../../local/monitor/watched-world.ts';

describe('openWorld() with the simulated fleet', () => {
  it('keeps a thousand finished items of an environment however long it plays, and no request', async () => {
    const world = await openWorld(null);
    const { simulator } = world;
    if (simulator === null) throw new Error('The world without an environment must be simulated');
    const finishedCounts = (minutes: number) => {
      for (let minute = 0; minute < minutes; minute++) world.nextMinute();
      return simulator
        .environmentIds()
        .map((id) => simulator.truth(id).filter(({ state }) => state === 'stopped').length);
    };

    const before = finishedCounts(900);
    const after = finishedCounts(300);
    await world.close();

    // What the last minute ended is counted too.
    expect([Math.max(...before), Math.max(...after)].map((count) => Math.floor(count / 20))).toEqual([
      50, 50,
    ]);
    expect(simulator.requests).toEqual([]);
  });
});
