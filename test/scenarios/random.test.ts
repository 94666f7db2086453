/** Any lives of items, any outages: the monitor tells what the stated rules demand, in the run they demand it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyItemLife, type ItemLife, playLives } from '../../local/virtual/item-life.ts';
import {
  expectedChanges,
  ORACLE_SETTINGS,
  type RunKind,
  sortWithinMinutes,
} from '../../local/virtual/oracle.ts';
import { playTimeline } from '../../local/virtual/play-timeline.ts';

const MINUTES = 75;
const ENV = 'env_a';

/** Mostly fine, with outages of some minutes. */
const anyRuns: fc.Arbitrary<readonly RunKind[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom<RunKind>('fine', 'fine', 'fine', 'down', 'failed'),
      minutes: fc.integer({ min: 1, max: 20 }),
    }),
    { minLength: 4, maxLength: 12 },
  )
  .map((stretches) => {
    const runs = stretches.flatMap(({ kind, minutes }) => {
      const length = kind === 'fine' ? minutes : Math.min(minutes, 6);
      return Array.from({ length }, () => kind);
    });
    return Array.from({ length: MINUTES }, (_, index) => runs[index] ?? 'fine');
  });

async function play(lives: Parameters<typeof playLives>[2], runs: readonly RunKind[]): Promise<string[]> {
  const { told } = await playTimeline({
    minutes: MINUTES,
    settings: { ...ORACLE_SETTINGS, environments: [ENV] },
    stage: (stage) => {
      const { simulator, at, monitorIsDown } = stage;
      simulator.addEnvironment({ id: ENV });
      playLives(stage, ENV, lives);
      runs.forEach((kind, index) => {
        if (kind === 'down') monitorIsDown(index + 1, index + 2);
        at(index + 1, simulator.clearFaults);
        // Only what the monitor asks: the hands of the test go through the same API.
        if (kind !== 'failed') return;
        for (const endpoint of ['list-work', 'work-stats', 'get-environment', 'list-environments'] as const) {
          at(index + 1, () => void simulator.addFault({ kind: 'status', status: 500, endpoint }));
        }
      });
    },
  });
  return told.map((line) => {
    const [minute, , condition, change, severity, reason] = line.split(' ');
    return [minute, condition, change, severity, ...(change === 'resolved' ? [] : [reason])].join(' ');
  });
}

/** Mostly dispatched at once and, more often than not, ended at once. */
const anyHandedOut: fc.Arbitrary<ItemLife> = fc
  .record({ createdS: fc.integer({ min: 0, max: 3_600 }), ends: fc.constantFrom(4, 12, 29, 31, 32, null) })
  .map(({ createdS, ends }) => ({
    createdS,
    ackedS: createdS + 2,
    beatsS: ends === null ? [createdS + 8] : [],
    stopAskedS: null,
    stoppedS: createdS + 2 + (ends ?? 60),
  }));

describe('the monitor, for any timeline', () => {
  it('tells what the rules demand, when they demand it, and nothing else', { timeout: 180_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyItemLife, { maxLength: 14 }), anyRuns, async (lives, runs) => {
        expect(sortWithinMinutes(await play(lives, runs))).toEqual(expectedChanges(lives, runs));
      }),
      { numRuns: 60 },
    );
  });

  it('tells of bounces what the rule demands', { timeout: 180_000 }, async () => {
    const anyLives = fc.array(anyHandedOut, { minLength: 3, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(anyLives, anyRuns, async (lives, runs) => {
        expect(sortWithinMinutes(await play(lives, runs))).toEqual(expectedChanges(lives, runs));
      }),
      { numRuns: 30 },
    );
  });
});
