import { describe, expect, it } from 'vitest';
import { createPacer, type Pacer } from '../../../../lambda/read/api/pacing.ts';
import type { Timing } from '../../../../lambda/timing.ts';

const ever = Number.POSITIVE_INFINITY;

/** Time that goes on when everything else has. */
function createTestClock() {
  const delaysMs: number[] = [];
  let nowMs = 1_000;
  return {
    delaysMs,
    nowMs: () => nowMs,
    advance: (durationMs: number) => {
      nowMs += durationMs;
    },
    sleep: async (durationMs: number) => {
      delaysMs.push(durationMs);
      await new Promise((resolve) => setImmediate(resolve));
      nowMs += durationMs;
    },
  };
}

function start(perSecond?: number) {
  const timing = createTestClock();
  const startMs = timing.nowMs();
  return { timing, startMs, pacer: createPacer(timing, perSecond) };
}

/** When each of so many callers of this instant has its turn, from now; null: none. */
async function turnsOf(
  { pacer, timing }: { readonly pacer: Pacer; readonly timing: Pick<Timing, 'nowMs'> },
  count: number,
  afterMs = ever,
) {
  const fromMs = timing.nowMs();
  const turns = Array.from({ length: count }, () => pacer.turn(fromMs + afterMs));
  return Promise.all(turns.map(async (turn) => ((await turn) ? timing.nowMs() - fromMs : null)));
}

describe('createPacer()', () => {
  it('spaces callers of the same instant by 20 ms, in the order they came', async () => {
    expect(await turnsOf(start(), 4)).toEqual([0, 20, 40, 60]);
  });

  it('saves up no turns while nobody asks', async () => {
    const { pacer, timing } = start(10);
    await pacer.turn(ever);
    timing.advance(4_000);

    expect(await turnsOf({ pacer, timing }, 3)).toEqual([0, 100, 200]);
  });

  it('makes nobody wait who comes slower than the rate', async () => {
    const { pacer, timing } = start();
    await pacer.turn(ever);
    timing.advance(20);

    await pacer.turn(ever);

    expect(timing.delaysMs).toEqual([]);
  });

  it('gives no turn at or after the deadline, says so at once, and takes none from the others', async () => {
    const { pacer, timing, startMs } = start();
    const turns = [100, 20, 21, 0].map((afterMs) => pacer.turn(startMs + afterMs));

    expect(await Promise.race([turns[1], turns[3]])).toBe(false);
    expect(await Promise.all(turns)).toEqual([true, false, true, false]);
    expect(timing.delaysMs).toEqual([20]);
  });

  it('makes up for time that it had no CPU, but bursts no more than a tenth of a second', async () => {
    const { timing } = start();
    let isLate = false;
    const pacer = createPacer({
      nowMs: timing.nowMs,
      sleep: async (durationMs) => {
        await timing.sleep(isLate ? durationMs : 1_000);
        isLate = true;
      },
    });

    const turns = await turnsOf({ pacer, timing }, 8);

    expect(turns).toEqual([0, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_020]);
  });
});

describe('createPacer() for who goes on', () => {
  /** The order of turns, by the names of those that wait: who goes on is in capitals. */
  const orderOf = async (names: string) => {
    const { pacer } = start();
    const order: string[] = [];
    const turns = [...names].map(async (name) => {
      await pacer.turn(ever, name === name.toUpperCase());
      order.push(name);
    });
    await Promise.all(turns);
    return order.join('');
  };

  it.each([
    ['abcde', 'abcde'],
    ['abcdX', 'aXbcd'],
    ['abcdXYZ', 'aXYbZcd'],
    ['aXYZ', 'aXYZ'],
    ['XYZab', 'XYaZb'],
    ['aXbYcZdW', 'aXYbZWcd'],
  ])('of %s gives turns as %s', async (names, expected) => {
    expect(await orderOf(names)).toBe(expected);
  });
});

describe('createPacer() where the API refuses what is too much', () => {
  /** Turns within a second, asked for without end. */
  const perSecond = async (all: ReturnType<typeof start>) =>
    (await turnsOf(all, 60, 1_000)).filter((turn) => turn !== null).length;

  it('halves its rate, once for all that was refused within a second, and recovers by five a second', async () => {
    const all = start();
    all.pacer.slowDown();
    all.pacer.slowDown();

    const counts = [];
    for (let second = 0; second < 7; second++) counts.push(await perSecond(all));

    const expected = [27, 32, 37, 42, 47, 50, 50];
    expect(counts.map((count, second) => Math.abs(count - (expected[second] ?? 0)) <= 4)).not.toContain(
      false,
    );
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  it('never asks less than five times a second', async () => {
    const all = start();
    for (let second = 0; second < 20; second++) {
      all.pacer.slowDown();
      all.timing.advance(1_000);
    }
    all.pacer.slowDown();

    expect((await turnsOf(all, 2))[1]).toBeLessThanOrEqual(200);
  });

  it('gives nobody a turn while it is asked to wait, and says at once for whom that is too long', async () => {
    const { pacer, timing, startMs } = start();
    pacer.pause(9_000);

    const turns = [pacer.turn(startMs + 8_000), pacer.turn(ever), pacer.turn(ever)];

    expect(await turns[0]).toBe(false);
    expect(timing.nowMs()).toBe(startMs);
    expect(await Promise.all(turns)).toEqual([false, true, true]);
    expect(timing.nowMs()).toBe(startMs + 9_020);
  });

  it('waits for a minute at most, and as long as the longest of those who ask it to', async () => {
    const { pacer, timing, startMs } = start();
    pacer.pause(3_600_000);
    pacer.pause(1_000);

    await pacer.turn(ever);

    expect(timing.nowMs()).toBe(startMs + 60_000);
  });

  it('holds back who waits already', async () => {
    const { pacer, timing, startMs } = start();
    const turns = [pacer.turn(ever), pacer.turn(ever)];
    pacer.pause(5_000);
    await Promise.all(turns);

    expect(timing.nowMs()).toBeGreaterThanOrEqual(startMs + 5_000);
  });
});
