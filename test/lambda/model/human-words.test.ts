import { expect, it } from 'vitest';
import { countOfUnit, formatRange } from '../../../lambda/model/human-words.ts';

it.each<[number, number, string]>([
  [3, 51, '3-51 s'],
  [240, 424, '4-7 min'],
  [45, 424, '45 s to 7 min'],
  [240, 255, '4 min'],
  [203, 425, '3-7 min'],
  [0, 118, 'up to 2 min'],
  [0, 1, 'up to 1 s'],
  [0, 0, '0 s'],
  [7_200, 10_800, '2-3 h'],
  [3_600, 5_400, '1 h to 1 h 30 min'],
  [5_400, 7_200, '1 h 30 min to 2 h'],
])('formatRange(%d, %d) is "%s"', (fromSeconds, toSeconds, expected) => {
  expect(formatRange(fromSeconds, toSeconds)).toBe(expected);
});

it.each<[number, string, string]>([
  [3, 'runs in a row', '3 runs in a row'],
  [1, 'runs in a row', '1 run'],
  [1, 'bounces in a row', '1 bounce'],
  [1, 'rows', '1 row'],
  [20, 'items', '20 items'],
])('countOfUnit(%d, %j) is "%s"', (count, unit, expected) => {
  expect(countOfUnit(count, unit)).toBe(expected);
});
