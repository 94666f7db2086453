import { describe, expect, it } from 'vitest';
import { createServerClock } from '../../../lambda/read/clock.ts';
import { createVirtualTiming } from '../../support/qoder-timing.ts';

const DATE = 'Tue, 24 Nov 2026 10:15:10 GMT';

describe('createServerClock()', () => {
  it('knows no instant before the first answer', () => {
    const clock = createServerClock(createVirtualTiming());
    clock.sent();

    expect({ at: clock.at(), skewMs: clock.skewMs(new Date('2026-11-24T10:15:10Z')) }).toEqual({
      at: null,
      skewMs: null,
    });
  });

  it('takes 2 s and the time since the first request was sent off the first answer', () => {
    const timing = createVirtualTiming();
    const clock = createServerClock(timing);
    clock.sent();
    timing.advance(3_000);
    clock.sent();
    timing.advance(400);

    clock.answered(DATE);

    expect(clock.at()).toEqual(new Date('2026-11-24T10:15:04.600Z'));
  });

  it('is fixed by the first answer', () => {
    const timing = createVirtualTiming();
    const clock = createServerClock(timing);
    clock.sent();
    clock.answered(DATE);
    timing.advance(60_000);

    clock.answered('Tue, 24 Nov 2026 10:16:10 GMT');

    expect(clock.at()).toEqual(new Date('2026-11-24T10:15:08Z'));
  });

  it('waits for an answer that says a time', () => {
    const timing = createVirtualTiming();
    const clock = createServerClock(timing);
    clock.sent();
    clock.answered(null);
    clock.answered('yesterday');
    timing.advance(1_000);

    clock.answered(DATE);

    expect(clock.at()).toEqual(new Date('2026-11-24T10:15:07Z'));
  });

  it.each([
    { name: 'ahead', localNow: new Date('2026-11-24T10:15:15Z'), skewMs: 4_000 },
    { name: 'behind', localNow: new Date('2026-11-24T10:15:10Z'), skewMs: -1_000 },
  ])('skewMs() tells how far the local clock is $name', ({ localNow, skewMs }) => {
    const timing = createVirtualTiming();
    const clock = createServerClock(timing);
    clock.answered(DATE);
    timing.advance(1_000);

    expect(clock.skewMs(localNow)).toBe(skewMs);
  });
});
