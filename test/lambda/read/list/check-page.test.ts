import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_SCAN_MEMORY } from '../../../../lambda/model/scan-memory.ts';
import { hasHiddenWork, isSpotCheckDue, nextSpotCheckAt } from '../../../../lambda/read/list/check-page.ts';
import { aRange } from '../../../support/a-list-row.ts';
import { AT, ago, anActiveItem, aWorkItem } from '../../../support/a-work-item.ts';

const MINUTE_MS = 60_000;
const memory = { ...EMPTY_SCAN_MEMORY, ranges: [aRange(0, 500)] };
const minutesLater = (minutes: number, from = AT) => new Date(from.getTime() + minutes * MINUTE_MS);
const isDueAt = (id: string, at: Date, sinceMinutes = 1, doOthersWait = false) =>
  isSpotCheckDue(id, memory, { at, previousAt: minutesLater(-sinceMinutes, at) }, doOthersWait);
const IDS = Array.from({ length: 1_000 }, (_, number) => `env_${number}`);

describe('isSpotCheckDue()', () => {
  it('once in a quarter of an hour, while others wait in half an hour, however far apart the runs are', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 6 * MINUTE_MS }), { minLength: 1 }),
        (id, doOthersWait, gapsMs) => {
          const gapMs = (run: number) => gapsMs[run % gapsMs.length] ?? Number.NaN;
          const due: number[] = [];
          let previousAt = AT;
          for (let run = 0; due.length < 5 && run < 4_600_000; run++) {
            const at = new Date(previousAt.getTime() + gapMs(run));
            if (isSpotCheckDue(id, memory, { at, previousAt }, doOthersWait)) due.push(at.getTime());
            previousAt = at;
          }
          const [first = Number.NaN] = due;
          for (const [index, atMs] of due.entries()) {
            const fromMs = first + index * (doOthersWait ? 30 : 15) * MINUTE_MS;
            expect(Math.abs(atMs - fromMs)).toBeLessThanOrEqual(6 * MINUTE_MS);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('in time for every environment, also of those that wait and are read every few minutes', () => {
    for (let everyMinutes = 1; everyMinutes <= 6; everyMinutes++) {
      const runs = Array.from({ length: 30 }, (_, run) => minutesLater(run * everyMinutes));
      const isNever = (id: string) => !runs.some((at) => isDueAt(id, at, everyMinutes));

      expect(IDS.filter(isNever)).toEqual([]);
    }
  });

  it('in each minute for a fifteenth of the environments, and for few more', () => {
    for (let minute = 0; minute < 30; minute++) {
      const dueCount = IDS.filter((id) => isDueAt(id, minutesLater(minute))).length;

      expect(dueCount).toBeGreaterThan(30);
      expect(dueCount).toBeLessThan(110);
    }
  });

  it('while others wait for half as many, and for none whose time it would not be', () => {
    for (let minute = 0; minute < 30; minute++) {
      const at = minutesLater(minute);
      const due = IDS.filter((id) => isDueAt(id, at, 1, true));

      expect(due.length).toBeGreaterThan(10);
      expect(due.length).toBeLessThan(60);
      expect(due.filter((id) => !isDueAt(id, at))).toEqual([]);
    }
  });

  it('for less than half of them in the first run after an outage', () => {
    const dueCount = IDS.filter((id) => isDueAt(id, AT, 24 * 60)).length;

    expect(dueCount).toBeGreaterThan(300);
    expect(dueCount).toBeLessThan(500);
  });

  it('not where nothing is remembered, or nothing was read before', () => {
    const at = nextSpotCheckAt('env_a', AT);

    expect(isDueAt('env_a', at)).toBe(true);
    expect(isSpotCheckDue('env_a', EMPTY_SCAN_MEMORY, { at, previousAt: AT })).toBe(false);
    expect(isSpotCheckDue('env_a', memory, { at, previousAt: null })).toBe(false);
  });
});

describe('hasHiddenWork()', () => {
  const old = () => aWorkItem({ createdAt: ago(600) });

  it.each([
    ['as many as were read', 2, [old(), old()], false],
    ['fewer than were read', 1, [old(), old()], false],
    ['one more', 3, [old(), old()], true],
    ['any, where none was read', 1, [], true],
    ['none at all', 0, [], false],
    ['one more, where one is active, which does not wait', 2, [old(), anActiveItem(600)], true],
    ['one more, where one was created a minute ago', 3, [old(), aWorkItem({ createdAt: ago(60) })], false],
    ['one more, where one was created before that', 3, [old(), aWorkItem({ createdAt: ago(60.001) })], true],
    ['two more, where one was created in the last minute', 4, [old(), aWorkItem()], true],
    [
      'one more, where one was created and is active',
      2,
      [old(), anActiveItem(0, { createdAt: ago(5) })],
      false,
    ],
    ['one more, where one was created since', 3, [old(), aWorkItem({ createdAt: ago(-5) })], false],
  ])('the stats know of %s', (_, waitingCount, items, expected) => {
    expect(hasHiddenWork(waitingCount, items, AT)).toBe(expected);
  });
});
