import { describe, expect, it } from 'vitest';
import { toInstant } from '../../../lambda/read/instant.ts';

const SCHEDULED_AT = new Date('2026-11-24T12:00:00Z');
const at = (offsetSeconds: number) => new Date(SCHEDULED_AT.getTime() + offsetSeconds * 1000);

describe('toInstant()', () => {
  it.each([
    {
      name: 'the server decides',
      serverAt: at(3),
      lastAt: null,
      expected: { at: at(3), isServerTime: true, previousAt: null },
    },
    {
      name: 'flows go on from the last run',
      serverAt: at(3),
      lastAt: at(-57),
      expected: { at: at(3), isServerTime: true, previousAt: at(-57) },
    },
    {
      name: 'a server that is behind',
      serverAt: at(-3600),
      lastAt: null,
      expected: { at: at(-3600), isServerTime: true, previousAt: null },
    },
    {
      name: 'no answer',
      serverAt: null,
      lastAt: at(-57),
      expected: { at: SCHEDULED_AT, isServerTime: false, previousAt: null },
    },
    {
      name: 'no answer, and a server that is ahead',
      serverAt: null,
      lastAt: at(3543),
      expected: { at: at(3543), isServerTime: false, previousAt: null },
    },
    {
      name: 'a clock that moves back by seconds',
      serverAt: at(3),
      lastAt: at(5),
      expected: { at: at(5), isServerTime: true, previousAt: at(5) },
    },
    {
      name: 'a clock that moves back by ten minutes',
      serverAt: at(0),
      lastAt: at(600),
      expected: { at: at(600), isServerTime: true, previousAt: at(600) },
    },
    {
      name: 'a clock that was an hour ahead',
      serverAt: at(3),
      lastAt: at(3600),
      expected: { at: at(3), isServerTime: true, previousAt: null },
    },
  ])('$name', ({ expected, ...facts }) => {
    expect(toInstant({ ...facts, scheduledAt: SCHEDULED_AT })).toEqual(expected);
  });
});
