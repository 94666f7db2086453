import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimestamp } from '../../../../lambda/read/api/timestamps.ts';

describe('parseTimestamp()', () => {
  it.each([
    { text: '2026-07-01T08:15:01Z', iso: '2026-07-01T08:15:01.000Z' },
    { text: '2026-07-01T08:16:06.120394Z', iso: '2026-07-01T08:16:06.120Z' },
    { text: '2026-07-01T08:16:06.9Z', iso: '2026-07-01T08:16:06.900Z' },
    { text: '2026-07-01T08:16:06.999999999Z', iso: '2026-07-01T08:16:06.999Z' },
    { text: '2026-07-01T08:15:01+08:00', iso: '2026-07-01T00:15:01.000Z' },
    { text: '2026-12-31T23:30:00.5-01:45', iso: '2027-01-01T01:15:00.500Z' },
    { text: '2028-02-29T00:00:00Z', iso: '2028-02-29T00:00:00.000Z' },
    { text: '2026-11-26t20:23:00z', iso: '2026-11-26T20:23:00.000Z' },
    { text: '2026-11-26T20:23:00-00:00', iso: '2026-11-26T20:23:00.000Z' },
    { text: '2026-07-01T08:16:06.123456789012Z', iso: '2026-07-01T08:16:06.123Z' },
    { text: '2016-12-31T23:59:60Z', iso: '2017-01-01T00:00:00.000Z' },
    { text: '2017-01-01T08:59:60.5+09:00', iso: '2017-01-01T00:00:00.500Z' },
    { text: '0001-01-01T00:00:00Z', iso: '0001-01-01T00:00:00.000Z' },
  ])('reads $text', ({ text, iso }) => {
    expect(parseTimestamp(text)?.toISOString()).toBe(iso);
  });

  it.each([
    '',
    '2026-07-01',
    '2026-07-01T08:15:01',
    '2026-07-01 08:15:01Z',
    '2026-13-01T08:15:01Z',
    '2026-00-01T08:15:01Z',
    '2026-02-29T08:15:01Z',
    '2026-04-31T08:15:01Z',
    '2026-07-01T24:00:00Z',
    '2026-07-01T08:60:01Z',
    '2026-07-01T08:15:60Z',
    '2026-07-01T08:15:01.Z',
    '2026-07-01T08:15:01.1234567890123Z',
    '2026-07-01T08:15:61Z',
    '2026-07-01T08:15:01+08:60',
    '2026-07-01T08:15:01+08:00Z',
    '2026-07-01T08:15:0 Z',
    '2026-07-01T08:15:01zz',
    '2026-07-01T08:15:01+24:00',
    '2026-07-01T08:15:01+0800',
    '2026-07-01T08:15:01Z ',
    '2026-07-01T08:15:01Z\n',
    '1782893701',
    '+002026-07-01T08:15:01Z',
  ])('refuses %j', (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });

  const instant = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-30T00:00:00Z'),
    noInvalidDate: true,
  });

  it('reads what Date writes', () => {
    fc.assert(
      fc.property(instant, (date) => {
        expect(parseTimestamp(date.toISOString())).toEqual(date);
      }),
    );
  });

  it('cuts off what is finer than a millisecond', () => {
    const digits = fc.stringMatching(/^\d{0,6}$/);

    fc.assert(
      fc.property(instant, digits, (date, finer) => {
        const text = date.toISOString().replace('Z', `${finer}Z`);
        expect(parseTimestamp(text)).toEqual(date);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)), (text) => {
        const date = parseTimestamp(text);
        expect(date === null || !Number.isNaN(date.getTime())).toBe(true);
      }),
    );
  });
});
