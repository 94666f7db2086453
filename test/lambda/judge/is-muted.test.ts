import { describe, expect, it } from 'vitest';
import type { MuteWindow } from '../../../contract/mute.ts';
import { isMuted } from '../../../lambda/judge/is-muted.ts';

const ONCE = { from: '2026-12-24T18:00:00+01:00', until: '2026-12-27T06:00:00Z' };
const NIGHTS: MuteWindow = { from: '22:00', until: '06:00', timezone: 'Europe/Berlin' };
const WEEKEND: MuteWindow = { ...NIGHTS, days: ['Fri', 'Sat'] };
const NOON: MuteWindow = { days: ['Wed'], from: '12:00', until: '13:30', timezone: 'Asia/Kolkata' };
const SUNDAYS: MuteWindow = { days: ['Sun'], from: '00:00', until: '00:00', timezone: 'UTC' };

describe('isMuted()', () => {
  it.each<[string, MuteWindow, string, boolean]>([
    ['before a single window', ONCE, '2026-12-24T16:59:59.999Z', false],
    ['from its first instant on', ONCE, '2026-12-24T17:00:00Z', true],
    ['not at its last', ONCE, '2026-12-27T06:00:00Z', false],
    ['in the evening, by the clocks of the zone', NIGHTS, '2026-11-24T21:00:00Z', true],
    ['before it', NIGHTS, '2026-11-24T20:59:00Z', false],
    ['in the morning after', NIGHTS, '2026-11-25T04:59:00Z', true],
    ['not at its end', NIGHTS, '2026-11-25T05:00:00Z', false],
    ['an hour earlier by UTC in summer', NIGHTS, '2026-07-01T20:00:00Z', true],
    ['and until an hour earlier', NIGHTS, '2026-07-01T04:00:00Z', false],
    ['in the hour that comes twice', NIGHTS, '2026-10-25T01:30:00Z', true],
    ['in the night that began on a named day', WEEKEND, '2026-11-22T03:00:00Z', true],
    ['not in one that began on another', WEEKEND, '2026-11-23T03:00:00Z', false],
    ['not on the evening of another day', WEEKEND, '2026-11-22T22:00:00Z', false],
    ['within one day from its first minute on', NOON, '2026-11-25T06:30:00Z', true],
    ['not in the minute before', NOON, '2026-11-25T06:29:00Z', false],
    ['by UTC without a zone', { from: '12:00', until: '13:00' }, '2026-11-25T12:00:00Z', true],
    ['within one day, half an hour from full hours', NOON, '2026-11-25T07:59:00Z', true],
    ['not at the end of it', NOON, '2026-11-25T08:00:00Z', false],
    ['not on the day after', NOON, '2026-11-26T07:59:00Z', false],
    ['a whole day', SUNDAYS, '2026-11-22T00:00:00Z', true],
    ['to its end', SUNDAYS, '2026-11-22T23:59:59Z', true],
    ['and no longer', SUNDAYS, '2026-11-23T00:00:00Z', false],
  ])('%s', (_, window, at, expected) => {
    expect(isMuted([window], 'queue-stuck', new Date(at))).toBe(expected);
  });

  const at = new Date('2026-12-25T00:00:00Z');

  it.each<[string, readonly MuteWindow[], boolean]>([
    ['no window', [], false],
    ['one for this condition', [{ ...ONCE, conditions: ['queue-stuck', 'queue-deep'] }], true],
    ['one for another condition', [{ ...ONCE, conditions: ['queue-deep'] }], false],
    ['any of several', [{ ...ONCE, conditions: ['queue-deep'] }, ONCE], true],
  ])('by %s', (_, windows, expected) => {
    expect(isMuted(windows, 'queue-stuck', at)).toBe(expected);
  });
});
