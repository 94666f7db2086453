import { describe, expect, it } from 'vitest';
import { parseHttpDate } from '../../../../lambda/read/api/timestamps.ts';

describe('parseHttpDate()', () => {
  it('reads the form of RFC 9110', () => {
    expect(parseHttpDate('Tue, 24 Nov 2026 10:15:00 GMT')).toEqual(new Date('2026-11-24T10:15:00Z'));
  });

  it.each([
    null,
    '',
    '5',
    '2026',
    '2026-11-24T10:15:00Z',
    'Tue, 24 Nov 2026 10:15:00',
    'Mon, 24 Nov 2026 10:15:00 GMT',
    'Mon, 31 Nov 2026 10:15:00 GMT',
    'Tue, 24 Foo 2026 10:15:00 GMT',
    'Tue, 24 Nov 2026 25:15:00 GMT',
  ])('refuses %j', (text) => {
    expect(parseHttpDate(text)).toBeNull();
  });
});
