import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnvironmentRules } from '../../../contract/rules.ts';
import { measure } from '../../../lambda/judge/measure.ts';
import { pickups } from '../../../lambda/judge/measure-pickups.ts';
import { isRelevant, type WorkItem } from '../../../lambda/model/work-item.ts';
import { createSettledTest } from '../../../lambda/read/list/ranges.ts';
import { anyItemLife, type ItemLife, stateAt } from '../../../local/virtual/item-life.ts';
import { AT, ago, aReading, aWorkItem, someRules } from '../../support/a-work-item.ts';

const WINDOW = { previousAt: ago(60), at: AT };
const PICKUP_SECONDS = 100;
const countsOf = (items: readonly WorkItem[], window = WINDOW) => {
  const { PickupsWithinObjective: within, PickupsBeyondObjective: beyond } = pickups(
    items,
    window,
    PICKUP_SECONDS,
  );
  return [within, beyond];
};

describe('pickups() counts an item in the window in which it is decided', () => {
  const starting = { state: 'starting' as const };
  const stopped = { state: 'stopped' as const };
  const IN_TIME = [1, 0];
  const LATE = [0, 1];
  const NOTHING = [0, 0];

  it.each<[string, Partial<WorkItem>, number[]]>([
    ['picked up at once', { ...starting, createdAt: ago(30), acknowledgedAt: ago(30) }, IN_TIME],
    ['picked up in the last second', { ...starting, createdAt: ago(130), acknowledgedAt: ago(30) }, IN_TIME],
    ['picked up a second later', { ...starting, createdAt: ago(131), acknowledgedAt: ago(30) }, LATE],
    ['picked up at the end', { ...starting, createdAt: ago(50), acknowledgedAt: ago(0) }, IN_TIME],
    ['picked up at the beginning', { ...starting, createdAt: ago(90), acknowledgedAt: ago(60) }, NOTHING],
    ['waiting since just before its time', { createdAt: ago(99) }, NOTHING],
    ['waiting since its time ran out', { createdAt: ago(100) }, LATE],
    ['waiting, and counted a window ago', { createdAt: ago(160) }, NOTHING],
    ['late, and picked up now', { ...starting, createdAt: ago(5_000), acknowledgedAt: ago(10) }, NOTHING],
    [
      'late, and picked up after the run',
      { ...starting, createdAt: ago(110), acknowledgedAt: ago(-3) },
      LATE,
    ],
    [
      'picked up after the run, in time',
      { ...starting, createdAt: ago(90), acknowledgedAt: ago(-3) },
      NOTHING,
    ],
    ['picked up before it was made', { ...starting, createdAt: ago(30), acknowledgedAt: ago(70) }, IN_TIME],
    [
      'picked up, and over',
      { ...stopped, createdAt: ago(50), acknowledgedAt: ago(40), stoppedAt: ago(9) },
      IN_TIME,
    ],
    ['taken back in its last second', { ...stopped, createdAt: ago(120), stoppedAt: ago(20) }, NOTHING],
    ['taken back a second later', { ...stopped, createdAt: ago(120), stoppedAt: ago(19) }, LATE],
    [
      'to be taken back in time',
      { state: 'stopping', createdAt: ago(120), stopRequestedAt: ago(30) },
      NOTHING,
    ],
    [
      'to be taken back in time, and gone later',
      { ...stopped, createdAt: ago(120), stopRequestedAt: ago(30), stoppedAt: ago(5) },
      NOTHING,
    ],
    ['over at a time that is not known', { ...stopped, createdAt: ago(120) }, NOTHING],
    ['begun without an ack', { state: 'active', createdAt: ago(120), startedAt: ago(110) }, NOTHING],
    [
      'begun without an ack, and over',
      { ...stopped, createdAt: ago(120), startedAt: ago(110), stoppedAt: ago(5) },
      NOTHING,
    ],
    [
      'seen to beat without an ack, and over',
      { ...stopped, createdAt: ago(120), latestHeartbeatAt: ago(110), stoppedAt: ago(5) },
      NOTHING,
    ],
    ['of an ack that cannot be read', { createdAt: ago(120), unreadable: ['acknowledgedAt'] }, NOTHING],
    ['in a state that is not known', { state: 'other', createdAt: ago(120) }, NOTHING],
  ])('%s', (_, item, expected) => {
    expect(countsOf([aWorkItem(item)])).toEqual(expected);
  });

  it('and nothing in the first reading, without an objective, or where the list was not read whole', () => {
    const items = [aWorkItem({ createdAt: ago(100) })];
    const rules: EnvironmentRules = { ...someRules(), pickupSeconds: PICKUP_SECONDS };
    const namesOf = (reading = aReading(items), window = WINDOW, given = rules) =>
      Object.keys(measure(reading, window, given).metrics).filter((name) => name.startsWith('Pickups'));

    expect(namesOf()).toEqual(['PickupsWithinObjective', 'PickupsBeyondObjective']);
    expect(pickups(items, { previousAt: null, at: AT }, PICKUP_SECONDS)).toEqual({});
    expect(namesOf(aReading(items), WINDOW, someRules())).toEqual([]);
    expect(namesOf(aReading(items, { completeness: 'partial' }))).toEqual([]);
  });
});

