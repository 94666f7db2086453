import { describe, expect, it } from 'vitest';
import { InvalidInputError, parseWith } from '../../contract/invalid-input.ts';
import { muteWindowSchema } from '../../contract/mute-schema.ts';

const ONCE = { from: '2026-12-24T18:00:00Z', until: '2026-12-27T06:00:00+01:00' };
const WEEKLY = { from: '22:00', until: '06:00', timezone: 'Europe/Berlin' };

function faultsOf(window: object): string {
  try {
    parseWith(muteWindowSchema, window, 'The window');
    return '';
  } catch (error) {
    if (error instanceof InvalidInputError) return error.message;
    throw error;
  }
}

describe('muteWindowSchema accepts', () => {
  it.each<[string, object]>([
    ['a window once', ONCE],
    ['one of every night', WEEKLY],
    ['one of some days', { ...WEEKLY, days: ['Fri', 'Sat'] }],
    ['one of a whole day', { ...WEEKLY, from: '00:00', until: '00:00', days: ['Sun'] }],
    ['environments and conditions', { ...ONCE, environments: ['env_a'], conditions: ['api-unreachable'] }],
  ])('%s', (_, window) => {
    expect(parseWith(muteWindowSchema, window, 'The window')).toEqual(window);
  });
});

describe('muteWindowSchema refuses', () => {
  it.each<[string, object, string]>([
    ['an hour that is none', { ...WEEKLY, from: '24:00' }, 'from: "24:00": write an instant such as'],
    [
      'an instant without its zone',
      { ...ONCE, until: '2026-12-27T06:00:00' },
      'until: "2026-12-27T06:00:00"',
    ],
    ['a day that is none', { ...ONCE, until: '2026-13-27T06:00:00Z' }, 'until: "2026-13-27T06:00:00Z"'],
    ['both forms at once', { ...ONCE, until: '06:00' }, 'until: "06:00": write from and until both'],
    ['an end before the start', { ...ONCE, until: '2026-12-24T17:00:00Z' }, 'write an instant after from'],
    [
      'times of the day without a zone',
      { from: '22:00', until: '06:00' },
      'timezone: missing: write the time',
    ],
    ['an unknown zone', { ...WEEKLY, timezone: 'Berlin' }, 'timezone: "Berlin": write the IANA name'],
    ['a zone with instants', { ...ONCE, timezone: 'UTC' }, 'timezone: "UTC": write the time zone of times'],
    ['days with instants', { ...ONCE, days: ['Mon'] }, 'days: ["Mon"]: remove it'],
    ['a day by another name', { ...WEEKLY, days: ['MON'] }, 'days[0]: "MON": write days: Mon, Tue'],
    ['no day at all', { ...WEEKLY, days: [] }, 'days: []: write days'],
    ['an unknown condition', { ...ONCE, conditions: ['stuck'] }, 'conditions[0]: "stuck": write names of'],
    ['an id that is none', { ...ONCE, environments: ['a'] }, 'environments[0]: "a": write an environment id'],
    ['a missing end', { from: ONCE.from }, 'until: missing: it is required'],
    ['an unknown setting', { ...ONCE, env: 'env_a' }, 'env: "env_a": remove it'],
  ])('%s', (_, window, fault) => {
    const faults = faultsOf(window).split('\n').slice(1);

    expect(faults).toEqual([expect.stringContaining(fault)]);
  });
});
