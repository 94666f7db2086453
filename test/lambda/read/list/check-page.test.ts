import { describe, expect, it } from 'vitest';
import { EMPTY_SCAN_MEMORY } from '../../../../lambda/model/scan-memory.ts';
import { hasHiddenWork, isSpotCheckDue } from '../../../../lambda/read/list/check-page.ts';
import { aRange } from '../../../support/a-list-row.ts';
import { AT, ago, anActiveItem, aWorkItem } from '../../../support/a-work-item.ts';

const MIN = 60_000;

describe('isSpotCheckDue()', () => {
  const memory = { ...EMPTY_SCAN_MEMORY, ranges: [aRange(0, 500)] };

  it.each<[string, number | null, boolean]>([
    ['there was none yet', null, true],
    ['the last was a quarter of an hour ago', -15 * MIN, true],
    ['not a millisecond earlier', -15 * MIN + 1, false],
    ['not twice in an instant', 0, false],
    ['the last was at a time that has not come', 1, true],
  ])('%s', (_, offsetMs, expected) => {
    const last = offsetMs === null ? null : new Date(AT.getTime() + offsetMs);

    expect(isSpotCheckDue({ at: last, afterId: null, hasDoubt: false }, memory, AT)).toBe(expected);
  });

  it('not where nothing is remembered', () => {
    expect(isSpotCheckDue({ at: null, afterId: null, hasDoubt: false }, EMPTY_SCAN_MEMORY, AT)).toBe(false);
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
