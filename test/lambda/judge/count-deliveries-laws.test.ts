/** Each ack counts once, whenever runs come. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS } from '../../../contract/conditions.ts';
import { countDeliveries } from '../../../lambda/judge/count-deliveries.ts';
import { type Deliveries, NO_DELIVERIES } from '../../../lambda/model/deliveries.ts';
import type { WorkItem } from '../../../lambda/model/work-item.ts';
import { ago, aWorkItem } from '../../support/a-work-item.ts';
import { playAcks } from './play-acks.ts';

const count = (items: readonly WorkItem[], before: Deliveries, at: Date) =>
  countDeliveries(before, { completeness: 'complete', items }, at, DEFAULT_THRESHOLDS['work-bounced']);

describe('countDeliveries(), whenever runs come', () => {
  /** Seconds from the start; null: never. */
  interface Life {
    readonly ackedS: number;
    readonly startAfterS: number | null;
    readonly endAfterS: number | null;
  }
  const START_S = 10_000;
  const END_S = 3_000;
  const inS = (seconds: number) => ago(START_S - seconds);
  const anyLife: fc.Arbitrary<Life> = fc
    .record({
      ackedS: fc.integer({ min: 0, max: END_S }),
      startAfterS: fc.option(fc.integer({ min: 0, max: 90 })),
      endAfterS: fc.option(fc.integer({ min: 0, max: 90 })),
    })
    // What is over does not start.
    .map((life) =>
      life.startAfterS !== null && life.endAfterS !== null && life.endAfterS <= life.startAfterS
        ? { ...life, startAfterS: null }
        : life,
    );

  /** As a run of then sees it; nothing of what had ended 20 minutes before. */
  const seenAt = (lives: readonly Life[], nowS: number): WorkItem[] =>
    lives.flatMap(({ ackedS, startAfterS, endAfterS }, index) => {
      const happened = (afterS: number | null) =>
        afterS !== null && ackedS + afterS <= nowS ? inS(ackedS + afterS) : null;
      const stoppedAt = happened(endAfterS);
      if (ackedS > nowS || (stoppedAt !== null && stoppedAt < inS(nowS - 1_200))) return [];
      const id = `work_${String(index).padStart(4, '0')}`;
      return [
        aWorkItem({
          id,
          sessionId: null,
          createdAt: inS(0),
          acknowledgedAt: inS(ackedS),
          startedAt: happened(startAfterS),
          stoppedAt,
        }),
      ];
    });

  const playRuns = (lives: readonly Life[], runsS: readonly number[]): Deliveries =>
    runsS.reduce((before, runS) => count(seenAt(lives, runS), before, inS(runS)), NO_DELIVERIES);

  it('counts each ack once', () => {
    const anyGaps = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.array(anyLife, { maxLength: 60 }), anyGaps, (lives, gapsS) => {
        const untilS = END_S + 1_000;
        let nowS = 0;
        const runsS = gapsS.map((gapS) => (nowS += gapS)).filter((runS) => runS < untilS);
        const everyMinute = Array.from({ length: untilS / 60 }, (_, index) => index * 60);
        // Runs that never paused for long, whatever else their rhythm.
        const regular = [...new Set([...runsS, ...everyMinute.filter((runS) => runS % 300 === 0)])];
        const ordered = regular.toSorted((a, b) => a - b);

        const { countedUntil: _, ...counted } = playRuns(lives, [...ordered, untilS]);
        const { countedUntil: __, ...expected } = playRuns(lives, [...everyMinute, untilS]);
        expect(counted).toEqual(expected);
      }),
    );
  });

  it('remembers no more than 30 fates and 5 items, and a share', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('b', 'k'), maxLength: 150 }), (fates) => {
        const deliveries = playAcks(fates);
        expect(deliveries.fates).toMatch(/^(b[bk]{0,29})?$/);
        expect(deliveries.lastBounced.length).toBeLessThanOrEqual(5);
        expect(deliveries.usualShare).toBeGreaterThanOrEqual(0);
        expect(deliveries.usualShare).toBeLessThan(1);
        expect(deliveries.bouncingSince === null || deliveries.fates !== '').toBe(true);
      }),
    );
  });
});
