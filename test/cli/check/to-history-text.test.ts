import { expect, it } from 'vitest';
import type { ListedQueue } from '../../../cli/check/queue-stays.ts';
import { toHistoryText } from '../../../cli/check/to-history-text.ts';
import { AT, aFailedReading, ago, aReading } from '../../support/a-work-item.ts';

const DIGITS = '0123456789';
const ALL = 72;
const LIST = { firstAtMs: ago(90_000).getTime(), lastAtMs: AT.getTime() };
const COMPLETE = aReading([]);
const PARTIAL = aReading([], { completeness: 'partial' });

const textOf = (stays: ListedQueue['stays'], rows: ListedQueue['rows'], reading = COMPLETE) =>
  toHistoryText({ reading, queue: { stays, rows } }, AT, DIGITS).map((line) =>
    line.replaceAll(/ {2,}/g, '  '),
  );

it.each<[string, string[], string[]]>([
  ['a list without items', textOf([], null), ['  Depth and pick-up: no item is listed']],
  [
    'a list of which nothing was read',
    textOf([], null, aFailedReading()),
    ['  Depth and pick-up: not known'],
  ],
  [
    'a list in which nothing waited',
    textOf([], LIST),
    [
      '  Depth, the most at once  never above 0 items',
      `  ${'0'.repeat(ALL)}`,
      '  Pick-up  nothing was picked up',
      `  ${'.'.repeat(ALL)}`,
      '  06:00  12:00 UTC',
    ],
  ],
  [
    'items that were taken at once',
    textOf([{ createdAt: ago(60), leftAt: ago(60), isPickedUp: true }], LIST),
    [
      '  Depth, the most at once  never above 0 items',
      `  ${'0'.repeat(ALL)}`,
      '  Pick-up, the longest of 1 item  never above 0 s',
      `  ${'.'.repeat(ALL - 1)}0`,
      '  06:00  12:00 UTC',
    ],
  ],
  [
    'a list that was read to a day ago, with an item that does not say when it left',
    textOf(
      [{ createdAt: ago(90_000), leftAt: 'untold', isPickedUp: false }],
      { ...LIST, lastAtMs: ago(86_400).getTime() },
      PARTIAL,
    ),
    [
      '  Depth, the most at once  not known',
      `  ${'?'.repeat(ALL)}`,
      '  Pick-up  not known',
      `  ${'?'.repeat(ALL)}`,
      '  06:00  12:00 UTC',
      '  Not known after 2026-11-23 12:00 UTC: the list was not read further',
      '  Not drawn: 1 item, since when in or out of the queue is not told',
    ],
  ],
])('toHistoryText() of %s', (_, text, expected) => {
  expect(text).toEqual(expected);
});
