import { describe, expect, it } from 'vitest';
import { createRunInstant } from '../../../lambda/read/instant.ts';

const SCHEDULED_AT = new Date('2026-11-24T12:00:00Z');
const at = (offsetSeconds: number) => new Date(SCHEDULED_AT.getTime() + offsetSeconds * 1000);

describe('createRunInstant()', () => {
  it.each([
    {
      name: 'the server decides',
      server: at(3),
      last: null,
      expected: { at: at(3), isServerTime: true, previousAt: null },
    },
    {
      name: 'flows go on from the last run',
      server: at(3),
      last: at(-57),
      expected: { at: at(3), isServerTime: true, previousAt: at(-57) },
    },
    {
      name: 'a server that is behind',
      server: at(-3600),
      last: null,
      expected: { at: at(-3600), isServerTime: true, previousAt: null },
    },
    {
      name: 'no answer',
      server: null,
      last: at(-57),
      expected: { at: SCHEDULED_AT, isServerTime: false, previousAt: null },
    },
    {
      name: 'no answer, and a server that is ahead',
      server: null,
      last: at(3543),
      expected: { at: at(3543), isServerTime: false, previousAt: null },
    },
    {
      name: 'a clock that moves back by seconds',
      server: at(3),
      last: at(5),
      expected: { at: at(5), isServerTime: true, previousAt: at(5) },
    },
    {
      name: 'a clock that moves back by ten minutes',
      server: at(0),
      last: at(600),
      expected: { at: at(600), isServerTime: true, previousAt: at(600) },
    },
    {
      name: 'a clock that was an hour ahead',
      server: at(3),
      last: at(3600),
      expected: { at: at(3), isServerTime: true, previousAt: null },
    },
  ])('$name', ({ server, last, expected }) => {
    const instant = createRunInstant(() => server, SCHEDULED_AT, last);

    expect({
      at: instant.at(),
      isServerTime: instant.isServerTime(),
      previousAt: instant.previousAt(),
    }).toEqual(expected);
  });

  it('is fixed by the first question, whatever the server says later', () => {
    let server: Date | null = null;
    const instant = createRunInstant(() => server, SCHEDULED_AT, null);

    const first = instant.at();
    server = at(40);

    expect([first, instant.at(), instant.isServerTime()]).toEqual([SCHEDULED_AT, SCHEDULED_AT, false]);
  });
});
