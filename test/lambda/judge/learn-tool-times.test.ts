import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnToolTimes } from '../../../lambda/judge/learn-tool-times.ts';
import { withLearnedLevels } from '../../../lambda/judge/learned-levels.ts';
import { observedCount } from '../../../lambda/judge/norm-weights.ts';
import { NOTHING_LEARNED } from '../../../lambda/model/environment-state.ts';
import type { Norms } from '../../../lambda/model/norm.ts';
import type { SessionEvent } from '../../../lambda/model/session.ts';
import { anEvent, aSessionReading, aCall as call, aResult as result } from '../../support/a-session.ts';
import { AT, ago, level, someRules } from '../../support/a-work-item.ts';

const learn = (events: readonly SessionEvent[], norms: Norms = {}, rules = someRules(), at = AT) =>
  learnToolTimes(norms, [aSessionReading(events)], rules, at);
const seenCount = (norms: Norms) => observedCount(norms.tool);

/** Newest first: so many calls of so many seconds, one after the other. */
const calls = (count: number, seconds: number) =>
  Array.from({ length: count }, (_, index) => [
    result(index * (seconds + 1), `evt_${index}`),
    call(index * (seconds + 1) + seconds, { id: `evt_${index}` }),
  ]).flat();

describe('learnToolTimes()', () => {
  it.each<[string, readonly SessionEvent[], number]>([
    ['a call and its result', [result(10), call(100)], 1],
    ['one known by another id', [result(10, 'toolu_1'), call(100, { aboutId: 'toolu_1' })], 1],
    ['each of several', calls(7, 90), 7],
    [
      'whatever happened in between',
      [anEvent('other', 5), result(10), anEvent('model-end', 99), call(100)],
      1,
    ],
    ['nothing of a call that goes on', [call(100)], 0],
    ['nothing of a result whose call is not listed', [result(10)], 0],
    ['nothing of the result of another call', [result(10, 'evt_other'), call(100)], 0],
    ['nothing of a quick one', [result(10), call(69)], 0],
    ['nothing of what somebody had to allow', [result(10), call(100, { needsPermission: true })], 0],
    [
      'nothing of what was called with it',
      [result(10), result(20, 'evt_2'), call(100, { needsPermission: true }), call(110, { id: 'evt_2' })],
      0,
    ],
    ['nothing of a tool of the service', [result(10), anEvent('other-call', 100, { id: 'evt_call' })], 0],
    ['nothing without the time of the call', [result(10), call(null)], 0],
    ['nothing without the time of the result', [result(null), call(100)], 0],
    ['nothing that is still to come', [result(-1), call(100)], 0],
    ['nothing that took less than no time', [result(100), call(10)], 0],
    [
      'the longest of those that went on at once',
      [result(10, 'evt_2'), result(20), call(100), call(110, { id: 'evt_2' })],
      1,
    ],
    ['nothing of those of which one goes on', [result(20), call(100), call(110, { id: 'evt_2' })], 0],
    [
      'those of which one was interrupted',
      [
        anEvent('model-start', 5),
        result(10),
        anEvent('interrupt', 10),
        call(100),
        call(110, { id: 'evt_2' }),
      ],
      1,
    ],
    ['nothing of one that failed', [{ ...result(10), isError: true }, call(100)], 0],
    [
      'one beside one that failed',
      [result(10, 'evt_2'), { ...result(20), isError: true }, call(100), call(110, { id: 'evt_2' })],
      1,
    ],
    ['one that came back just before it was critical', [result(0), call(1_799)], 1],
    ['nothing of one that was critical: somebody may have ended it', [result(0), call(1_800)], 0],
  ])('learns of %s', (_, events, count) => {
    expect(seenCount(learn(events))).toBe(count);
  });

  it('is the very same value after nothing new', () => {
    const known = learn(calls(3, 90), { run: learn(calls(1, 60)).tool } as Norms);

    expect(learn(calls(3, 90), known)).toBe(known);
    expect(learn([], known)).toBe(known);
    expect(known.run).toBeDefined();
  });

  it('learns each call once, however often its session is read', () => {
    fc.assert(
      fc.property(
        // One after the other.
        fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 15 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 15 }),
        (ends, readSecondsAgo) => {
          const endsSecondsAgo = ends.map((end) => end * 100);
          const runs = [...readSecondsAgo, 0].toSorted((a, b) => b - a);
          const learned = runs.reduce<Norms>((norms, seconds) => {
            const events = endsSecondsAgo
              .filter((end) => end >= seconds)
              .toSorted((a, b) => a - b)
              .flatMap((end) => [result(end, `evt_${end}`), call(end + 90, { id: `evt_${end}` })]);
            return learn(events, norms, someRules(), ago(seconds));
          }, {});

          expect(seenCount(learned)).toBe(endsSecondsAgo.length);
        },
      ),
    );
  });

  it('learns of many calls of one turn once, in whatever portions they come back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 20 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 1_500 }), { maxLength: 15 }),
        (endsSecondsAgo, readSecondsAgo) => {
          const started = endsSecondsAgo.map((_, index) => call(1_600, { id: `evt_${index}` }));
          const learned = [...readSecondsAgo, 0]
            .toSorted((a, b) => b - a)
            .reduce<Norms>((norms, seconds) => {
              const back = endsSecondsAgo.flatMap((end, index) =>
                end >= seconds ? [result(end, `evt_${index}`)] : [],
              );
              return learn([...back, ...started], norms, someRules(), ago(seconds));
            }, {});

          expect(seenCount(learned)).toBe(1);
        },
      ),
    );
  });

  it('takes no limit of time that releases many calls for how long tools take', () => {
    const ids = Array.from({ length: 20 }, (_, index) => `evt_${index}`);
    const events = [...ids.map((id) => result(0, id)), ...ids.map((id) => call(1_740, { id }))];
    const learned = { norms: learn(events), learnedSilence: NOTHING_LEARNED };

    expect(withLearnedLevels(someRules(), learned, AT)).toEqual(someRules());
  });

  it('goes on after a clock that was ahead once', () => {
    const ahead = learn([result(-5_000), call(-4_000)], {}, someRules(), ago(-9_000));

    expect(learn(calls(1, 90), ahead).tool?.learnedAt).toEqual(AT);
  });

  it.each([
    [19, 400, level(600, 1_800)],
    [20, 90, level(600, 1_800)],
    [20, 400, level(1_275, 3_825)],
    [20, 1_700, level(3_600, 10_800)],
  ])('of %d calls of %d s: the levels of session-hung', (count, seconds, expected) => {
    const norms = learn(calls(count, seconds));
    const learned = { norms, learnedSilence: NOTHING_LEARNED };

    expect(withLearnedLevels(someRules(), learned, AT)).toEqual(someRules({ 'session-hung': expected }));
  });
});
