/** The life of a work item, in whole seconds from the start: what a test plays and what an oracle reckons with. */
import fc from 'fast-check';
import { byHand } from './by-hand.ts';
import type { Stage } from './play-timeline.ts';

/** Ascending in this order; null: never. */
export interface ItemLife {
  readonly createdS: number;
  readonly ackedS: number | null;
  /** Empty: it never starts. */
  readonly beatsS: readonly number[];
  readonly stopAskedS: number | null;
  readonly stoppedS: number | null;
}

export type LifeState = 'none' | 'queued' | 'starting' | 'active' | 'stopping' | 'stopped';

export function stateAt(
  { createdS, ackedS, beatsS, stopAskedS, stoppedS }: ItemLife,
  nowS: number,
): LifeState {
  const has = (instantS: number | null | undefined) => instantS != null && instantS <= nowS;
  if (has(stoppedS)) return 'stopped';
  if (has(stopAskedS)) return 'stopping';
  if (has(beatsS[0])) return 'active';
  if (has(ackedS)) return 'starting';
  return has(createdS) ? 'queued' : 'none';
}

const soonOrLate = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 41, max: 1_500 }));
const maybe = (arbitrary: fc.Arbitrary<number>) => fc.option(arbitrary, { nil: null, freq: 3 });

export const anyItemLife: fc.Arbitrary<ItemLife> = fc
  .record({
    createdS: fc.integer({ min: 0, max: 2_400 }),
    ackAfterS: maybe(soonOrLate),
    startAfterS: maybe(soonOrLate),
    beatEveryS: fc.integer({ min: 20, max: 400 }),
    beatCount: fc.integer({ min: 1, max: 10 }),
    stopAfterS: maybe(soonOrLate),
    endAfterS: maybe(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 2_400 }))),
  })
  .map(({ createdS, ackAfterS, startAfterS, beatEveryS, beatCount, stopAfterS, endAfterS }) => {
    const ackedS = ackAfterS === null ? null : createdS + ackAfterS;
    const stopAskedS = ackedS === null || stopAfterS === null ? null : ackedS + 1 + stopAfterS;
    const stoppedS = endAfterS === null ? null : (stopAskedS ?? ackedS ?? createdS) + endAfterS;
    const endS = Math.min(stopAskedS ?? Number.POSITIVE_INFINITY, stoppedS ?? Number.POSITIVE_INFINITY);
    const startedS = ackedS === null || startAfterS === null ? null : ackedS + startAfterS;
    const beatsS =
      startedS === null ? [] : Array.from({ length: beatCount }, (_, index) => startedS + index * beatEveryS);
    return { createdS, ackedS, beatsS: beatsS.filter((beatS) => beatS < endS), stopAskedS, stoppedS };
  });

/** Plays the lives in an environment. */
export function playLives(
  { simulator }: Pick<Stage, 'simulator'>,
  environmentId: string,
  lives: readonly ItemLife[],
): void {
  const hand = byHand(simulator, environmentId);
  for (const { createdS, ackedS, beatsS, stopAskedS, stoppedS } of lives) {
    let id = '';
    const plan = (instantS: number | null, action: () => void) => {
      if (instantS !== null) simulator.schedule(instantS * 1_000, action);
    };
    plan(createdS, () => {
      id = simulator.addWork(environmentId)[0] ?? '';
    });
    plan(ackedS, () => hand.ack(id));
    for (const beatS of beatsS) plan(beatS, () => hand.beat(id));
    plan(stopAskedS, () => hand.stop(id));
    plan(stoppedS, () => hand.forceStop(id));
  }
}