const HORIZON_S = 7_000;
const instant = (seconds: number | null | undefined) =>
  seconds == null ? null : new Date(AT.getTime() + seconds * 1_000);

/** As the API tells it at that second; null: it is not there yet. */
function asRead({ createdS, ackedS, beatsS, stopAskedS, stoppedS }: ItemLife, nowS: number): WorkItem | null {
  const state = stateAt({ createdS, ackedS, beatsS, stopAskedS, stoppedS }, nowS);
  if (state === 'none') return null;
  const known = (seconds: number | null | undefined) =>
    seconds != null && seconds <= nowS ? instant(seconds) : null;
  return aWorkItem({
    state,
    createdAt: instant(createdS) ?? AT,
    acknowledgedAt: known(ackedS),
    startedAt: known(beatsS[0]),
    latestHeartbeatAt: known(beatsS.findLast((beatS) => beatS <= nowS)),
    stopRequestedAt: known(stopAskedS),
    stoppedAt: known(stoppedS),
  });
}

type Outcome = readonly [atS: number, kind: 'within' | 'beyond' | 'taken back'];

/** Watches one item second by second, as somebody beside the queue with a stopwatch would. */
function watch({ createdS, ackedS, stopAskedS, stoppedS }: ItemLife, pickupSeconds: number): Outcome {
  for (let nowS = createdS; ; nowS++) {
    if (nowS === ackedS) return [nowS, 'within'];
    if (nowS === stopAskedS || nowS === stoppedS) return [nowS, 'taken back'];
    if (nowS - createdS === pickupSeconds) return [nowS, 'beyond'];
  }
}

describe('pickups()', () => {
  it('counts each item that arrived once, whatever the windows, and none that was taken back in time', () => {
    fc.assert(
      fc.property(
        fc.array(anyItemLife, { maxLength: 12 }),
        fc.integer({ min: 1, max: 900 }),
        fc.uniqueArray(fc.integer({ min: 1, max: HORIZON_S - 1 }), { maxLength: 40 }),
        fc.integer({ min: 0, max: 30 }),
        (lives, pickupSeconds, cutsS, lagS) => {
          const sums = { within: 0, beyond: 0 };
          let previousS = -1;
          // Gaps, missed runs and readings in part leave longer windows, and nothing else.
          for (const atS of [...cutsS.toSorted((a, b) => a - b), HORIZON_S]) {
            const items = lives.flatMap((life) => asRead(life, atS + lagS) ?? []);
            const window = { previousAt: instant(previousS), at: instant(atS) ?? AT };
            const counted = pickups(
              items.filter(({ createdAt }) => createdAt <= window.at),
              window,
              pickupSeconds,
            );
            sums.within += counted.PickupsWithinObjective ?? 0;
            sums.beyond += counted.PickupsBeyondObjective ?? 0;
            previousS = atS;
          }
          const kinds = lives.map((life) => watch(life, pickupSeconds)[1]);
          const countOf = (kind: Outcome[1]) => kinds.filter((each) => each === kind).length;
          expect(sums).toEqual({ within: countOf('within'), beyond: countOf('beyond') });
          expect(sums.within + sums.beyond + countOf('taken back')).toBe(lives.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('has decided every item before it is settled, and dropped from readings', () => {
    const seen = { settled: 0, irrelevant: 0 };
    fc.assert(
      fc.property(
        anyItemLife,
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 0, max: HORIZON_S }),
        fc.integer({ min: 0, max: 5_000 }),
        (life, pickupSeconds, previousS, lengthS) => {
          const item = asRead(life, previousS + lengthS);
          const window = { previousAt: instant(previousS) ?? AT, at: instant(previousS + lengthS) ?? AT };
          if (item === null) return;
          const isSettled = createSettledTest(window)(item);
          const isDropped = !isRelevant(item, window.at, window.previousAt);
          seen.settled += Number(isSettled);
          seen.irrelevant += Number(isDropped);
          if (!isSettled && !isDropped) return;
          const everAfter = { ...window, at: instant(1e6) ?? AT };
          expect(Object.values(pickups([item], everAfter, pickupSeconds))).toEqual([0, 0]);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(Math.min(seen.settled, seen.irrelevant)).toBeGreaterThan(50);
  });
});
