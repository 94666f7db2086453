/** What remembering costs: a row is written when it changes, and it must not change all the time. */
import { describe, expect, it } from 'vitest';
import { sortKeyOf } from '../../lambda/remember/store.ts';
import { playTimeline } from '../../local/virtual/play-timeline.ts';

const ENV = 'env_a';
const TEN_HOURS = { min: 36_000, max: 36_000 };

/** Of the environment's row, over the timeline. */
async function countWrites(minutes: number, workers: readonly number[]): Promise<number> {
  const { monitor, told } = await playTimeline({
    minutes,
    stage: ({ simulator, at }) => {
      simulator.addEnvironment({ id: ENV });
      for (const [index, beatEverySeconds] of workers.entries()) {
        const name = `w${index}`;
        simulator.addWorker(ENV, { behaviour: 'works', name, beatEverySeconds, workSeconds: TEN_HOURS });
      }
      at(1, () => simulator.addWork(ENV, { count: workers.length }));
    },
  });
  expect(told).toEqual([]);
  const row = monitor.rows.get(sortKeyOf({ kind: 'environment', id: ENV }));
  if (row?.version === undefined) throw new Error(`There is no row of ${ENV}`);
  return row.version;
}

describe('the row of an environment is written', () => {
  it.each<[string, number, readonly number[], number]>([
    ['once where nothing happens', 120, [], 1],
    // What it observes until it knows enough: 100 heartbeats, a minute after each other.
    ['for an hour at most where five workers beat every 30 s', 540, [30, 30, 30, 30, 30], 60],
    ['for two hours at most where five workers beat every 300 s', 540, [300, 300, 300, 300, 300], 140],
  ])('%s', async (_, minutes, workers, mostWrites) => {
    expect(await countWrites(minutes, workers)).toBeLessThanOrEqual(mostWrites);
  });
});
