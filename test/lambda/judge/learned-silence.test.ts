import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnedWarningSeconds, learnSilence } from '../../../lambda/judge/learned-silence.ts';
import { type LearnedSilence, NOTHING_LEARNED } from '../../../lambda/model/environment-state.ts';
import type { Reading } from '../../../lambda/model/reading.ts';
import { AT, anActiveItem } from '../../support/a-work-item.ts';

const HOUR_S = 3_600;
const WEEK_S = 7 * 24 * HOUR_S;
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);

const complete = (items: Reading['items']) => ({ completeness: 'complete' as const, items });
const beating = (id: string, heartbeatSeconds: number, state: 'active' | 'stopped' = 'active') =>
  anActiveItem(0, { id, state, latestHeartbeatAt: later(heartbeatSeconds) });

const knowing = (overrides: Partial<LearnedSilence>): LearnedSilence => ({
  longestSeconds: 29,
  observationCount: 100,
  observedAt: AT,
  watched: [],
  ...overrides,
});

/** Runs a minute apart over workers that beat steadily, each from its own second on. */
function learnFrom(beatEverySeconds: number, runCount: number, offsetsSeconds: readonly number[]) {
  let learned = NOTHING_LEARNED;
  let changeCount = 0;
  for (let run = 0; run < runCount; run++) {
    const runSeconds = run * 60;
    const items = offsetsSeconds.map((offset) => {
      const beats = Math.floor((runSeconds + 3_600 - offset) / beatEverySeconds);
      return beating(`work_${offset}`, offset + beats * beatEverySeconds - 3_600);
    });
    const next = learnSilence(learned, complete(items), later(runSeconds));
    if (JSON.stringify(next) !== JSON.stringify(learned)) changeCount++;
    learned = next;
  }
  return { learned, changeCount, at: later((runCount - 1) * 60) };
}

describe('learnSilence()', () => {
  it('takes the silence at a reading, not the gap between two heartbeats that were seen', () => {
    const watching = learnSilence(NOTHING_LEARNED, complete([beating('a', -20)]), AT);
    const twoHoursOn = learnSilence(watching, complete([beating('a', 2 * HOUR_S)]), later(2 * HOUR_S));

    expect(watching.watched).toEqual([{ id: 'a', heartbeatAt: later(-20), silentSeconds: 20 }]);
    expect(twoHoursOn).toMatchObject({ longestSeconds: 20, observationCount: 1, observedAt: later(7_200) });
  });

  it.each<[string, ReturnType<typeof complete>['items'], number]>([
    ['an item that beat and then stopped came back', [beating('a', 50, 'stopped')], 1],
    ['an item that stopped without a beat did not', [beating('a', -20, 'stopped')], 0],
    ['an item that is still silent did not', [beating('a', -20)], 0],
    ['an item that is gone did not', [], 0],
  ])('%s', (_, items, observationCount) => {
    const watching = learnSilence(NOTHING_LEARNED, complete([beating('a', -20)]), AT);

    expect(learnSilence(watching, complete(items), later(60)).observationCount).toBe(observationCount);
  });

  it('learns from what a partial reading saw and keeps watching what it did not see', () => {
    const watching = learnSilence(
      NOTHING_LEARNED,
      complete([beating('seen', -30), beating('unseen', -20)]),
      AT,
    );
    const partial = { completeness: 'partial' as const, items: [beating('seen', 50)] };
    const learned = learnSilence(watching, partial, later(60));

    expect(learned.observationCount).toBe(1);
    expect(learned.watched.map(({ id }) => id)).toEqual(['unseen', 'seen']);
  });

  it('changes nothing by a failed reading', () => {
    const before = knowing({ watched: [{ id: 'a', heartbeatAt: AT, silentSeconds: 40 }] });

    expect(learnSilence(before, { completeness: 'failed', items: [] }, later(60))).toEqual(before);
  });

  it('watches the 50 most silent', () => {
    const items = Array.from({ length: 60 }, (_, index) => beating(`work_${index}`, -index));
    const { watched } = learnSilence(NOTHING_LEARNED, complete(items), AT);

    expect(watched.map(({ silentSeconds }) => silentSeconds)).toEqual(
      Array.from({ length: 50 }, (_, index) => 59 - index),
    );
  });

  it('is not changed by ordinary beats once it knows enough, until a day has passed', () => {
    const before = knowing({});
    const items = [beating('a', -20)];

    expect(learnSilence(before, complete(items), AT)).toEqual(before);
    expect(learnSilence(before, complete([beating('a', 86_380)]), later(86_400)).watched).toHaveLength(1);
  });

  it('is changed by a dead item only until that could teach nothing more', () => {
    const silences = [180, 240, 300, 360].map(
      (seconds) => learnSilence(knowing({}), complete([beating('a', 0)]), later(seconds)).watched[0],
    );

    expect(silences.map((watched) => watched?.silentSeconds)).toEqual([180, 220, 220, 220]);
  });

  it('is rarely changed where workers beat steadily', () => {
    const { changeCount } = learnFrom(30, 1_440, [1, 8, 17, 25]);

    // A hundred observations of four items, and then one look a day.
    expect(changeCount).toBeLessThan(40);
  });
});

describe('learnedWarningSeconds()', () => {
  it.each<[string, Partial<LearnedSilence>, number, number | null]>([
    ['too few observations', { observationCount: 49 }, 0, null],
    ['just enough', { observationCount: 50 }, 0, 120],
    ['three times the longest', { longestSeconds: 100 }, 0, 300],
    ['at least 120 s', { longestSeconds: 5 }, 0, 120],
    ['at most 600 s', { longestSeconds: 400 }, 0, 600],
    ['half of it after a week', { longestSeconds: 100 }, WEEK_S, 150],
    ['nothing after more than a week without an observation', {}, WEEK_S + 60, null],
    ['a clock that went backwards forgets nothing', { longestSeconds: 100 }, -WEEK_S, 300],
  ])('%s', (_, learned, afterSeconds, expected) => {
    expect(learnedWarningSeconds(knowing(learned), later(afterSeconds))).toBe(expected);
  });

  it('is never below the steady beat it was learned from', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 600 }),
        fc.array(fc.integer({ min: 0, max: 599 }), { minLength: 1, maxLength: 5 }),
        (beatEverySeconds, offsetsSeconds) => {
          const { learned, at } = learnFrom(beatEverySeconds, 600, offsetsSeconds);
          const warning = learnedWarningSeconds(learned, at);

          expect(warning === null || warning >= beatEverySeconds).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
